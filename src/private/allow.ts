import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { environmentOf } from './environment';
import { checkType, GRANTEE } from './prop-types';
import { warn } from './warn';
import { WarningId } from './warning';

export interface Permission {
  /** The construct that grants, for messages. */
  readonly resource: IConstruct;
  readonly kind: 'template' | 'job';
  readonly grantee: iam.IGrantable;
  readonly actions: string[];
  readonly resourceArns: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string } };
}

/** Grants a permission, and warns if the grantee does not get it. */
export function allow({ resource, kind, grantee, ...permission }: Permission): iam.Grant {
  checkType(resource, 'grantee', grantee, GRANTEE);
  const grant = iam.Grant.addToPrincipal({ grantee, ...permission });
  warnIfNothingIsGranted(grant, { resource, kind, grantee });
  return grant;
}

/** The CDK reports success for an imported role that it cannot change. Evidence: iot-no-resource-policies. */
function warnIfNothingIsGranted({ success }: iam.Grant, { resource, kind, grantee: { grantPrincipal } }: Pick<Permission, 'resource' | 'kind' | 'grantee'>): void {
  const { account } = Stack.of(resource);
  const granteeAccount = grantPrincipal.principalAccount ?? account;
  // The CDK attaches policies only to imported roles of the stack's account. An AWS managed template has no account.
  const isOfOtherAccount = [account, environmentOf(resource).account]
    .some(each => granteeAccount !== each && ![granteeAccount, each].some(Token.isUnresolved));
  if (success && !isOfOtherAccount) return;
  const reason = isOfOtherAccount ? `is of account ${granteeAccount}. ${PLURAL[kind]} have no resource policies` : 'has no policy that could be changed';
  warn(resource, WarningId.NOTHING_GRANTED, `grantee ${grantPrincipal} ${reason}, so nothing is granted: let it assume a role of the ${kind}'s account, and grant that role`);
}

const PLURAL = { template: 'Job templates', job: 'Jobs' };
