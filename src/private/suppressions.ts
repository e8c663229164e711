/** What scanners of templates find and is no fault, and the reason that a reviewer reads. Each is named as its scanner names it. */
export interface Suppression {
  readonly reason: string;
  /** Rules of cdk-nag. */
  readonly nag?: string;
  /** Which wildcards of a policy are meant, where cdk-nag has a finding for each. */
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
  reason: 'CloudWatch Logs encrypts it with a key of its own. It holds ids, names and durations, nothing confidential; logGroup takes one with another key',
};

export const NO_CONCURRENCY: Suppression = {
  nag: 'NIST.800.53.R5-LambdaConcurrency',
  guard: ['LAMBDA_CONCURRENCY_CHECK'],
  reason: 'Only CloudFormation invokes the function, and only during deployments: a reservation would be withheld from the account at all other times',
};

export const NO_DEAD_LETTERS: Suppression = {
  nag: 'NIST.800.53.R5-LambdaDLQ',
  guard: ['LAMBDA_DLQ_CHECK'],
  reason: 'Each request is answered, failures too, and CloudFormation rolls back: a request that is carried out later, from a queue, would do harm',
};

export const NOT_IN_VPC: Suppression = {
  nag: 'NIST.800.53.R5-LambdaInsideVPC',
  controlTower: 'lambda_inside_vpc_check',
  guard: ['LAMBDA_INSIDE_VPC'],
  reason: 'The function needs AWS IoT and CloudFormation, whose endpoints are public, and nothing in a VPC; vpc puts it into one',
};

export const WAITS_FOR_ROLE: Suppression = {
  lint: 'W3005',
  reason: 'The CDK has every function wait for its role',
};

export const ANY_EGRESS: Suppression = {
  guard: ['EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE', 'SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE'],
  reason: 'Where the endpoints of AWS IoT and Amazon S3 are is for the VPC to say; nothing may come in. securityGroups takes narrower ones',
};

export const INLINE_POLICY: Suppression = {
  nag: 'NIST.800.53.R5-IAMNoInlinePolicy',
  guard: ['IAM_NO_INLINE_POLICY_CHECK'],
  reason: 'The permissions are made for this one role: nobody else can be given them, and they go with it',
};

export const ANY_TEMPLATE: Suppression = {
  nag: WILDCARD,
  wildcard: /:jobtemplate\/\*$/,
  reason: 'Conditions on the owner tag narrow what is changed to the templates of this stack. A list would lose a template that is being removed',
};

export const ANY_TEMPLATE_LOOKED_UP: Suppression = {
  nag: WILDCARD,
  wildcard: /:jobtemplate\/\*$/,
  reason: 'Which templates are looked up may be known when the stack is deployed only. Nothing but reading is allowed',
};

export const ANY_VERSION: Suppression = {
  nag: WILDCARD,
  wildcard: /::jobtemplate\/[^:]+:\*$/,
  reason: 'The versions of one template that AWS manages. Nothing but reading is allowed',
};

export const ANY_PRESIGNED_URL_ROLE: Suppression = {
  nag: WILDCARD,
  wildcard: /:role\/cdk-iot-job-template\/[^/]+\/[^/]+\/\*$/,
  reason: 'Only the roles that this library makes for the stack have this path, and they may be passed to AWS IoT only',
};

export const ANY_LOG_STREAM: Suppression = {
  nag: WILDCARD,
  wildcard: /:log-group:[^*]+:\*$/,
  reason: 'The streams of one log group: Lambda names them',
};

// Evidence: lambda-vpc.
export const ANY_NETWORK_INTERFACE: Suppression = {
  nag: WILDCARD,
  wildcard: /^\*$/,
  guard: ['IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE'],
  reason: 'Lambda itself makes the network interfaces in the VPC: they have no names before',
};

export const ANY_OBJECT = {
  nag: WILDCARD,
  wildcard: /\/[^/]*\*/,
  reason: 'A running job needs the objects of the release that it was started with, so an edit must not revoke them; objectPattern narrows '
    + 'what may be read. The key of an upload names the device and the job, which are known when the device asks',
};

export const ANY_KEY = {
  nag: WILDCARD,
  wildcard: /:kms:[^:]+:[^:]+:key\/\*$/,
  reason: 'The ARN of a key in another account or Region is known when that key is there only. The policy of the key narrows it to this key',
};
