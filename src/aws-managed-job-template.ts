import { type CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type AwsManagedJobTemplateParameter, PARAMETERS } from './aws-managed-job-template-parameters';
import { JobTemplateBase } from './job-template-base';
import { JobTemplateGrants } from './job-template-grants';
import { JobTemplateProvider } from './job-template-provider';
import { managedArnComponentsOf } from './private/arn';
import { AttributeReferences } from './private/attribute-references';
import { lookupResource } from './private/lookup-resource';
import { shownProp } from './private/shown';
import { checkAs } from './shared/check';
import { MANAGED_LOOKUP_RESOURCE_TYPE, type ManagedJobTemplateAttribute } from './shared/contract';
import { DESCRIBE_MANAGED_JOB_TEMPLATE, type DescribeManagedJobTemplateRequest } from './shared/describe-job-template';

/**
 * What is asked of a template that AWS manages besides its name.
 */
export interface AwsManagedJobTemplateOptions {
  /**
   * The version, such as `1.0`. With it the ARN is known at synthesis.
   *
   * @default - the version that AWS has made the default when the stack is deployed, which is looked up where the ARN, the id or the version is used
   */
  readonly version?: string;

  /**
   * Whether to look again at every deployment, and not only where the version or the attributes that are used have changed.
   *
   * It costs a property that is another one at every synthesis: `cdk diff` is never empty, every deployment updates the stack and
   * whatever uses an attribute that has changed, and snapshot tests must leave `SynthesizedAt` out.
   *
   * @default false
   */
  readonly refreshOnEveryDeployment?: boolean;
}

/**
 * A job template that AWS manages: a common remote operation with its document, to start jobs from. The parameters of the document
 * are given to each job (`documentParameters` of `CreateJob`).
 *
 * It is not a resource of the stack. What the service returns for it is looked up while the stack is deployed, where it is used.
 *
 * @resource AWS::IoT::JobTemplate
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/job-templates-managed.html
 */
export class AwsManagedJobTemplate extends JobTemplateBase {
  /**
   * The name of the template that reboots a device.
   */
  public static readonly AWS_REBOOT = 'AWS-Reboot';

  /**
   * The name of the template that downloads a file.
   */
  public static readonly AWS_DOWNLOAD_FILE = 'AWS-Download-File';

  /**
   * The name of the template that installs applications.
   */
  public static readonly AWS_INSTALL_APPLICATION = 'AWS-Install-Application';

  /**
   * The name of the template that uninstalls applications.
   */
  public static readonly AWS_REMOVE_APPLICATION = 'AWS-Remove-Application';

  /**
   * The name of the template that starts system services.
   */
  public static readonly AWS_START_APPLICATION = 'AWS-Start-Application';

  /**
   * The name of the template that stops system services.
   */
  public static readonly AWS_STOP_APPLICATION = 'AWS-Stop-Application';

  /**
   * The name of the template that restarts system services.
   */
  public static readonly AWS_RESTART_APPLICATION = 'AWS-Restart-Application';

  /**
   * The name of the template that runs a shell command.
   */
  public static readonly AWS_RUN_COMMAND = 'AWS-Run-Command';

  /**
   * A template by its name.
   *
   * @param templateName one of the constants of this class, or the name of a template that AWS has added since
   * @throws where the name or the version cannot be one
   */
  public static fromName(scope: Construct, id: string, templateName: string, options: AwsManagedJobTemplateOptions = {}): AwsManagedJobTemplate {
    return new AwsManagedJobTemplate(scope, id, templateName, options);
  }

  /**
   * The name of the template.
   */
  public readonly templateName: string;

  /**
   * The parameters of the document, as AWS documents them for version 1.0 of the templates that this class has constants for. What the
   * service says itself is `jobTemplateDocumentParameters`.
   *
   * @default - not known here
   */
  public readonly parameters?: AwsManagedJobTemplateParameter[];

  /**
   * What can be granted on the template. Where no version is given, the default version is looked up for it.
   */
  public readonly grants = JobTemplateGrants._of(this, { isManagedByAws: true });

  private readonly attributes = new AttributeReferences<ManagedJobTemplateAttribute>(() => this.lookup());
  private readonly request: DescribeManagedJobTemplateRequest;
  private resource?: CfnResource;

  private constructor(scope: Construct, id: string, templateName: string, private readonly options: AwsManagedJobTemplateOptions) {
    super(scope, id);
    this.templateName = templateName;
    this.request = { templateName, templateVersion: options.version };
    const [problem] = checkAs(DESCRIBE_MANAGED_JOB_TEMPLATE, this.request, { isUnresolved: Token.isUnresolved, quotas: false });
    if (problem) {
      const prop = problem.member === 'templateVersion' ? 'version' : problem.member;
      const hint = String(problem.value).includes(':') ? '. The version is an option of its own' : '';
      throw new Error(`[${this.node.path}] ${shownProp(prop, problem.value)}, must ${problem.must}${hint}`);
    }
    this.parameters = Object.hasOwn(PARAMETERS, templateName) ? [...PARAMETERS[templateName]] : undefined;
  }

  /**
   * The keys of the parameters that a job must have values for, as far as `parameters` are known.
   *
   * @default - not known here
   */
  public get requiredParameters(): string[] | undefined {
    return this.parameters?.filter(({ required }) => required).map(({ key }) => key);
  }

  /**
   * The ARN of the template, which has no account.
   *
   * @attribute
   */
  public get jobTemplateArn(): string {
    const { templateName, options: { version } } = this;
    return version === undefined
      ? this.attributes.arn()
      : Stack.of(this).formatArn(managedArnComponentsOf(`${templateName}:${version}`));
  }

  /**
   * The id of the template: its name and its version, such as `AWS-Reboot:1.0`.
   *
   * @attribute
   */
  public get jobTemplateId(): string {
    const { templateName, options: { version } } = this;
    return version === undefined ? Fn.select(1, Fn.split('/', this.attributes.arn())) : `${templateName}:${version}`;
  }

  /**
   * The version of the template.
   *
   * @attribute
   */
  public get jobTemplateVersion(): string {
    return this.options.version ?? this.attributes.text('Version');
  }

  /**
   * What the template is for.
   *
   * @attribute
   */
  public get jobTemplateDescription(): string {
    return this.attributes.text('Description');
  }

  /**
   * The job document, with a placeholder for each parameter.
   *
   * @attribute
   */
  public get jobTemplateDocument(): string {
    return this.attributes.text('Document');
  }

  /**
   * The environments that the template supports, such as `LINUX`: a list token.
   *
   * @attribute
   */
  public get jobTemplateEnvironments(): string[] {
    return this.attributes.list('Environments');
  }

  /**
   * The parameters of the document, as the service returns them: JSON, a list of `{ key, description, regex, example, optional }`.
   *
   * @attribute
   */
  public get jobTemplateDocumentParameters(): string {
    return this.attributes.text('DocumentParameters');
  }

  /** Made where it is first needed: who names a version, and uses no other attribute, needs no function. */
  private lookup(): CfnResource {
    if (this.resource === undefined) {
      const provider = JobTemplateProvider.getOrCreate(this);
      provider._grantLookUpManaged(this.templateName);
      this.resource = lookupResource(this, {
        type: MANAGED_LOOKUP_RESOURCE_TYPE,
        provider,
        request: this.request,
        attributes: this.attributes.names,
        refreshOnEveryDeployment: this.options.refreshOnEveryDeployment,
      });
    }
    return this.resource;
  }
}
