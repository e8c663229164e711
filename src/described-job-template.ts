import { type CfnResource, Duration, Lazy, Token } from 'aws-cdk-lib';
import { JobTemplateBase } from './job-template-base';
import { arnComponentsOf } from './private/arn';
import type { AttributeReferences } from './private/attribute-references';
import { arnWithId, idFromArn } from './private/reference-with-id';
import type { JobTemplateAttribute } from './shared/contract';

/**
 * A template that is read while the stack is deployed: everything that the service returns for it is an attribute.
 *
 * @internal
 */
export abstract class DescribedJobTemplate extends JobTemplateBase {
  /** @internal */
  protected abstract readonly _attributes: AttributeReferences<JobTemplateAttribute>;

  /** @internal */
  protected abstract readonly _resource: CfnResource;

  private ownId?: string;
  private ownArn?: string;

  /**
   * The id of the template.
   *
   * @attribute
   */
  public get jobTemplateId(): string {
    return this.ownId ??= this.withKnownId(this.getResourceNameAttribute(this._resource.ref), id => idFromArn(id, this.jobTemplateArn));
  }

  /**
   * The ARN of the template: a reference in the account and the Region that it is in, and written out in others.
   *
   * @throws when the app is synthesized, where another account or Region uses it and the template's own are not known
   * @attribute
   */
  public get jobTemplateArn(): string {
    return this.ownArn ??= this.withKnownId(
      this.getResourceArnAttribute(this._attributes.arn(), arnComponentsOf(this.nameElsewhere())), arn => arnWithId(arn, this.physicalName));
  }

  /**
   * When the template was created, or last made anew by an edit: a date and time in ISO 8601.
   *
   * @attribute
   */
  public get jobTemplateCreatedAt(): string {
    return this._attributes.text('CreatedAt');
  }

  /**
   * What the template is for, as the service has it.
   *
   * @attribute
   */
  public get jobTemplateDescription(): string {
    return this._attributes.text('Description');
  }

  /**
   * The job document, wherever it came from. All the attributes of a template that are used must fit into CloudFormation's
   * answer of 4096 bytes, so that a longer document fails the deployment: read that with DescribeJobTemplate where it is needed.
   *
   * @throws where the document is known to be longer
   * @attribute
   */
  public get jobTemplateDocument(): string {
    return this._attributes.text('Document');
  }

  /**
   * The URL of the object that the document was read from.
   *
   * @throws if the template is declared here with a document that does not come from a bucket, an asset or a job; the deployment
   * fails if a looked-up template, or the job, has none
   * @attribute
   */
  public get jobTemplateDocumentSource(): string {
    return this._attributes.text('DocumentSource');
  }

  /**
   * The ARN of the role that AWS IoT assumes to presign the URLs of the document.
   *
   * @throws where the template is declared here without one; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplatePresignedUrlRoleArn(): string {
    return this._attributes.text('PresignedUrlRoleArn');
  }

  /**
   * How long a presigned URL is valid: a token, in seconds. AWS IoT does not return its own default, which is one hour.
   *
   * @throws if the template is declared here without one; the deployment fails if a looked-up one has none
   * @attribute
   */
  public get jobTemplatePresignedUrlExpiration(): Duration {
    return Duration.seconds(this._attributes.number('PresignedUrlExpiration'));
  }

  /**
   * How many devices a minute are notified of a job at most: a number token.
   *
   * @throws where the template is declared here without one; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateMaximumPerMinute(): number {
    return this._attributes.number('MaximumPerMinute');
  }

  /**
   * How many devices a minute are notified at the beginning of an exponential rollout: a number token.
   *
   * @throws where the template is declared here without one; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateBaseRatePerMinute(): number {
    return this._attributes.number('BaseRatePerMinute');
  }

  /**
   * By what the rate of an exponential rollout is multiplied each time: a number token.
   *
   * @throws where the template is declared here without one; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateIncrementFactor(): number {
    return this._attributes.number('IncrementFactor');
  }

  /**
   * After how many notified devices an exponential rollout goes faster: a number token.
   *
   * @throws where the template is declared here without one; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateNumberOfNotifiedThings(): number {
    return this._attributes.number('NumberOfNotifiedThings');
  }

  /**
   * After how many devices that succeeded an exponential rollout goes faster: a number token.
   *
   * @throws where the template is declared here without one; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateNumberOfSucceededThings(): number {
    return this._attributes.number('NumberOfSucceededThings');
  }

  /**
   * When a job stops because too many devices fail: JSON, a list of `{ failureType, action, thresholdPercentage, minNumberOfExecutedThings }`.
   *
   * @throws where the template is declared here without any; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateAbortCriteria(): string {
    return this._attributes.text('AbortCriteria');
  }

  /**
   * How long a device has from starting a job to finishing it: a token, in minutes.
   *
   * @throws where the template is declared here without one; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateInProgressTimeout(): Duration {
    return Duration.minutes(this._attributes.number('InProgressTimeout'));
  }

  /**
   * After which failures, and how often, a device tries a job again: JSON, a list of `{ failureType, numberOfRetries }`.
   *
   * @throws where the template is declared here without any; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateRetryCriteria(): string {
    return this._attributes.text('RetryCriteria');
  }

  /**
   * The times in which a job is rolled out, which must be continuous: JSON, a list of `{ startTime, durationInMinutes }`.
   *
   * @throws where the template is declared here without any; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateMaintenanceWindows(): string {
    return this._attributes.text('MaintenanceWindows');
  }

  /**
   * The ARNs of the package versions that a device has when a job has succeeded: a list token.
   *
   * @throws where the template is declared here without any; the deployment fails where a looked-up one has none
   * @attribute
   */
  public get jobTemplateDestinationPackageVersions(): string[] {
    return this._attributes.list('DestinationPackageVersions');
  }

  private withKnownId(reference: string, write: (reference: string) => string): string {
    return Token.isUnresolved(this.physicalName) ? reference : write(reference);
  }

  /** What other accounts and Regions call the template: for its ARN there, those of the template must be known. */
  private nameElsewhere(): string {
    const { account, region } = this.stack;
    if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) return this.physicalName;
    return Lazy.string({
      produce: () => {
        throw new Error(`[${this.node.path}] jobTemplateArn is not known in another account or Region: `
          + `give stack ${this.stack.node.path} an explicit env, as the other stack has`);
      },
    });
  }
}
