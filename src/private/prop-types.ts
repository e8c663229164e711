import type { Construct } from 'constructs';
import { shownProp } from './shown';

/** The type that a value must have. */
export interface PropType {
  readonly name: string;
  /** A member that every object of the type has. An object of another copy of this package has it, too, and works. */
  readonly member?: string;
  /** How to write one, to follow a colon. */
  readonly remedy: string;
}

const type = (name: string, member: string, remedy: string): PropType => ({ name, member, remedy });

export const RATE_INCREASE = type('a RateIncrease', '_criteria', 'write RateIncrease.notifiedThings(100), for example');
export const DURATION = type('a Duration', 'toSeconds', 'write Duration.minutes(30), for example');

const DOCUMENT = type('a JobDocument', '_bind', 'JobDocument.fromObject makes one from an object, JobDocument.fromString from JSON');
const ROLE = type('a role', 'roleArn', 'iam.Role.fromRoleArn makes one from an ARN');
const ROLLOUT = type('a JobRollout', '_config', 'write JobRollout.constant({ maximumPerMinute: 50 }), for example');
const WINDOW = type('a MaintenanceWindow', '_member', 'MaintenanceWindow.daily, weekly, monthly and cron make one');
const VERSION = type('a PackageVersionReference', '_arnIn', 'PackageVersionReference.fromPackageVersionArn makes one from an ARN');
const PROVIDER = type('a JobTemplateProvider', 'serviceToken', 'JobTemplateProvider.getOrCreate returns it, or leave the prop out');
const ABORT: PropType = { name: 'an AbortCriterion', remedy: 'write { failureType, thresholdPercentage, minNumberOfExecutedThings }' };
const RETRY: PropType = { name: 'a RetryCriterion', remedy: 'write { failureType, numberOfRetries }' };

/** The types of props, by the names that they have in `JobTemplateProps` and in `FromJobOptions`. */
const TYPES: { readonly [prop: string]: PropType } = {
  document: DOCUMENT,
  presignedUrlRole: ROLE,
  inheritedPresignedUrlRole: ROLE,
  presignedUrlExpiration: DURATION,
  rollout: ROLLOUT,
  inProgressTimeout: DURATION,
  provider: PROVIDER,
};
const LIST_TYPES: { readonly [prop: string]: PropType } = {
  abortCriteria: ABORT,
  retryCriteria: RETRY,
  maintenanceWindows: WINDOW,
  destinationPackageVersions: VERSION,
};

/**
 * The compiler checks types, but JavaScript and `any` pass it.
 *
 * @throws if a prop that is given or required has another type; the message lists all of them
 */
export function checkTypes({ node }: Construct, props: { readonly [prop: string]: any }, required: readonly string[] = []): void {
  const isChecked = (prop: string) => props[prop] !== undefined || required.includes(prop);
  const problems = [
    ...Object.keys(TYPES).filter(isChecked).flatMap(prop => typeProblems(prop, props[prop], TYPES[prop])),
    ...Object.keys(LIST_TYPES).filter(isChecked).flatMap(prop => listProblems(prop, props[prop], LIST_TYPES[prop])),
  ];
  if (problems.length > 0) throw new Error(`[${node.path}] ${problems.join('; ')}`);
}

/** The problem of a value that must have a type. A token has none: its value would be needed now. */
export function typeProblems(prop: string, value: unknown, { name, member, remedy }: PropType): string[] {
  if (isOfType(value, member)) return [];
  return [`a ${markOf(value)}` === name
    ? `${prop} is ${name} of another copy of cdk-iot-job-template, must be of this copy: install the package once, npm ls cdk-iot-job-template lists the copies`
    : `${shownProp(prop, value)}, must be ${name}: ${remedy}`];
}

function listProblems(prop: string, value: unknown, item: PropType): string[] {
  if (!Array.isArray(value)) return [`${shownProp(prop, value)}, must be a list, of which each item is ${item.name}: ${item.remedy}`];
  // An array may have gaps, which flatMap leaves out.
  return Array.from(value).flatMap((each, index) => typeProblems(`${prop}[${index}]`, each, item));
}

const isOfType = (value: unknown, member?: string): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && (member === undefined || member in value);

/** What marks the types of this package, in any copy of it. */
const TYPE = Symbol.for('cdk-iot-job-template.type');

/** Marks the objects of a class, so that those of another copy of this package have a name in messages. */
export function markType(marked: { readonly name: string; readonly prototype: object }): void {
  Object.defineProperty(marked.prototype, TYPE, { value: marked.name });
}

const markOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? (value as { readonly [TYPE]?: string })[TYPE] : undefined;
