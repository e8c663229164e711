import { AT_DEPLOYMENT, check, type CheckOptions } from './check';
import { ADOPT_EXISTING_PROPERTY, SHARED_PROPERTIES } from './contract';
import type { CreateJobTemplateRequest } from './create-job-template';
import { decode } from './decode';
import { contentFingerprint } from './fingerprint';
import { throwFirst } from './rule';

/** What the properties of a custom resource ask for. */
export interface DesiredState {
  readonly request: CreateJobTemplateRequest;
  readonly adoptExisting: boolean;
  /** What the old properties asked for, if they are for the same template and can still be read. */
  readonly previous?: CreateJobTemplateRequest;
  /** Whether the properties ask for the content that the template already has, as far as CloudFormation knows. */
  readonly keepsContent: boolean;
}

const FOREIGN_PROPERTIES = [...SHARED_PROPERTIES, ADOPT_EXISTING_PROPERTY];

/**
 * @param oldProperties the properties before an update, if there are any
 * @throws if a property cannot be read, or AWS IoT would refuse it
 */
export function desiredStateOf(properties: unknown, oldProperties: unknown, options: CheckOptions = AT_DEPLOYMENT): DesiredState {
  const request = decode(properties, FOREIGN_PROPERTIES);
  throwFirst(check(request, options));
  const isSameTemplate = jobTemplateIdOf(oldProperties) === request.jobTemplateId;
  const previous = isSameTemplate ? earlierRequest(oldProperties) : undefined;
  return {
    request,
    adoptExisting: propertyOf(properties, ADOPT_EXISTING_PROPERTY) === 'true',
    previous,
    keepsContent: !isSameTemplate || previous !== undefined && contentFingerprint(previous) === contentFingerprint(request),
  };
}

/** The id of the template. An earlier version of the library may have rendered the other properties differently. */
export const jobTemplateIdOf = (properties: unknown): string | undefined => nonEmptyText(propertyOf(properties, 'JobTemplateId'));

/** @returns undefined if the properties cannot be read */
export function earlierRequest(properties: unknown): CreateJobTemplateRequest | undefined {
  try {
    return decode(properties, FOREIGN_PROPERTIES);
  } catch {
    // There are none, or an earlier version of the library rendered them differently.
  }
  return undefined;
}

export const nonEmptyText = (value: unknown): string | undefined => typeof value === 'string' && value !== '' ? value : undefined;

export const propertyOf = (properties: unknown, name: string): unknown => (properties as { [name: string]: unknown } | null | undefined)?.[name];
