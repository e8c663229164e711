import type { Construct } from 'constructs';

/** The feature flag of the CDK by which statements that differ in one thing only become one statement. */
export const IAM_MINIMIZE_POLICIES = '@aws-cdk/aws-iam:minimizePolicies';

/** Whether policies that the library makes are minimized: unless the app sets the feature flag to false. */
export const minimizesPolicies = ({ node }: Construct): boolean => node.tryGetContext(IAM_MINIMIZE_POLICIES) ?? true;
