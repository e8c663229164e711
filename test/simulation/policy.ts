import type { CreateJobTemplateCommandInput, TagResourceCommandInput } from '@aws-sdk/client-iot';
import { operationOf } from './transport';
import type { CloudFormationEvent } from '../../src/handler/event';
import type { Fault } from '../fake-iot/faults';
import type { Call, FakeIotService } from '../fake-iot/service';
import type { Tags } from '../fake-iot/tags';
import type { Variant } from '../fake-iot/variants';
import { authorizationsOf } from '../iam/authorizations';
import { statementsFor } from '../iam/deployed-stack';
import { isAllowed } from '../iam/policy-simulator';
import type { Event } from '../support/cloudformation-event';
import { once } from '../support/once';

const DENIED: Fault = { when: 'before', kind: 'accessDenied' };

/**
 * The denial of a command that IAM does not allow. IAM uses the policy of the stack at the time of the event, and the
 * current tags of the template.
 */
export async function denialOf(event: CloudFormationEvent, command: object, service: FakeIotService): Promise<Fault | undefined> {
  const { input } = command as { readonly input: Partial<CreateJobTemplateCommandInput & TagResourceCommandInput> };
  const { resourceArn: arn, jobTemplateId: id = arn!.split(':jobtemplate/')[1], tags } = input;
  const operation = operationOf(command);
  const tagsIn = (variant: Variant) =>
    operation === 'CreateJobTemplate' ? service.iamTagsForCreate(id, tags, variant) : service.iamTagsOf(id, undefined, variant);
  const call = { operation, id, arn, body: input, tagsBefore: service.templates.get(id)?.tags, at: 0 };
  const decisions = new Map<Tags | undefined, Promise<boolean>>();
  const isDenied = (iamTags?: Tags) => once(decisions, iamTags, async () => !await areAllowed(event as Event, { ...call, iamTags }));

  // The tags are read for all variants at once, because another delivery may change them during the decisions.
  const own = tagsIn(service.variant);
  const others = service.alternatives?.differing(own, tagsIn) ?? [];
  const denied = await isDenied(own);
  for (const [name, iamTags] of others) if (await isDenied(iamTags) !== denied) service.alternatives!.drop(name);
  return denied ? DENIED : undefined;
}

async function areAllowed(event: Event, call: Call): Promise<boolean> {
  const statements = statementsFor(event);
  for (const request of authorizationsOf(call, event.StackId)) if (!await isAllowed(statements, request)) return false;
  return true;
}
