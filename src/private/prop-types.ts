import { errorAt, type HasPath } from './errors';
import { shownProp } from './shown';

/** The type that a value must have. */
export interface PropType {
  readonly name: string;
  /** A member that all objects of the type have, including those of another copy of this package. */
  readonly member?: string;
  /** How to write a value of the type, to follow a colon. */
  readonly remedy: string;
}

const type = (name: string, member: string, remedy: string): PropType => ({ name, member, remedy });

export const RATE_INCREASE = type('a RateIncrease', '_criteria', 'write RateIncrease.notifiedThings(100), for example');
export const BUCKET = type('a bucket', 'arnForObjects', 's3.Bucket.fromBucketName makes one from a name, s3.Bucket.fromCfnBucket from a CfnBucket');
export const GRANTEE = type('a grantee, such as a role', 'grantPrincipal', 'iam.Role.fromRoleArn makes a role from an ARN');
export const CFN_VERSION = type('a CfnSoftwarePackageVersion', 'softwarePackageVersionRef', 'PackageVersion.fromNames takes the names of a package and a version');
export const THING_REF = type('a thing, such as a CfnThing', 'thingRef', 'JobTarget.thingName takes a name');
export const THING_GROUP_REF = type('a thing group, such as a CfnThingGroup', 'thingGroupRef', 'JobTarget.thingGroupName takes a name');
export const ARTIFACT: PropType = { name: 'an object', remedy: 'write { bucket, key }' };
export const DURATION = type('a Duration', 'toSeconds', 'write Duration.minutes(30), for example');
export const STATE_MACHINE = type('a state machine', 'stateMachineArn', 'sfn.StateMachine.fromStateMachineArn imports one from an ARN');

const DOCUMENT = type('a JobDocument', '_bind', 'JobDocument.fromObject makes one from an object, JobDocument.fromString from JSON');
const STEP = type('a JobStep', '_settings', "write JobStep.runHandler('Reboot', { handler: 'reboot.sh' }), for example");
const CONDITION: PropType = { name: 'a JobCondition', remedy: 'write { key, value }' };
const ROLE = type('a role', 'roleArn', 'iam.Role.fromRoleArn makes one from an ARN');
const ROLLOUT = type('a JobRollout', '_config', 'write JobRollout.constant({ maximumPerMinute: 50 }), for example');
const WINDOW = type('a MaintenanceWindow', '_member', 'MaintenanceWindow.daily, weekly, monthly and cron make one');
const VERSION = type('a PackageVersion', '_arnIn', 'PackageVersion.fromPackageVersionArn makes one from an ARN');
const JOB_TEMPLATE = type('a job template', 'jobTemplateRef', 'pass the construct, or import a template that the app does not declare with JobTemplate.fromJobTemplateArn');
const SCHEDULE: PropType = { name: 'an object', remedy: "write { startTime: '2026-12-01T02:00' }, for example" };
const PARAMETERS: PropType = { name: 'an object with a member for each parameter', remedy: "write { packages: 'app' }, for example" };
const TARGET = type('a JobTarget', '_targetArnIn',
  'JobTarget.thingName and JobTarget.thingGroupName make one from a name, JobTarget.thing and JobTarget.thingGroup from a construct');
const LOG_GROUP = type('a log group', 'logGroupArn', 'logs.LogGroup.fromLogGroupName makes one from a name');
const QUEUE = type('a queue', 'queueArn', 'sqs.Queue.fromQueueArn makes one from an ARN');
const VPC = type('a VPC', 'vpcId', 'ec2.Vpc.fromLookup finds one by its id');
const SECURITY_GROUP = type('a security group', 'securityGroupId', 'ec2.SecurityGroup.fromSecurityGroupId makes one from an id');
const TAGS: PropType = { name: 'an object with a member for each tag', remedy: "write { team: 'fleet', stage: 'beta' }, for example" };
const ABORT: PropType = { name: 'an AbortCriterion', remedy: 'write { failureType, thresholdPercentage, minNumberOfExecutedThings }' };
const RETRY: PropType = { name: 'a RetryCriterion', remedy: 'write { failureType, numberOfRetries }' };

/** The types of props, by the names that they have in the props of the constructs in `FromJobArnOptions` and in `FromStepsOptions`. */
const TYPES: { readonly [prop: string]: PropType } = {
  document: DOCUMENT,
  finalStep: STEP,
  presignedUrlRole: ROLE,
  inheritedPresignedUrlRole: ROLE,
  presignedUrlExpiration: DURATION,
  rollout: ROLLOUT,
  inProgressTimeout: DURATION,
  tags: TAGS,
  jobTemplate: JOB_TEMPLATE,
  schedule: SCHEDULE,
  documentParameters: PARAMETERS,
  role: ROLE,
  logGroup: LOG_GROUP,
  vpc: VPC,
  deadLetterQueue: QUEUE,
  maxEventAge: DURATION,
  timeLimit: DURATION,
  minPollInterval: DURATION,
  maxPollInterval: DURATION,
};
const LIST_TYPES: { readonly [prop: string]: PropType } = {
  abortCriteria: ABORT,
  retryCriteria: RETRY,
  maintenanceWindows: WINDOW,
  destinationPackageVersions: VERSION,
  securityGroups: SECURITY_GROUP,
  targets: TARGET,
  steps: STEP,
  conditions: CONDITION,
};

