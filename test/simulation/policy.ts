import type { CreateJobTemplateCommandInput, TagResourceCommandInput } from '@aws-sdk/client-iot';
import { operationOf } from './transport';
import type { CloudFormationEvent } from '../../src/handler/event';
import type { Fault } from '../fake-iot/faults';
import type { Call, FakeIotService } from '../fake-iot/service';
import { authorizationsOf } from '../iam/authorizations';
import { statementsFor } from '../iam/deployed-stack';
import { isAllowed } from '../iam/policy-simulator';
import type { Event } from '../support/cloudformation-event';

const DENIED: Fault = { when: 'before', kind: 'accessDenied' };

/**
 * The denial of a command that IAM does not allow. IAM uses the policy of the stack at the time of the event, and the
 * current tags of the template.
 */
export async function denialOf(event: CloudFormationEvent, command: object, service: FakeIotService): Promise<Fault | undefined> {
  const { StackId: stackId } = event as Event;
  const statements = statementsFor(event as Event);
  for (const request of authorizationsOf(callOf(command, service), stackId)) if (!await isAllowed(statements, request)) return DENIED;
  return undefined;
}

function callOf(command: object, service: FakeIotService): Call {
  const { input } = command as { readonly input: Partial<CreateJobTemplateCommandInput & TagResourceCommandInput> };
  const arn = input.resourceArn;
  const id = input.jobTemplateId ?? arn!.split(':jobtemplate/')[1];
  const operation = operationOf(command);
  const iamTags = operation === 'CreateJobTemplate' ? service.iamTagsForCreate(id, input.tags) : service.iamTagsOf(id);
  return { operation, id, arn, body: input, tagsBefore: service.templates.get(id)?.tags, iamTags, at: 0 };
}
