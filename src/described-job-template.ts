import { type CfnResource, Duration, Lazy, Token } from 'aws-cdk-lib';
import { JobTemplateBase } from './job-template-base';
import { arnComponentsOf } from './private/arn';
import type { AttributeReferences } from './private/attribute-references';
import { errorAt } from './private/errors';
import { arnWithId, idFromArn } from './private/reference-with-id';
import type { JobTemplateAttribute } from './shared/contract';

/**
 * A template that is read at deployment. Each member that AWS IoT returns for it is an attribute.
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
   * The ARN of the template.
   *
   * In the account and Region of the template, it is a reference. In others, it is written out.
   *
   * @throws if a stack of another account or Region uses the ARN, but the template's stack has no explicit `env`;
   * synthesis fails then
   * @attribute
   */
  public get jobTemplateArn(): string {
    return this.ownArn ??= this.withKnownId(
      this.getResourceArnAttribute(this._attributes.arn(), arnComponentsOf(this.nameElsewhere())), arn => arnWithId(arn, this.physicalName));
  }

  /**
   * The date and time at which the template was created, or last recreated by an edit, in ISO 8601.
   *
   * @attribute
   */
  public get jobTemplateCreatedAt(): string {
    return this._attributes.text('CreatedAt');
  }

  /**
   * The description of the template, as AWS IoT returns it.
   *
   * @attribute
   */
  public get jobTemplateDescription(): string {
    return this._attributes.text('Description');
  }

  /**
   * The job document, whatever its source.
   *
   * CloudFormation accepts at most 4096 bytes for all attributes of a resource together. A longer document fails the
   * deployment. Call `DescribeJobTemplate` at run time instead.
   *
   * @throws if the document is known to be longer
   * @attribute
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
   */
  public get jobTemplateDocument(): string {
    return this._attributes.text('Document');
  }

  /**
   * The URL of the object that the document was read from.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no such URL.
   *
   * @throws if the app declares the template with a document that does not come from a bucket, an asset or a job
   * @attribute
   */
  public get jobTemplateDocumentSource(): string {
    return this._attributes.text('DocumentSource');
  }

  /**
   * The ARN of the role that AWS IoT assumes to presign the URLs of the document.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no such role.
   *
   * @throws if the app declares the template without a role, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplatePresignedUrlRoleArn(): string {
    return this._attributes.text('PresignedUrlRoleArn');
  }

  /**
   * The time for which a presigned URL is valid, as a token in seconds. AWS IoT does not return its own default of
   * one hour.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no expiration.
   *
   * @throws if the app declares the template without an expiration, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplatePresignedUrlExpiration(): Duration {
    return Duration.seconds(this._attributes.number('PresignedUrlExpiration'));
  }

  /**
   * The maximum number of devices that are notified of a job each minute, as a number token.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no maximum.
   *
   * @throws if the app declares the template without a rollout, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplateMaximumPerMinute(): number {
    return this._attributes.number('MaximumPerMinute');
  }

  /**
   * The number of devices that are notified each minute at the beginning of an exponential rollout, as a number
   * token.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no exponential
   * rollout.
   *
   * @throws if the app declares the template without an exponential rollout, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplateBaseRatePerMinute(): number {
    return this._attributes.number('BaseRatePerMinute');
  }

  /**
   * The factor that multiplies the rate of an exponential rollout at each increase, as a number token.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no exponential
   * rollout.
   *
   * @throws if the app declares the template without an exponential rollout, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplateIncrementFactor(): number {
    return this._attributes.number('IncrementFactor');
  }

  /**
   * The number of notified devices after which the rate of an exponential rollout increases, as a number token.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no such number.
   *
   * @throws if the app declares the template without such a number, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplateNumberOfNotifiedThings(): number {
    return this._attributes.number('NumberOfNotifiedThings');
  }

  /**
   * The number of succeeded devices after which the rate of an exponential rollout increases, as a number token.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no such number.
   *
   * @throws if the app declares the template without such a number, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplateNumberOfSucceededThings(): number {
    return this._attributes.number('NumberOfSucceededThings');
  }

  /**
   * The criteria that stop a job if too many devices fail: a JSON list of
   * `{ failureType, action, thresholdPercentage, minNumberOfExecutedThings }`.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no abort criteria.
   *
   * @throws if the app declares the template without abort criteria, and without a job to inherit them from
   * @attribute
   */
  public get jobTemplateAbortCriteria(): string {
    return this._attributes.text('AbortCriteria');
  }

  /**
   * The time that a device has from starting a job to finishing it, as a token in minutes.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no timeout.
   *
   * @throws if the app declares the template without a timeout, and without a job to inherit it from
   * @attribute
   */
  public get jobTemplateInProgressTimeout(): Duration {
    return Duration.minutes(this._attributes.number('InProgressTimeout'));
  }

  /**
   * The failures after which a device retries a job, and the number of retries: a JSON list of
   * `{ failureType, numberOfRetries }`.
   *
   * The deployment fails if a looked-up template, or the job that a template is created from, has no retry criteria.
   *
   * @throws if the app declares the template without retry criteria, and without a job to inherit them from
   * @attribute
   */
  public get jobTemplateRetryCriteria(): string {
    return this._attributes.text('RetryCriteria');
  }

  /**
   * The times in which a job is rolled out, as a JSON list of `{ startTime, durationInMinutes }`. Such a job must be
   * continuous.
   *
   * The deployment fails if a looked-up template has no maintenance windows.
   *
   * @throws if the app declares the template without maintenance windows
   * @attribute
   */
  public get jobTemplateMaintenanceWindows(): string {
    return this._attributes.text('MaintenanceWindows');
  }

  /**
   * The ARNs of the package versions that a device has after a job has succeeded, as a list token.
   *
   * The deployment fails if a looked-up template has no package versions.
   *
   * @throws if the app declares the template without package versions
   * @attribute
   */
  public get jobTemplateDestinationPackageVersions(): string[] {
    return this._attributes.list('DestinationPackageVersions');
  }

  private withKnownId(reference: string, write: (reference: string) => string): string {
    return Token.isUnresolved(this.physicalName) ? reference : write(reference);
  }

  /**
   * The physical name, as stacks of other accounts and Regions use it. They need the explicit account and Region of
   * the template.
   */
  private nameElsewhere(): string {
    const { account, region } = this.stack;
    if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) return this.physicalName;
    return Lazy.string({
      produce: () => {
        throw errorAt(this, 'jobTemplateArnUnknown', 'jobTemplateArn is not known in another account or Region: '
          + `set an explicit env for stack ${this.stack.node.path}, as for the other stack`);
      },
    });
  }
}
