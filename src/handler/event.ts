import { AT_DEPLOYMENT, checkAs } from '../shared/check';
import { ATTRIBUTES_PROPERTY, SHARED_PROPERTIES, SYNTHESIZED_AT_PROPERTY } from '../shared/contract';
import { decodeAs } from '../shared/decode';
import { propertyOf } from '../shared/desired-state';
import { throwFirst } from '../shared/rule';
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

const FOREIGN_LOOKUP_PROPERTIES = [...SHARED_PROPERTIES, SYNTHESIZED_AT_PROPERTY];

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
