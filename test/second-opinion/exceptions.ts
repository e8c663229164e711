/** Tests that need what MiniStack does not have, and why they do. */
export interface Exception {
  readonly reason: string;
  /** Full names of tests, by the files that they are in. */
  readonly tests: { readonly [file: string]: readonly string[] };
}

export const EXCEPTIONS: readonly Exception[] = [];
