/** For a Node.js that cannot hash by itself. */
export const Sha256Js = undefined;
