/** The SDK's own hash function is not needed, because Node.js has one. */
export const Sha256Js = undefined;
