const MAX_LENGTH = 200;

/** A value for messages: JSON, or plain text if JSON cannot represent it. Only the beginning of a long one. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : jsonOf(value) ?? String(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

/** A prop and its value for messages: `rollout.maximumPerMinute is 0`, or `is missing`. */
export const shownProp = (prop: string, value: unknown): string => `${prop} ${value === undefined ? 'is missing' : `is ${shown(value)}`}`;

/** Nothing for a function, a symbol, a bigint, or an object that contains itself. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
