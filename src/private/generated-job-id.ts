import { Lazy, Stack } from 'aws-cdk-lib';
import type * as iot from 'aws-cdk-lib/aws-iot';
import type { IConstruct } from 'constructs';
import type { CreateJobRequest } from './create-job';
import { errorAt } from './errors';
import { idWithHash } from './generated-id';
import { knownTemplateOf } from './known-template';
import { type IdentifiedTarget, targetsInOrder } from './targets-in-order';
import { canonical } from '../shared/content';
import { digest } from '../shared/fingerprint';

const HASH_LENGTH = 12;

/** What identifies a job, besides the members that cannot change under one id. */
export interface JobIdentity {
  readonly jobTemplate: iot.IJobTemplateRef;
  readonly targets: readonly IdentifiedTarget[];
  readonly release?: string;
}

/**
 * The generated id of a job, as a token, because some of its parts are known only when the app is complete. It changes if, and only if, the
 * job must be another one. CloudFormation refuses another value of a member that requires replacement under the same id.
 * Evidence: cfn-job-create-only.
 *
 * @param names the names of the stack and of the constructs down to the job
 */
export function generatedJobId(job: IConstruct, names: readonly string[], identity: JobIdentity, request: CreateJobRequest): string {
  const stack = Stack.of(job);
  const { jobTemplateId, fingerprint = request.jobTemplateArn } = knownTemplateOf(identity.jobTemplate);
  const { targetSelection, schedulingConfig, documentParameters } = request;
  return Lazy.uncachedString({
    produce: () => {
      const release = stack.resolve(identity.release);
      if (release !== undefined && typeof release !== 'string') {
        throw errorAt(job, 'invalidJobProps', 'release is known at deployment only, must be known at synthesis: otherwise another release could not get another id. '
          + 'Take it from the context or from an environment variable, for example');
      }
      const targets = targetsInOrder(job, identity.targets).map(target => target._identityIn(job));
      const parts = { names, template: fingerprint, release, targets, targetSelection, schedulingConfig, documentParameters };
      const id = stack.resolve(jobTemplateId);
      const readable = (typeof id === 'string' ? id : names.join('-')).replace(/[^a-zA-Z0-9_-]+/g, '-');
      return idWithHash(readable, digest(canonical(withoutEmptyObjects(stack.resolve(parts))), HASH_LENGTH));
    },
  });
}

/** Without the objects that have no member, which the CDK leaves out of a stack. */
const withoutEmptyObjects = (parts: { readonly [part: string]: unknown }): object =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => canonical([part]) !== '[{}]'));
