declare module 'asl-validator' {
  /** Whether a definition follows the states language, with paths and expressions. */
  function validate(definition: object): { readonly isValid: boolean; readonly errors: readonly object[] };
  export = validate;
}
