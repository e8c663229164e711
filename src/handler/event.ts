import type { DesiredState } from './reconciliation';
import { AT_DEPLOYMENT, check, checkAs } from '../shared/check';
import { ADOPT_EXISTING_PROPERTY, ATTRIBUTES_PROPERTY, SYNTHESIZED_AT_PROPERTY } from '../shared/contract';
import type { CreateJobTemplateRequest } from '../shared/create-job-template';
import { decode, decodeAs } from '../shared/decode';
import { contentFingerprint } from '../shared/fingerprint';
import type { Problem } from '../shared/rule';
import type { StructureShape } from '../shared/shape';

/** An event as CloudFormation sends it. Any member may be missing or of another type. */
export interface CloudFormationEvent {
  readonly RequestType?: unknown;
  readonly ResourceType?: unknown;
  readonly ResponseURL?: unknown;
  readonly StackId?: unknown;
  readonly RequestId?: unknown;
  readonly LogicalResourceId?: unknown;
  readonly PhysicalResourceId?: unknown;
  readonly ResourceProperties?: unknown;
  readonly OldResourceProperties?: unknown;
}

/** The properties that CloudFormation and this library add to the request. */
const SHARED_PROPERTIES = ['ServiceToken', 'ServiceTimeout', ATTRIBUTES_PROPERTY];
const FOREIGN_PROPERTIES = [...SHARED_PROPERTIES, ADOPT_EXISTING_PROPERTY];
const FOREIGN_LOOKUP_PROPERTIES = [...SHARED_PROPERTIES, SYNTHESIZED_AT_PROPERTY];

export const nonEmptyText = (value: unknown): string | undefined => typeof value === 'string' && value !== '' ? value : undefined;

/** @throws if a property cannot be read, or AWS IoT would refuse it */
export function desiredStateOf(event: CloudFormationEvent): DesiredState {
  const request = decode(event.ResourceProperties, FOREIGN_PROPERTIES);
  throwFirst(check(request, AT_DEPLOYMENT));
  const isSameTemplate = jobTemplateIdOf(event.OldResourceProperties) === request.jobTemplateId;
  const previous = isSameTemplate ? earlierRequest(event.OldResourceProperties) : undefined;
  return {
    request,
    adoptExisting: propertyOf(event.ResourceProperties, ADOPT_EXISTING_PROPERTY) === 'true',
    previous,
    keepsContent: !isSameTemplate || previous !== undefined && contentFingerprint(previous) === contentFingerprint(request),
  };
}

/** @throws if a property cannot be read, or AWS IoT would refuse it */
export function lookupOf<Request>(event: CloudFormationEvent, shape: StructureShape): Request {
  const request = decodeAs<Request>(shape, event.ResourceProperties, FOREIGN_LOOKUP_PROPERTIES);
  throwFirst(checkAs(shape, request, AT_DEPLOYMENT));
  return request;
}

/** The attributes that the stack uses. */
export function attributesOf(event: CloudFormationEvent): string[] {
  const attributes = propertyOf(event.ResourceProperties, ATTRIBUTES_PROPERTY);
  return Array.isArray(attributes) ? attributes.filter(attribute => typeof attribute === 'string') : [];
}

/** The id of the template. An earlier version of the library may have rendered the other properties differently. */
export const jobTemplateIdOf = (properties: unknown): string | undefined => nonEmptyText(propertyOf(properties, 'JobTemplateId'));

function throwFirst([problem]: readonly Problem[]): void {
  if (problem) throw new Error(`${problem.member} must ${problem.must}`);
}

/** @returns undefined if the properties cannot be read */
export function earlierRequest(properties: unknown): CreateJobTemplateRequest | undefined {
  try {
    return decode(properties, FOREIGN_PROPERTIES);
  } catch {
    // There are none, or an earlier version of the library rendered them differently.
  }
  return undefined;
}

const propertyOf = (properties: unknown, name: string): unknown => (properties as { [name: string]: unknown } | null | undefined)?.[name];
