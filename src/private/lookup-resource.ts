import { CfnResource, type IResolvable } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ATTRIBUTES_PROPERTY, SYNTHESIZED_AT_PROPERTY } from '../contract';
import { suppressJoins } from './suppress';
import type { JobTemplateProvider } from '../provider/job-template-provider';
import { propertyName } from '../request/shape';

export interface LookupResourceProps {
  readonly type: string;
  readonly provider: JobTemplateProvider;
  /** The members that say what is looked up. */
  readonly request: object;
  /** The names of the attributes that are used. */
  readonly attributes: IResolvable;
  readonly lookUpOnEveryDeployment?: boolean;
}

/** A custom resource that only reads. */
export function lookupResource(scope: Construct, props: LookupResourceProps): CfnResource {
  const resource = new CfnResource(scope, 'Resource', {
    type: props.type,
    properties: {
      ServiceToken: props.provider.serviceToken,
      ServiceTimeout: props.provider._serviceTimeout.toSeconds(),
      ...Object.fromEntries(Object.entries(props.request).map(([member, value]) => [propertyName(member), value])),
      [ATTRIBUTES_PROPERTY]: props.attributes,
      // CloudFormation asks again where a property has changed, and never otherwise. Evidence: cfn-update-on-change.
      [SYNTHESIZED_AT_PROPERTY]: props.lookUpOnEveryDeployment ? new Date().toISOString() : undefined,
    },
  });
  resource.node.addValidation({
    validate: () => {
      suppressJoins(resource);
      return [];
    },
  });
  return resource;
}
