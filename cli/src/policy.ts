import type { Statement } from './command';

/** An IAM policy of statements, as JSON. Statements for the same resources are joined. */
export function policyOf(statements: readonly Statement[]): string {
  const byResources = new Map<string, Set<string>>();
  for (const { actions, resources = ['*'] } of statements) {
    const key = JSON.stringify([...resources].sort());
    byResources.set(key, new Set([...byResources.get(key) ?? [], ...actions]));
  }
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [...byResources].map(([resources, actions]) => ({ Effect: 'Allow', Action: [...actions].sort(), Resource: JSON.parse(resources) })),
  }, undefined, 2);
}
