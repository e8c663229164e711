const MAX_LENGTH = 200;

/** A value for messages: JSON, or plain text if JSON cannot represent it. A long value is cut. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : jsonOf(value) ?? String(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

/** A prop and its value for messages: `rollout.maximumPerMinute is 0`, or `is missing`. */
export const shownProp = (prop: string, value: unknown): string => `${prop} is ${value === undefined ? 'missing' : shown(value)}`;

/** A problem for messages: `description is "", must have 1 to 2028 characters`, or `description must be given`. */
export const problemText = (prop: string, value: unknown, must: string): string =>
  value === undefined && must.startsWith('be given') ? `${prop} must ${must}` : `${shownProp(prop, value)}, must ${must}`;

/** The JSON of a value. Undefined for a function, a symbol, a bigint or an object that contains itself. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
