import { type CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type AwsManagedJobTemplateParameter, PARAMETERS, PARAMETERS_VERSION } from './aws-managed-job-template-parameters';
import { JobTemplateBase } from './job-template-base';
import { JobTemplateGrants } from './job-template-grants';
import { JobTemplateProvider } from './job-template-provider';
import { managedArnComponentsOf } from './private/arn';
import { AttributeReferences } from './private/attribute-references';
import { errorAt } from './private/errors';
import type { KnownTemplate } from './private/known-template';
import { lookupResource } from './private/lookup-resource';
import { checkTypes } from './private/prop-types';
import { shownProp } from './private/shown';
import { checkAs } from './shared/check';
import { MANAGED_LOOKUP_RESOURCE_TYPE, type ManagedJobTemplateAttribute } from './shared/contract';
import { DESCRIBE_MANAGED_JOB_TEMPLATE, type DescribeManagedJobTemplateRequest } from './shared/describe-job-template';

/**
 * Options for referencing an AWS managed template by its name.
 */
export interface AwsManagedJobTemplateOptions {
  /**
   * The version of the template: two numbers with a dot, such as `1.0`. With a version, the ARN is known at
   * synthesis.
   *
   * @default - the version that is AWS's default at deployment; it is looked up if the app uses the ARN, the id or
   * the version
   */
  readonly version?: string;

  /**
   * Whether to repeat the lookup at every deployment. By default, it is repeated only if the version or the set of
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
 * A job template that AWS manages: a common remote operation with its job document, to start jobs from.
 *
 * Pass the parameters of the document to each job, in `documentParameters` of `CreateJob`.
 *
 * The template is not a resource of the stack. If the app uses an attribute that is not known at synthesis, a custom
 * resource looks it up at deployment.
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
   * References an AWS managed template by its name.
   *
   * @param templateName a constant of this class, or the name of a template that AWS has added since
   * @throws if the name or the version is invalid
   */
  public static fromName(scope: Construct, id: string, templateName: string, options: AwsManagedJobTemplateOptions = {}): AwsManagedJobTemplate {
    return new AwsManagedJobTemplate(scope, id, templateName, options);
  }

  /**
   * The name of the template, such as `AWS-Reboot`.
   */
  public readonly templateName: string;

  /**
   * The parameters of the document, as AWS documents them for version 1.0.
   *
   * They are known for the templates that this class has constants for. `jobTemplateDocumentParameters` has the
   * parameters that AWS IoT returns.
   *
   * @default - not known, for any other template
   */
  public readonly parameters?: AwsManagedJobTemplateParameter[];

  /**
   * Grants permissions on the template. If no `version` is given, a grant looks up the default version at deployment.
   */
  public readonly grants = JobTemplateGrants._of(this, { isManagedByAws: true });

  private readonly attributes = new AttributeReferences<ManagedJobTemplateAttribute>(() => this.lookup());
  private readonly request: DescribeManagedJobTemplateRequest;
  private resource?: CfnResource;

  private constructor(scope: Construct, id: string, templateName: string, private readonly options: AwsManagedJobTemplateOptions) {
    super(scope, id);
    checkTypes(this, options);
    this.templateName = templateName;
    this.request = { templateName, templateVersion: options.version };
    const [problem] = checkAs(DESCRIBE_MANAGED_JOB_TEMPLATE, this.request, { isUnresolved: Token.isUnresolved, quotas: false });
    if (problem) {
      const prop = problem.member === 'templateVersion' ? 'version' : problem.member;
      const hint = String(problem.value).includes(':') ? '. The version is an option of its own' : '';
      throw errorAt(this, 'invalidAwsManagedJobTemplate', `${shownProp(prop, problem.value)}, must ${problem.must}${hint}`);
    }
    this.parameters = Object.hasOwn(PARAMETERS, templateName) ? [...PARAMETERS[templateName]] : undefined;
  }

  /**
   * The keys of the parameters that every job must have values for. They come from `parameters`.
   *
   * @default - not known, for a template without `parameters`
   */
  public get requiredParameters(): string[] | undefined {
    return this.parameters?.filter(({ required }) => required).map(({ key }) => key);
  }

  /**
   * The ARN of the template. It has no account.
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
   * The id of the template, made of its name and version, such as `AWS-Reboot:1.0`.
   *
   * @attribute
   */
  public get jobTemplateId(): string {
    const { templateName, options: { version } } = this;
    return version === undefined ? Fn.select(1, Fn.split('/', this.attributes.arn())) : `${templateName}:${version}`;
  }

  /**
   * The version of the template, such as `1.0`.
   *
   * @attribute
   */
  public get jobTemplateVersion(): string {
    return this.options.version ?? this.attributes.text('Version');
  }

  /**
   * The description of the template, as AWS IoT returns it.
   *
   * @attribute
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeManagedJobTemplate.html
   */
  public get jobTemplateDescription(): string {
    return this.attributes.text('Description');
  }

  /**
   * The job document, with a placeholder for each parameter.
   *
   * @attribute
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeManagedJobTemplate.html
   */
  public get jobTemplateDocument(): string {
    return this.attributes.text('Document');
  }

  /**
   * The environments that the template supports, such as `LINUX`, as a list token.
   *
   * @attribute
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeManagedJobTemplate.html
   */
  public get jobTemplateEnvironments(): string[] {
    return this.attributes.list('Environments');
  }

  /**
   * The parameters of the document, as AWS IoT returns them: a JSON list of
   * `{ key, description, regex, example, optional }`.
   *
   * @attribute
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeManagedJobTemplate.html
   */
  public get jobTemplateDocumentParameters(): string {
    return this.attributes.text('DocumentParameters');
  }

  /** @internal */
  public get _known(): KnownTemplate {
    const { templateName, options: { version }, parameters } = this;
    return {
      jobTemplateId: templateName,
      fingerprint: version && `${templateName}:${version}`,
      hasMaintenanceWindows: false,
      isManagedByAws: true,
      // The parameters of other versions are not known.
      parameters: version === undefined || version === PARAMETERS_VERSION ? parameters : undefined,
    };
  }

  /** Created on first use. An app that gives a version, and uses no other attribute, needs no function. */
  private lookup(): CfnResource {
    if (this.resource === undefined) {
      const provider = JobTemplateProvider.getOrCreate(this);
      provider._grantLookUpManaged(this.templateName);
      this.resource = lookupResource(this, {
        type: MANAGED_LOOKUP_RESOURCE_TYPE,
        provider,
        request: this.request,
        attributes: this.attributes,
        refreshOnEveryDeployment: this.options.refreshOnEveryDeployment,
      });
    }
    return this.resource;
  }
}