/** Props that are true or false. Another value would be sent as text, or be lost. */
const BOOLEANS: readonly string[] = ['adoptExisting', 'refreshOnEveryDeployment', 'includeStdOut', 'cancelOnFailure', 'manage'];

/** The checks of all props. */
const CHECKS: ReadonlyArray<{ readonly prop: string; readonly problemsOf: (value: unknown) => string[] }> = [
  ...Object.entries(TYPES).map(([prop, propType]) => ({ prop, problemsOf: (value: unknown) => typeProblems(prop, value, propType) })),
  ...BOOLEANS.map(prop => ({ prop, problemsOf: (value: unknown) => booleanProblems(prop, value) })),
  ...Object.entries(LIST_TYPES).map(([prop, item]) => ({ prop, problemsOf: (value: unknown) => listProblems(prop, value, item) })),
];

/**
 * Checks the types of props, because the compiler does not check JavaScript and `any`.
 *
 * @throws if a prop that is given or required has another type; the message lists all of them
 */
export function checkTypes(where: HasPath, props: { readonly [prop: string]: any }, required: readonly string[] = []): void {
  const problems = CHECKS.filter(({ prop }) => props[prop] !== undefined || required.includes(prop))
    .flatMap(({ prop, problemsOf }) => problemsOf(props[prop]));
  if (problems.length > 0) throw errorAt(where, 'wrongType', problems.join('; '));
}

/**
 * @param where a construct, or the path of a construct that does not exist yet. If no construct is known: the method that was called
 * @throws if a value has another type
 */
export function checkType(where: HasPath | string, name: string, value: unknown, propType: PropType): void {
  const [problem] = typeProblems(name, value, propType);
  if (problem !== undefined) throw errorAt(where, 'wrongType', problem);
}

/**
 * @param members the members that the message shows as an example
 * @throws if the options of a method, or the props of a construct, are not an object
 */
export function checkOptions(where: HasPath | string, name: string, value: unknown, members: readonly string[]): void {
  // Most options are objects, so the message is made only for the others.
  if (!isOfType(value)) checkType(where, name, value, { name: 'an object', remedy: `write { ${members.join(', ')} }` });
}

/** The problem of a value that has another type. A token has no type yet, so it is a problem, too. */
export function typeProblems(prop: string, value: unknown, { name, member, remedy }: PropType): string[] {
  if (isOfType(value, member)) return [];
  const mark = markOf(value);
  if (`a ${mark}` === name) {
    return [`${prop} is ${name} of another copy of cdk-iot-job-template, must be of this copy: install the package once, npm ls cdk-iot-job-template lists the copies`];
  }
  return [`${mark === undefined ? shownProp(prop, value) : `${prop} is of type ${mark}`}, must be ${name}: ${remedy}`];
}

function booleanProblems(prop: string, value: unknown): string[] {
  return typeof value === 'boolean' ? [] : [`${shownProp(prop, value)}, must be true or false`];
}

function listProblems(prop: string, value: unknown, item: PropType): string[] {
  if (!Array.isArray(value)) return [`${shownProp(prop, value)}, must be a list, of which each item is ${item.name}: ${item.remedy}`];
  // An array may have gaps, and flatMap would skip them.
  return Array.from(value).flatMap((each, index) => typeProblems(`${prop}[${index}]`, each, item));
}

const isOfType = (value: unknown, member?: string): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && (member === undefined || member in value);

/** The member that marks the types of this package, in all copies of it. */
const TYPE = Symbol.for('cdk-iot-job-template.type');

/** Marks the objects of a class, so that other copies of this package recognize them. */
export function markType(marked: { readonly name: string; readonly prototype: object }): void {
  Object.defineProperty(marked.prototype, TYPE, { value: marked.name });
}

/** Whether an object is of a marked class, whichever copy of this package it is from: `instanceof` knows the class of one copy only. */
export const isOf = <T>(value: unknown, marked: { readonly name: string; readonly prototype: T }): value is T => markOf(value) === marked.name;

/** The name of the marked class of an object, whichever copy of this package the class is from. Undefined for other values. */
export const markOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? (value as { readonly [TYPE]?: string })[TYPE] : undefined;
