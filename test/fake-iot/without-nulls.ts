/** A described value without unset members: null, and structures of nulls. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value ?? undefined;
  const members = Object.entries(value).map(([name, member]) => [name, withoutNulls(member)]).filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}
