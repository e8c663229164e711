import { ALL_RULES_LINTER } from 'awslint/lib/rules';
import type { Assembly } from 'jsii-reflect';
import type { Exclusion } from './exclusions';

/** A rule of the CDK that the library breaks: its name, as in a list of exclusions, and its message. */
export interface Finding {
  readonly key: string;
  readonly message: string;
}

export const RULES = ALL_RULES_LINTER.rules.length;

/**
 * The findings of the rules for constructs of aws-cdk-lib about the library. Findings about its dependencies are left
 * out.
 */
export function lint(library: Assembly): Finding[] {
  return ALL_RULES_LINTER.eval(library, {})
    .filter(({ scope }) => !library.system.assemblies.some(({ name }) => name !== library.name && scope.startsWith(`${name}.`)))
    .map(({ rule, scope, message }) => ({ key: `${rule.code}:${scope.replace(`${library.name}.`, '')}`, message }));
}

/** The open problems: findings without an exclusion, and exclusions without a finding. */
export function unsettled(findings: readonly Finding[], exclusions: readonly Exclusion[]): string[] {
  const excluded = exclusions.map(({ key }) => key);
  const found = findings.map(({ key }) => key);
  return [
    ...findings.filter(({ key }) => !excluded.includes(key)).map(({ key, message }) => `${key}\n    ${message}`),
    ...excluded.filter(key => !found.includes(key)).map(key => `${key}\n    is excluded, and not found any more: remove the exclusion`),
  ];
}
