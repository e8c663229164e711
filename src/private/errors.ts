/**
 * The codes of all errors at synthesis, each with its meaning. Users search for a code, so a code keeps its meaning. The handler has errors
 * of its own, which only occur at deployment.
 */
export const ERROR_CODES = {
  wrongType: 'A prop or a parameter has a type that the compiler would refuse.',
  invalidProps: 'AWS IoT would refuse the job template.',
  invalidJobProps: 'AWS IoT or CloudFormation would refuse the job, or the library cannot generate its id.',
  jobTemplateIdTaken: 'Another job template of the app has the same id in the same account and Region.',
  invalidJobTemplateId: 'No job template can have this id.',
  lookupNotKnown: 'A lookup at synthesis needs an id, an account and a Region that are known at synthesis.',
  invalidJobTemplateArn: 'The ARN is not the ARN of a job template.',
  jobTemplateArnUnknown: 'Another account or Region uses the ARN of a template whose own account or Region is unknown.',
  invalidAwsManagedJobTemplate: 'No job template that AWS manages can have this name or this version.',
  attributeMissing: 'The job template cannot have this attribute, because its props do not set the value.',
  attributeTooLong: 'The attribute does not fit into a response to CloudFormation.',
  invalidRemovalPolicy: 'CloudFormation has no such removal policy for job templates and jobs.',
  documentUnreadable: 'The file of the job document cannot be read, is not in UTF-8, or contains tokens of the CDK.',
  documentNotJson: 'JSON cannot represent a part of the object that the job document is made from.',
  documentTokenLost: 'Another tool turned a token or an object of this library into a text that means nothing to AWS IoT.',
  invalidJobStep: 'AWS IoT Device Client would refuse the steps of the job document, or run another command.',
  placeholderInFnSub: 'CloudFormation would replace a placeholder of AWS IoT in Fn::Sub.',
  presignedUrlOutsideDocument: 'A presigned URL is outside of a job document, or inside another token.',
  invalidJobArn: 'The ARN is not the ARN of a job.',
  documentOfTwoJobs: 'A job document is made from two jobs.',
  emptyCriteriaBesideJob: 'An empty list cannot replace the criteria of the job that the template is created from.',
  inheritedRoleReplaced: 'The props of the template replace the presigned URL settings that the role belongs to.',
  invalidMaintenanceWindow: 'A part of a maintenance window is missing or out of its range.',
  invalidPackageVersion: 'No package, package version or attribute can have this name.',
  invalidPackageVersionArn: 'The ARN is not the ARN of a package version.',
  artifactMissing: 'The package version has no artifact, so AWS IoT cannot presign a URL for the artifact.',
  invalidObjectKey: 'No object in Amazon S3 can have this key or version, or AWS IoT would read the URL in another way.',
  invalidObjectPattern: 'The pattern does not match the key of the object, or is not a pattern of keys.',
  unsupportedBucket: 'The bucket is not a general purpose bucket.',
  roleInOtherAccount: 'The role is in another account than the stack.',
  roleInNestedStack: 'A policy in another account or Region cannot name a role in a nested stack.',
  invalidJobTarget: 'No thing or thing group can have this name or this ARN.',
  invalidJobStart: 'AWS IoT would refuse a job that is started at run time, or a state machine could not wait for its end.',
  invalidGrantOption: 'A target or a job id of the grant cannot match any job.',
  providerIdTaken: 'A construct of the app has the id that the provider has in every stack.',
  providerOptionsDiffer: 'The provider of the stack already exists with other options.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A construct, or what stands for one in messages. */
export interface HasPath {
  readonly node: { readonly path: string };
}

/** An error at synthesis: what is wrong, the construct, and a code that users can search for. */
export class SynthesisError extends Error {
  constructor(public readonly code: ErrorCode, where: string, text: string) {
    super(withCode(code, `[${where}] ${text}`));
  }
}

/**
 * @param where a construct, or the path of a construct that does not exist yet. If no construct is known: the method that was called
 * @param text what is wrong, what is allowed, and what to do
 */
export const errorAt = (where: HasPath | string, code: ErrorCode, text: string): SynthesisError =>
  new SynthesisError(code, typeof where === 'string' ? where : where.node.path, text);

/** A problem with its code. The CDK itself writes the path of a construct whose validation finds the problem. */
export const withCode = (code: ErrorCode, text: string): string => `${text} [cdk-iot-job-template:${code}]`;
