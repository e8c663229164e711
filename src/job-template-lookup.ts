import type { CfnResource } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { Construct } from 'constructs';
import { DescribedJobTemplate } from './described-job-template';
import { JobTemplateGrants } from './job-template-grants';
import { JobTemplateProvider } from './job-template-provider';
import { AttributeReferences } from './private/attribute-references';
import { checkJobTemplateId } from './private/job-template-id';
import { lookupResource } from './private/lookup-resource';
import { checkTypes } from './private/prop-types';
import { type JobTemplateAttribute, LOOKUP_RESOURCE_TYPE } from './shared/contract';

/**
 * Properties for looking up a job template.
 */
export interface JobTemplateLookupProps {
  /**
   * The id of a template in the account and Region of the stack: 1 to 64 letters, digits, `_` and `-`.
   */
  readonly jobTemplateId: string;

  /**
   * Whether to repeat the lookup at every deployment. By default, it is repeated only if the id or the set of
   * attributes in use changes.
   *
   * A repeated lookup needs a property, `SynthesizedAt`, that changes at every synthesis. Therefore `cdk diff` is
   * never empty. Every deployment updates the stack and each resource that uses a changed attribute. Snapshot tests
   * must leave out `SynthesizedAt`.
   *
   * @default false
   */
  readonly refreshOnEveryDeployment?: boolean;
}

/**
 * A job template that is managed elsewhere, read at deployment. Each member that AWS IoT returns for it is an
 * attribute.
 *
 * The deployment fails if the template does not exist. A lookup never changes the template or its tags, not even when
 * you remove the lookup.
 *
 * If you only need the id and the ARN, use `JobTemplate.fromJobTemplateId`, which needs no function.
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
   * @throws if the id is invalid
   */
  constructor(scope: Construct, id: string, props: JobTemplateLookupProps) {
    const { jobTemplateId, refreshOnEveryDeployment } = props;
    super(scope, id, { physicalName: jobTemplateId });
    checkTypes(this, props);
    checkJobTemplateId(this, jobTemplateId, 'of an ARN, pass the part after jobtemplate/');
    const provider = JobTemplateProvider.getOrCreate(this);
    provider._grantLookUp();
    this._resource = lookupResource(this, {
      type: LOOKUP_RESOURCE_TYPE, provider, request: { jobTemplateId }, attributes: this._attributes, refreshOnEveryDeployment,
    });
  }
}
