import { join } from 'node:path';
import { App, type AppProps, CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AwsManagedJobTemplate, Job, JobDocument, JobEndBehavior, JobFailureType, JobRetryableFailureType, JobRollout, JobTarget,
  JobTargetSelection, JobTemplate,
  JobTemplateLookup, JobTemplateProvider, MaintenanceWindow, PackageVersion, PresignedUrlRole, RateIncrease, S3PresignedUrl,
} from '../../src';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
/** CloudFormation does not know the type of jobs in every Region. Evidence: cfn-job-regions. */
const REGION_WITH_JOBS = 'us-east-1';

/** The app of `examples/firmware-fleet`. It is a separate package, whose types are not checked here. */
export function example(props: AppProps): App {
  const { fleet } = jest.requireActual(join(__dirname, '..', '..', 'examples', 'firmware-fleet', 'test', 'fleet'));
  return fleet(props).firmware.node.root;
}

/**
 * All resources of the library that the example does not have: each option of the provider, and each kind of
 * document, URL and setting. Resources of others are imported, so that all findings concern the library.
 */
export function everyOption(props: AppProps): App {
  const app = new App(props);
  const env = { account: ACCOUNT, region: REGION };
  const inVpc = new Stack(app, 'InVpc', { env });
  JobTemplateProvider.getOrCreate(inVpc, {
    vpc: vpcIn(inVpc),
    logGroup: logs.LogGroup.fromLogGroupArn(inVpc, 'Logs', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/shared:*`),
    environmentEncryption: keyIn(inVpc),
    codeSigningConfig: lambda.CodeSigningConfig.fromCodeSigningConfigArn(inVpc, 'Signing',
      `arn:aws:lambda:${REGION}:${ACCOUNT}:code-signing-config:csc-0123456789abcdef0`),
    memorySize: 512,
  });
  declareTemplates(inVpc);
  declareLookups(inVpc);

  const withOwnRole = new Stack(app, 'WithOwnRole', { env });
  JobTemplateProvider.getOrCreate(withOwnRole, {
    role: iam.Role.fromRoleArn(withOwnRole, 'Role', `arn:aws:iam::${ACCOUNT}:role/job-templates`, { mutable: false }),
  });
  declareTemplates(withOwnRole);
  declareLookups(withOwnRole);

  const roles = new Stack(app, 'Roles', { env });
  const role = new iam.Role(roles, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const lookupsWithRoleOfAnother = new Stack(app, 'LookupsWithRoleOfAnother', { env });
  JobTemplateProvider.getOrCreate(lookupsWithRoleOfAnother, { role });
  declareLookups(lookupsWithRoleOfAnother);

  const withRolesOfAnother = new Stack(app, 'WithRolesOfAnother', { env });
  JobTemplateProvider.getOrCreate(withRolesOfAnother, { role });
  declareTemplates(withRolesOfAnother, new PresignedUrlRole(roles, 'Presigner'));
  declareTemplates(new Stack(app, 'WithImportedRole', { env }), iam.Role.fromRoleName(roles, 'Imported', 'imported'));

  const lookupsInVpc = new Stack(app, 'LookupsInVpc', { env });
  JobTemplateProvider.getOrCreate(lookupsInVpc, { vpc: vpcIn(lookupsInVpc) });
  declareLookups(lookupsInVpc);

  const lookups = new Stack(app, 'Lookups');
  declareLookups(lookups);

  declareTemplates(new Stack(app, 'Anywhere'));
  declareJobs(new Stack(app, 'Jobs', { env: { account: ACCOUNT, region: REGION_WITH_JOBS } }));
  return app;
}

/** Each kind of lookup: with a version, without a version, and refreshed on every deployment. */
function declareLookups(stack: Stack): void {
  const existing = new JobTemplateLookup(stack, 'Existing', { jobTemplateId: 'patch' });
  const stage = new CfnParameter(stack, 'Stage').valueAsString;
  const ofStage = new JobTemplateLookup(stack, 'OfStage', { jobTemplateId: `${stage}-patch`, refreshOnEveryDeployment: true });
  const reboot = AwsManagedJobTemplate.fromName(stack, 'Reboot', AwsManagedJobTemplate.AWS_REBOOT);
  const download = AwsManagedJobTemplate.fromName(stack, 'Download', AwsManagedJobTemplate.AWS_DOWNLOAD_FILE, { version: '1.0' });
  const outputs = {
    ExistingDescription: existing.jobTemplateDescription,
    OfStageArn: ofStage.jobTemplateArn,
    RebootArn: reboot.jobTemplateArn,
    RebootDocument: reboot.jobTemplateDocument,
    DownloadParameters: download.jobTemplateDocumentParameters,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
}

function declareTemplates(stack: Stack, presignedUrlRole?: iam.IRole): void {
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Firmware', { bucketName: 'firmware', encryptionKey: keyIn(stack) });
  const version = PackageVersion.fromNames('gateway-firmware', '2.4.0');
  const documents = {
    Object: JobDocument.fromObject({
      image: S3PresignedUrl.forDownload(bucket, 'image.bin'),
      bootloader: S3PresignedUrl.forDownload(bucket, 'boot.bin', { versionId: 'L4kqtJlcpXroDTDmpUMLUo' }),
      report: S3PresignedUrl.forUpload(bucket, 'reports/${thingName}.json'),
    }),
    String: JobDocument.fromString('{"operation":"reboot"}'),
    Bucket: JobDocument.fromBucket(bucket, 'reboot.json'),
    Version: JobDocument.fromBucket(bucket, 'reboot.json', 'L4kqtJlcpXroDTDmpUMLUo'),
    Job: JobDocument.fromJobArn(`arn:aws:iot:${REGION}:${ACCOUNT}:job/pilot`),
  };
  for (const [name, document] of Object.entries(documents)) {
    new JobTemplate(stack, name, {
      jobTemplateId: `reboot-${name.toLowerCase()}`,
      description: 'Reboots a device',
      document,
      presignedUrlRole: name === 'Object' ? presignedUrlRole : undefined,
      destinationPackageVersions: [version],
      rollout: JobRollout.exponential({
        baseRatePerMinute: 1, incrementFactor: 1.5, increaseAfter: RateIncrease.notifiedThings(10), maximumPerMinute: 50,
      }),
      abortCriteria: [{ failureType: JobFailureType.ALL, thresholdPercentage: 12.5, minNumberOfExecutedThings: 10 }],
      retryCriteria: [{ failureType: JobRetryableFailureType.ALL, numberOfRetries: 3 }],
      inProgressTimeout: Duration.minutes(10),
      maintenanceWindows: [MaintenanceWindow.daily({ hour: 2, duration: Duration.hours(2) })],
      tags: { team: 'fleet' },
      adoptExisting: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

const vpcIn = (stack: Stack): ec2.IVpc => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-12345678', availabilityZones: [`${REGION}a`, `${REGION}b`], privateSubnetIds: ['subnet-11111111', 'subnet-22222222'],
});

function keyIn(stack: Stack): kms.IKey {
  const { partition, region, account } = stack;
  return (stack.node.tryFindChild('Key') as kms.IKey | undefined)
    ?? kms.Key.fromKeyArn(stack, 'Key', `arn:${partition}:kms:${region}:${account}:key/00000000-0000-0000-0000-000000000000`);
}

/** A job with all of its props, and one without. */
function declareJobs(stack: Stack): void {
  const template = new JobTemplate(stack, 'Reboot', { description: 'Reboots a device', document: JobDocument.fromObject({ operation: 'reboot' }) });
  new Job(stack, 'Plain', { jobTemplate: template, targets: [JobTarget.thingName('gateway-1')], release: '1' });
  new Job(stack, 'Full', {
    jobTemplate: AwsManagedJobTemplate.fromName(stack, 'Managed', AwsManagedJobTemplate.AWS_REBOOT, { version: '1.0' }),
    targets: [JobTarget.thingGroupName('gateways')],
    release: '1',
    description: 'Reboots the gateways',
    targetSelection: JobTargetSelection.CONTINUOUS,
    schedule: { startTime: '2030-01-01T02:00', endTime: '2030-01-02T02:00', endBehavior: JobEndBehavior.CANCEL },
    documentParameters: { runAsUser: 'root' },
    tags: { team: 'fleet' },
  });
}
