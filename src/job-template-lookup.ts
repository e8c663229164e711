import { type CfnResource, Token } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { DescribedJobTemplate } from './described-job-template';
import { JobTemplateGrants } from './job-template-grants';
import { JobTemplateProvider } from './job-template-provider';
import { AttributeReferences } from './private/attribute-references';
import { lookupResource } from './private/lookup-resource';
import { isJobTemplateId } from './shared/check';
import { type JobTemplateAttribute, LOOKUP_RESOURCE_TYPE } from './shared/contract';

/**
 * Which template is looked up.
 */
export interface JobTemplateLookupProps {
  /**
   * The id of a template in the account and Region of the stack: 1 to 64 letters, digits, `_` and `-`.
   */
  readonly jobTemplateId: string;

  /**
   * Whether to look again at every deployment, and not only where the id or the attributes that are used have changed.
   *
   * It costs a property that is another one at every synthesis: `cdk diff` is never empty, every deployment updates the stack and
   * whatever uses an attribute that has changed, and snapshot tests must leave `SynthesizedAt` out.
   *
   * @default false
   */
  readonly refreshOnEveryDeployment?: boolean;
}

/**
 * A job template that is managed elsewhere, read while the stack is deployed: everything that the service returns for it is an attribute.
 * The deployment fails where there is no such template. Nothing is ever changed: not the template, nor its tags, nor when the lookup is removed.
 *
 * Where the id and the ARN are enough, `JobTemplate.fromJobTemplateId` needs no function.
 *
 * @resource AWS::IoT::JobTemplate
 * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeJobTemplate.html
 */
@propertyInjectable
export class JobTemplateLookup extends DescribedJobTemplate {
  /**
   * The id of this class for property injection.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iot-job-template.JobTemplateLookup';

  public readonly grants = JobTemplateGrants.fromJobTemplate(this);

  /** @internal */
  protected readonly _attributes = new AttributeReferences<JobTemplateAttribute>(() => this._resource);

  /** @internal */
  protected readonly _resource: CfnResource;

  /**
   * @throws where the id cannot be one
   */
  constructor(scope: Construct, id: string, props: JobTemplateLookupProps) {
    const { jobTemplateId, refreshOnEveryDeployment } = props;
    super(scope, id, { physicalName: jobTemplateId });
    if (!Token.isUnresolved(jobTemplateId) && !isJobTemplateId(jobTemplateId)) {
      throw new Error(`[${this.node.path}] jobTemplateId is ${JSON.stringify(jobTemplateId)}, must be 1 to 64 letters, digits, _ and -: `
        + 'of an ARN, pass the part after jobtemplate/');
    }
    const provider = JobTemplateProvider.getOrCreate(this);
    provider._grantLookUp();
    this._resource = lookupResource(this, {
      type: LOOKUP_RESOURCE_TYPE, provider, request: { jobTemplateId }, attributes: this._attributes.names, refreshOnEveryDeployment,
    });
  }
}
