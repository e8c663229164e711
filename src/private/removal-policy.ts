import { CfnDeletionPolicy, type CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { errorAt } from './errors';
import { shownProp } from './shown';

/**
 * @param kind the kind of the resource, `template` or `job`
 * @throws if CloudFormation has no such policy for the resource
 */
export function checkRemovalPolicy(construct: IConstruct, policy: RemovalPolicy, kind: 'template' | 'job'): void {
  if (policy !== undefined && !Object.values(RemovalPolicy).includes(policy)) {
    throw errorAt(construct, 'invalidRemovalPolicy', `${shownProp('removalPolicy', policy)}, must be a RemovalPolicy: write RemovalPolicy.RETAIN, for example`);
  }
  // Evidence: cfn-deletion-snapshot.
  if (policy === RemovalPolicy.SNAPSHOT) {
    throw errorAt(construct, 'invalidRemovalPolicy', 'removalPolicy is SNAPSHOT, must be RETAIN, DESTROY or RETAIN_ON_UPDATE_OR_DELETE: CloudFormation has no snapshots of '
      + `${kind === 'job' ? 'jobs' : 'job templates'}. RETAIN keeps the ${kind} when it is removed from the stack, DESTROY deletes it`);
  }
}

export const isRetained = ({ cfnOptions: { deletionPolicy } }: CfnResource): boolean =>
  deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
