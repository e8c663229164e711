/** The members of a description that are set. DescribeJobTemplate also returns some structures without content. */
export function setMembers<T extends object>(described: T): Partial<T> {
  const isSet = (value: unknown) => !(typeof value === 'object' && value !== null && !(value instanceof Date) && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(described).filter(([, value]) => isSet(value))) as Partial<T>;
}
