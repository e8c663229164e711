/** A finding of scanners that is not a fault, with the reason for reviewers. Rules have the names that their scanners use. */
export interface Suppression {
  readonly reason: string;
  /** Rules of cdk-nag. */
  readonly nag?: string;
  /** The wildcards of a policy that are suppressed, if cdk-nag reports each wildcard separately. */
  readonly wildcard?: RegExp;
  /** Control Tower's controls, as `@cdklabs/cdk-validator-cfnguard` names them. */
  readonly controlTower?: string;
  /** Rules of the AWS Guard Rules Registry. */
  readonly guard?: readonly string[];
  /** Rules of cfn-lint. */
  readonly lint?: string;
}

const WILDCARD = 'AwsSolutions-IAM5';

export const LOGS_UNENCRYPTED: Suppression = {
  nag: 'NIST.800.53.R5-CloudWatchLogGroupEncrypted',
  controlTower: 'cloudwatch_log_group_encrypted_check',
  guard: ['CLOUDWATCH_LOG_GROUP_ENCRYPTED'],
  reason: 'CloudWatch Logs encrypts the log group with a key of its own. The log has ids, names and durations, but nothing confidential. Pass logGroup to use another key',
};

export const NO_CONCURRENCY: Suppression = {
  nag: 'NIST.800.53.R5-LambdaConcurrency',
  guard: ['LAMBDA_CONCURRENCY_CHECK'],
  reason: 'Only CloudFormation invokes the function, and only during deployments. Reserved concurrency would be unavailable to the rest of the account at all other times',
};

export const NO_DEAD_LETTERS: Suppression = {
  nag: 'NIST.800.53.R5-LambdaDLQ',
  guard: ['LAMBDA_DLQ_CHECK'],
  reason: 'The function responds to every request, including requests that fail, and CloudFormation rolls back. A later retry from a queue would do harm',
};

export const NOT_IN_VPC: Suppression = {
  nag: 'NIST.800.53.R5-LambdaInsideVPC',
  controlTower: 'lambda_inside_vpc_check',
  guard: ['LAMBDA_INSIDE_VPC'],
  reason: 'The function only calls the public endpoints of AWS IoT and CloudFormation. Pass vpc to run it in a VPC',
};

export const WAITS_FOR_ROLE: Suppression = {
  lint: 'W3005',
  reason: 'The CDK adds a dependency on its role to every function',
};

export const ANY_EGRESS: Suppression = {
  guard: ['EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE', 'SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE'],
  reason: 'The function must reach AWS IoT and Amazon S3, whose addresses depend on the VPC. The group has no ingress rules. Pass securityGroups to restrict egress',
};

export const INLINE_POLICY: Suppression = {
  nag: 'NIST.800.53.R5-IAMNoInlinePolicy',
  guard: ['IAM_NO_INLINE_POLICY_CHECK'],
  reason: 'The permissions are only for this role. No other principal can get them, and they are deleted with the role',
};

export const ANY_TEMPLATE: Suppression = {
  nag: WILDCARD,
  wildcard: /:jobtemplate\/\*$/,
  reason: 'Conditions on the owner tag allow changes only to the templates of this stack. A list of ARNs would lack a template that is being removed',
};

export const ANY_TEMPLATE_LOOKED_UP: Suppression = {
  nag: WILDCARD,
  wildcard: /:jobtemplate\/\*$/,
  reason: 'The ids of the templates may be known only at deployment. The permission is read-only',
};

export const ANY_VERSION: Suppression = {
  nag: WILDCARD,
  wildcard: /::jobtemplate\/[^:]+:\*$/,
  reason: 'The wildcard covers the versions of one template that AWS manages. The permission is read-only',
};

export const ANY_PRESIGNED_URL_ROLE: Suppression = {
  nag: WILDCARD,
  wildcard: /:role\/cdk-iot-job-template\/[^/]+\/[^/]+\/\*$/,
  reason: 'Only the roles that this library creates for the stack have this path, and they can only be passed to AWS IoT',
};

export const ANY_LOG_STREAM: Suppression = {
  nag: WILDCARD,
  wildcard: /:log-group:[^*]+:\*$/,
  reason: 'The wildcard covers the streams of one log group, whose names Lambda chooses',
};

// Evidence: lambda-vpc.
export const ANY_NETWORK_INTERFACE: Suppression = {
  nag: WILDCARD,
  wildcard: /^\*$/,
  guard: ['IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE'],
  reason: 'Lambda creates the network interfaces in the VPC, so their ids are unknown before. A condition excludes calls by the code of the function',
};

export const ANY_OBJECT = {
  nag: WILDCARD,
  wildcard: /\/[^/]*\*/,
  reason: 'A running job needs the objects of the release that it was started with, so an edit must not revoke access to them. Pass objectPattern to narrow '
    + 'the access. The key of an upload contains the names of the device and the job, which are unknown at deployment',
};

export const ANY_KEY = {
  nag: WILDCARD,
  wildcard: /:kms:[^:]+:[^:]+:key\/\*$/,
  reason: 'The id of a key in another account or Region is unknown before its deployment. The policy of that key limits this permission to the key',
};
