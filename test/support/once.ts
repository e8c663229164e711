interface Known<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

/** The value for a key, which is made at the first request for it. */
export function once<Key, Value>(known: Known<Key, NonNullable<Value>>, key: Key, make: () => NonNullable<Value>): NonNullable<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
