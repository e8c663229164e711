import { Stack, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A finding of a scanner that is not a fault, with the reason. */
export interface Acknowledged {
  /** Rules of cdk-nag, and rules of Control Tower's controls as `cdk-validator-cfnguard::RULE`. */
  readonly ids: string[];
  readonly reason: string;
}

/** Acknowledges findings of cdk-nag and of the plugin for CloudFormation Guard. */
export function acknowledge(construct: IConstruct, ...findings: Acknowledged[]): void {
  for (const { ids, reason } of findings) {
    Validations.of(construct).acknowledge(...ids.map((id) => ({ id, reason })));
  }
}

/**
 * Switches off rules of cfn-lint for a whole stack. cfn-lint has no place for a reason. The CDK makes every function
 * wait for its role (W3005).
 */
export function ignoreInLint(stack: Stack, ...rules: string[]): void {
  stack.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: rules } } };
}

/** The reason for every inline policy. */
export const INLINE_POLICY: Acknowledged = {
  ids: ['NIST.800.53.R5-IAMNoInlinePolicy'],
  reason: 'The permissions are made for this one role, and go with it',
};
