import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, StackProps, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  IJobTemplate, JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, JobTemplate, JobTemplateLookup, JobTemplateProvider,
  MaintenanceDay, MaintenanceWindow, PackageVersion, PresignedUrlRole, RateIncrease, S3PresignedUrl,
} from 'cdk-iot-job-template';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

const DOCUMENTS = join(__dirname, '..', 'documents');

/** The certified version of the bootloader's object. Devices must not download a newer one. */
const CERTIFIED_BOOTLOADER = 'L4kqtJlcpXroDTDmpUMLUo';

export interface FirmwareStackProps extends StackProps {
  /** The firmware version that gateways update to. */
  readonly firmwareVersion: string;
  /** The devices that get the firmware first. Operators find templates by this tag. */
  readonly ring: string;
  /** The bucket in which another team publishes job documents. */
  readonly documentsBucketName: string;
  /** The version of the document that was reviewed. @default - the latest */
  readonly documentVersion?: string;
  /** The ARN of a job that succeeded on a few devices. */
  readonly provenJobArn: string;
  /** The template of the security team. */
  readonly audit: JobTemplateLookup;
}

/** The firmware of the fleet, and the templates of the jobs that operators start. */
export class FirmwareStack extends Stack {
  readonly firmwareUpdate: IJobTemplate;
  readonly canaryUpdate: IJobTemplate;

  constructor(scope: Construct, id: string, props: FirmwareStackProps) {
    super(scope, id, props);

    // This stack needs more memory than the default. The call must come before the first template, which would create
    // the provider.
    JobTemplateProvider.getOrCreate(this, { memorySize: 512 });

    const firmware = this.declareBucket();

    this.firmwareUpdate = this.declareFirmwareUpdate(firmware, props);
    this.canaryUpdate = this.declareCanaryUpdate();
    this.declareAgentUpdate(firmware);
    this.declareDiagnostics(props);
    this.declareReboot();
    this.declareCertificateRotation(props);
    this.declareAuditOfCanaries(props);
  }

