import { CfnResource, type Duration, type IResolvable } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ATTRIBUTES_PROPERTY, SYNTHESIZED_AT_PROPERTY } from '../shared/contract';
import { propertyName } from '../shared/shape';

export interface LookupResourceProps {
  readonly type: string;
  /** The `JobTemplateProvider` of the stack. */
  readonly provider: { readonly serviceToken: string; readonly _serviceTimeout: Duration };
  /** The members that name the template to look up. */
  readonly request: object;
  /** The names of the attributes that are used. */
  readonly attributes: IResolvable;
  readonly refreshOnEveryDeployment?: boolean;
}

/** A custom resource that only reads. */
export function lookupResource(scope: Construct, props: LookupResourceProps): CfnResource {
  return new CfnResource(scope, 'Resource', {
    type: props.type,
    properties: {
      ServiceToken: props.provider.serviceToken,
      ServiceTimeout: props.provider._serviceTimeout.toSeconds(),
      ...Object.fromEntries(Object.entries(props.request).map(([member, value]) => [propertyName(member), value])),
      [ATTRIBUTES_PROPERTY]: props.attributes,
      // CloudFormation calls the function again only if a property has changed. Evidence: cfn-update-on-change.
      [SYNTHESIZED_AT_PROPERTY]: props.refreshOnEveryDeployment ? new Date().toISOString() : undefined,
    },
  });
}
