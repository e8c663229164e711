import { attributesIn } from './attributes';
import type { ResourceResponse } from './cloudformation-response';
import { attributesOf, type CloudFormationEvent, lookupOf } from './event';
import type { JobTemplateService } from './job-template-service';
import {
  type AttributeDescription, JOB_TEMPLATE_ATTRIBUTES, LOOKUP_RESOURCE_TYPE, MANAGED_JOB_TEMPLATE_ATTRIBUTES, MANAGED_LOOKUP_RESOURCE_TYPE,
} from '../shared/contract';
import {
  DESCRIBE_JOB_TEMPLATE, DESCRIBE_MANAGED_JOB_TEMPLATE, type DescribeJobTemplateRequest, type DescribeManagedJobTemplateRequest,
} from '../shared/describe-job-template';
import type { StructureShape } from '../shared/shape';

/** Handles a Create or an Update of a custom resource that only reads. */
export type Lookup = (event: CloudFormationEvent, service: JobTemplateService) => Promise<ResourceResponse>;

/** @returns undefined if the event is for a template that the stack creates */
export const lookupFor = ({ ResourceType }: CloudFormationEvent): Lookup | undefined => LOOKUPS.get(ResourceType);

interface LookupKind<Request> {
  readonly request: StructureShape;
  readonly attributes: { readonly [name: string]: AttributeDescription };
  /** What to do if there is no such template. */
  readonly remedy: string;
  /** The template, as messages name it. */
  subject(request: Request): string;
  /** The physical id. A lookup of another template replaces the old lookup, whose Delete changes nothing. */
  id(request: Request): string;
  describe(service: JobTemplateService, request: Request): Promise<object | undefined>;
}

const lookup = <Request>(kind: LookupKind<Request>): Lookup => async (event, service) => {
  const request = lookupOf<Request>(event, kind.request);
  const subject = kind.subject(request);
  const described = await kind.describe(service, request);
  // There is no wait: a construct that creates a template reads it before it responds, so that a wrong id fails at once.
  if (described === undefined) throw new Error(`there is no ${subject} in the account and Region of the stack: ${kind.remedy}`);
  return { physicalResourceId: kind.id(request), data: attributesIn(described, kind.attributes, attributesOf(event), subject) };
};

const managedId = ({ templateName, templateVersion }: DescribeManagedJobTemplateRequest): string =>
  templateVersion === undefined ? templateName : `${templateName}:${templateVersion}`;

const LOOKUPS: ReadonlyMap<unknown, Lookup> = new Map([
  [LOOKUP_RESOURCE_TYPE, lookup<DescribeJobTemplateRequest>({
    request: DESCRIBE_JOB_TEMPLATE,
    attributes: JOB_TEMPLATE_ATTRIBUTES,
    subject: ({ jobTemplateId }) => `job template ${jobTemplateId}`,
    id: ({ jobTemplateId }) => jobTemplateId,
    describe: (service, { jobTemplateId }) => service.describe(jobTemplateId),
    remedy: 'look up an existing one, or add a dependency on the construct that creates it',
  })],
  [MANAGED_LOOKUP_RESOURCE_TYPE, lookup<DescribeManagedJobTemplateRequest>({
    request: DESCRIBE_MANAGED_JOB_TEMPLATE,
    attributes: MANAGED_JOB_TEMPLATE_ATTRIBUTES,
    subject: request => `AWS-managed job template ${managedId(request)}`,
    id: managedId,
    describe: (service, request) => service.describeManaged(request),
    remedy: 'aws iot list-managed-job-templates lists their names and versions',
  })],
]);
