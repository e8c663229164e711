import { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

interface Properties {
  readonly [property: string]: unknown;
}

export interface ProviderResourceProps {
  readonly type: string;
  /** The `JobTemplateProvider` of the stack. */
  readonly provider: { readonly serviceToken: string; readonly _serviceTimeoutSeconds: number };
  /** Returns the properties of the resource, which may change until synthesis. */
  readonly properties: () => Properties;
}

/** A custom resource that the function of the stack manages. */
export class ProviderResource extends CfnResource {
  constructor(scope: Construct, private readonly props: ProviderResourceProps) {
    super(scope, 'Resource', { type: props.type });
  }

  /** Called whenever the resource is rendered, as in the resources of the CDK. */
  protected get cfnProperties(): Properties {
    const { provider, properties } = this.props;
    return { ServiceToken: provider.serviceToken, ServiceTimeout: provider._serviceTimeoutSeconds, ...properties() };
  }
}