  /**
   * A bucket with a KMS key. The library finds the key through the bucket, and lets the roles of presigned URLs use
   * it.
   */
  private declareBucket(): s3.Bucket {
    const encryptionKey = new kms.Key(this, 'FirmwareKey', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
    acknowledge(encryptionKey, {
      ids: ['cdk-validator-cfnguard::kms_create_grant_aws_service_check'],
      reason: 'The policies of the account say who may use the key, and none of this app allows kms:CreateGrant',
    });
    const firmware = new s3.Bucket(this, 'Firmware', {
      versioned: true,
      encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(90), abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      // Only for this example. Retain your own bucket.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(firmware,
      {
        ids: ['AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled', 'cdk-validator-cfnguard::s3_bucket_logging_enabled_check'],
        reason: 'The trail of the account records who reads and writes objects: a bucket of logs would say it a second time',
      },
      {
        ids: ['NIST.800.53.R5-S3BucketReplicationEnabled', 'cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check'],
        reason: 'Firmware is built from its sources again, so nothing is lost with the bucket',
      },
      { ids: ['cdk-validator-cfnguard::s3_event_notifications_enabled_check'], reason: 'Nothing waits for new firmware: operators start jobs' },
    );
    return firmware;
  }

  /**
   * A document from an object. The template creates the role of its presigned URLs. The role may read all objects for
   * gateways, including older releases, because devices may still be installing them.
   */
  private declareFirmwareUpdate(firmware: s3.IBucket, { firmwareVersion, ring }: FirmwareStackProps): IJobTemplate {
    const installed = PackageVersion.fromNames('gateway-firmware', firmwareVersion);
    const template = new JobTemplate(this, 'FirmwareUpdate', {
      description: `Updates gateways to firmware ${firmwareVersion}`,
      document: JobDocument.fromObject({
        operation: 'install-firmware',
        version: firmwareVersion,
        sha256: installed.attributes('sha256'),
        image: S3PresignedUrl.forDownload(firmware, `gateway/${firmwareVersion}/image.bin`, { objectPattern: 'gateway/*' }),
        bootloader: S3PresignedUrl.forDownload(firmware, 'gateway/boot loader.bin', { versionId: CERTIFIED_BOOTLOADER, objectPattern: 'gateway/*' }),
        report: S3PresignedUrl.forUpload(firmware, 'reports/${thingName}/${jobId}-${executionNumber}.json'),
      }),
      presignedUrlExpiration: Duration.minutes(30),
      destinationPackageVersions: [installed],
      rollout: JobRollout.exponential({
        baseRatePerMinute: 10,
        incrementFactor: 1.5,
        increaseAfter: RateIncrease.notifiedThings(100),
        maximumPerMinute: 500,
      }),
      inProgressTimeout: Duration.hours(2),
      retryCriteria: [
        { failureType: JobRetryableFailureType.FAILED, numberOfRetries: 3 },
        { failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries: 2 },
      ],
      abortCriteria: [
        { failureType: JobFailureType.REJECTED, thresholdPercentage: 5, minNumberOfExecutedThings: 10 },
        { failureType: JobFailureType.ALL, thresholdPercentage: 12.5, minNumberOfExecutedThings: 100 },
      ],
      maintenanceWindows: [
        MaintenanceWindow.weekly({ days: [MaintenanceDay.SATURDAY, MaintenanceDay.SUNDAY], hour: 2, duration: Duration.hours(4) }),
        MaintenanceWindow.monthly({ day: 15, hour: 23, minute: 30, duration: Duration.minutes(90) }),
      ],
      tags: { team: 'gateway-platform' },
    });
    Tags.of(template).add('ring', ring);
    return template;
  }

  /** A document from a local file, uploaded at deployment. An edit of the file is an edit of the template. */
  private declareCanaryUpdate(): IJobTemplate {
    return new JobTemplate(this, 'CanaryUpdate', {
      description: 'Tries a build on the canaries in the lab',
      document: JobDocument.fromAsset(join(DOCUMENTS, 'canary-update.json')),
      rollout: JobRollout.exponential({
        baseRatePerMinute: 1,
        incrementFactor: 2,
        increaseAfter: RateIncrease.succeededThings(5),
        maximumPerMinute: 20,
      }),
      abortCriteria: [{ failureType: JobFailureType.FAILED, thresholdPercentage: 1, minNumberOfExecutedThings: 1 }],
    });
  }

  /** A document from a local file that becomes part of the CloudFormation template. Its placeholder needs a role. */
  private declareAgentUpdate(firmware: s3.Bucket): void {
    const presigner = new PresignedUrlRole(this, 'ArtifactReader');
    // All versions, because devices of a running job may still need an older one.
    const packages = firmware.arnForObjects('packages/*');
    iam.Grant.addToPrincipal({ grantee: presigner, actions: ['s3:GetObject', 's3:GetObjectVersion'], resourceArns: [packages] });
    firmware.encryptionKey!.grantDecrypt(presigner);

    new JobTemplate(this, 'AgentUpdate', {
      description: 'Installs the default version of the fleet agent',
      document: JobDocument.fromFile(join(DOCUMENTS, 'agent-update.json')),
      presignedUrlRole: presigner,
      destinationPackageVersions: [PackageVersion.fromNames('fleet-agent', '$default')],
      retryCriteria: [{ failureType: JobRetryableFailureType.ALL, numberOfRetries: 10 }],
      inProgressTimeout: Duration.minutes(45),
    });
  }

  /** A document from a bucket of another team. */
  private declareDiagnostics({ documentsBucketName, documentVersion }: FirmwareStackProps): void {
    const documents = s3.Bucket.fromBucketName(this, 'Documents', documentsBucketName);
    new JobTemplate(this, 'CollectDiagnostics', {
      description: 'Collects logs and metrics from a device',
      document: JobDocument.fromBucket(documents, 'diagnostics/collect.json', documentVersion),
      rollout: JobRollout.constant({ maximumPerMinute: 50 }),
      maintenanceWindows: [
        MaintenanceWindow.daily({ hour: 1, minute: 15, duration: Duration.minutes(30) }),
        MaintenanceWindow.cron('cron(0 18 ? * MON-FRI *)', Duration.hours(1)),
      ],
    });
  }

  /** A template that was created in the console, and whose id is in runbooks. The stack adopts it. */
  private declareReboot(): void {
    new JobTemplate(this, 'Reboot', {
      jobTemplateId: 'fleet-reboot',
      description: 'Reboots a device',
      document: JobDocument.fromString('{"operation":"reboot","delaySeconds":5}'),
      inProgressTimeout: Duration.minutes(10),
      adoptExisting: true,
    });
  }

  /**
   * The document of a successful job, with its settings. The template outlives the stack, because auditors ask for
   * it.
   */
  private declareCertificateRotation({ provenJobArn }: FirmwareStackProps): void {
    new JobTemplate(this, 'RotateCertificates', {
      description: 'Replaces the certificate of a device',
      document: JobDocument.fromJobArn(provenJobArn),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** The document of the security team's template, for the canaries in the lab, with the same rate and timeout. */
  private declareAuditOfCanaries({ audit }: FirmwareStackProps): void {
    new JobTemplate(this, 'AuditCanaries', {
      description: `Canaries only: ${audit.jobTemplateDescription}`,
      document: JobDocument.fromString(audit.jobTemplateDocument),
      inProgressTimeout: audit.jobTemplateInProgressTimeout,
      rollout: JobRollout.constant({ maximumPerMinute: audit.jobTemplateMaximumPerMinute }),
    });
  }
}
