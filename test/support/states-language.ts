import validate from 'asl-validator';

const { default: { prototype: ajv } } = jest.requireActual(require.resolve('ajv', { paths: [require.resolve('asl-validator')] }));
const { validate: validateSchema } = ajv;
let first: any;

// The validator makes an `Ajv` for every definition, which compiles all schemas. The first one has compiled them.
ajv.validate = function (...args: unknown[]) {
  first ??= this;
  const isValid = validateSchema.apply(first, args);
  this.errors = first.errors;
  return isValid;
};

/** The reasons for which a definition does not follow the states language. The validator changes what it gets. */
export const mistakesOf = (definition: object): string[] => validate(structuredClone(definition)).errors.map(({ 'Error code': code, Message }: any) => `${code}: ${Message}`);
