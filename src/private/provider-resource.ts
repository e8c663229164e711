import { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

interface Properties {
  readonly [property: string]: unknown;
}

export interface ProviderResourceProps {
  readonly type: string;
  /** The `JobTemplateProvider` of the stack. */
  readonly provider: { readonly serviceToken: string; readonly _serviceTimeoutSeconds: number };
  readonly properties: Properties;
  /** Returns the properties that may change until synthesis. */
  readonly late: () => Properties;
}

/** A custom resource, of which the function of the stack takes care. */
export class ProviderResource extends CfnResource {
  private readonly late: () => Properties;

  constructor(scope: Construct, { type, provider, properties, late }: ProviderResourceProps) {
    super(scope, 'Resource', {
      type,
      properties: { ServiceToken: provider.serviceToken, ServiceTimeout: provider._serviceTimeoutSeconds, ...properties },
    });
    this.late = late;
  }

  /** Called whenever the resource is rendered, as in the resources of the CDK. */
  protected get cfnProperties(): Properties {
    return { ...super.cfnProperties, ...this.late() };
  }
}
