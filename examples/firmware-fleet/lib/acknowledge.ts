import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A finding of a scanner that is no fault, and why. */
export interface Acknowledged {
  /** Rules of cdk-nag, and of Control Tower's controls as `cdk-validator-cfnguard::RULE`. */
  readonly ids: string[];
  readonly reason: string;
}

/** Tells cdk-nag and the plugin of CloudFormation Guard. */
export function acknowledge(construct: IConstruct, ...findings: Acknowledged[]): void {
  for (const { ids, reason } of findings) {
    Validations.of(construct).acknowledge(...ids.map((id) => ({ id, reason })));
  }
}

/**
 * Tells cfn-lint, for all of a stack, since it has no place for a reason. The CDK has every function wait for its role (W3005).
 */
export function ignoreInLint(stack: Stack, ...rules: string[]): void {
  stack.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: rules } } };
}

/** What is said of every inline policy. */
export const INLINE_POLICY: Acknowledged = {
  ids: ['NIST.800.53.R5-IAMNoInlinePolicy'],
  reason: 'The permissions are made for this one role, and go with it',
};
