import type { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ProviderResource, type ProviderResourceProps } from './provider-resource';
import { ATTRIBUTES_PROPERTY, SYNTHESIZED_AT_PROPERTY } from '../shared/contract';
import { propertyName } from '../shared/shape';

export interface LookupResourceProps extends Pick<ProviderResourceProps, 'type' | 'provider'> {
  /** The members that name the template to look up. */
  readonly request: object;
  readonly attributes: { readonly names?: readonly string[] };
  readonly refreshOnEveryDeployment?: boolean;
}

/** A custom resource that only reads. */
export function lookupResource(scope: Construct, { request, attributes, refreshOnEveryDeployment, ...rest }: LookupResourceProps): CfnResource {
  const named = Object.fromEntries(Object.entries(request).map(([member, value]) => [propertyName(member), value]));
  // CloudFormation calls the function again only if a property has changed. Evidence: cfn-update-on-change.
  const synthesizedAt = refreshOnEveryDeployment ? new Date().toISOString() : undefined;
  return new ProviderResource(scope, {
    ...rest,
    properties: () => ({ ...named, [ATTRIBUTES_PROPERTY]: attributes.names, [SYNTHESIZED_AT_PROPERTY]: synthesizedAt }),
  });
}
