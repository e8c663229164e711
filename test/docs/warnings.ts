import { Aspects, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { withObject, withProps, withText } from './declarations';
import { code, table } from './markdown';
import { type Declaration, warningsOf } from './observed';
import {
  AwsManagedJobTemplate, JobDocument, JobEndBehavior, JobFailureType, JobRetryableFailureType, JobRollout, JobStep, JobTarget, JobTargetSelection,
  JobTemplate, MaintenanceWindow, PackageVersion, PresignedUrlRole, RateIncrease, RunJob, S3PresignedUrl, StartJob, type StartJobJsonPathProps,
  StartJobTarget,
} from '../../src';
import { WarningId } from '../../src/private/warning';
import { newJob, newJobTemplate } from '../support/construct';

/** A declaration that causes a warning, and what its message does not say. */
interface DocumentedWarning {
  readonly declare: Declaration;
  readonly more: string;
}

const OTHER_ACCOUNT = '210987654321';
const JOB = 'arn:aws:iot:eu-west-1:123456789012:job/pilot';
const PRESIGNED = JobDocument.fromString('{"image":"${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/key}"}');

const aborts = (...criteria: [JobFailureType, number, number][]): Declaration => withProps({
  abortCriteria: criteria.map(([failureType, thresholdPercentage, minNumberOfExecutedThings]) =>
    ({ failureType, thresholdPercentage, minNumberOfExecutedThings })),
});
const downloadFrom = (bucket: s3.IBucket, key = 'gateway/image.bin'): JobDocument =>
  JobDocument.fromObject({ image: S3PresignedUrl.forDownload(bucket, key) });
const importedBucket = (stack: Stack, encryptionKey?: kms.IKey): s3.IBucket =>
  s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'firmware', account: OTHER_ACCOUNT, region: 'eu-west-1', encryptionKey });

const GATEWAYS = [JobTarget.thingGroupName('gateways')];
const startsJob = (props: Partial<StartJobJsonPathProps>): Declaration => stack =>
  StartJob.jsonPath(stack, 'Start', { jobTemplate: props.jobTemplate ?? newJobTemplate({}, stack), targets: GATEWAYS, ...props });

export const WARNINGS: { readonly [id in WarningId]: DocumentedWarning } = {
  timedOutWithoutTimeout: {
    declare: aborts([JobFailureType.TIMED_OUT, 5, 10]),
    more: 'If the devices set step timers, or if each job brings a timeout of its own, acknowledge the warning.',
  },
  redundantAbortCriterion: {
    declare: aborts([JobFailureType.ALL, 10, 100], [JobFailureType.FAILED, 20, 100]),
    more: 'The criterion for `ALL` has the same or a lower percentage, after as many or fewer devices. So the other criterion never matters.',
  },
  rolloutNeverFaster: {
    declare: withProps({
      rollout: JobRollout.exponential({
        baseRatePerMinute: 50, maximumPerMinute: 50, incrementFactor: 2, increaseAfter: RateIncrease.notifiedThings(9),
      }),
    }),
    more: 'Or use `JobRollout.constant`.',
  },
  maintenanceWindowsOverlap: {
    declare: withProps({ maintenanceWindows: [MaintenanceWindow.cron('cron(0 * ? * * *)', Duration.minutes(90))] }),
    more: 'The window begins again before it has ended. Different windows may overlap.',
  },
  documentNearLimit: {
    declare: withText(JSON.stringify({ text: 'x'.repeat(30_000) })),
    more: 'The document has 90 % or more of its 32,768 bytes. Put large parts into an object, and a presigned URL for the object into the document.',
  },
  unknownPlaceholder: {
    declare: withObject({ image: '${aws:iot:s3-presigned-ulr:https://s3.eu-west-1.amazonaws.com/bucket/key}' }),
    more: 'If AWS IoT has introduced a new placeholder, acknowledge the warning.',
  },
  parameterPlaceholder: {
    declare: withObject({ delay: '${aws:iot:parameter:delay}' }),
    more: 'If your jobs have shown that it works, acknowledge the warning. [AWS-managed templates](lookups.md#templates-that-aws-manages) take `documentParameters`.',
  },
  declaredVersionIsDraft: {
    declare: stack => newJobTemplate({
      destinationPackageVersions: [PackageVersion.fromCfnSoftwarePackageVersion(
        new iot.CfnSoftwarePackageVersion(stack, 'Version', { packageName: 'app', versionName: '1' }))],
    }, stack),
    more: 'Publish the version before the template is created, as the [recipe](recipes.md) does. Or publish it with '
      + '`aws iot update-package-version --action PUBLISH` before the first job, and acknowledge the warning.',
  },
  repeatedRetryCriterion: {
    declare: withProps({ retryCriteria: [1, 2].map(numberOfRetries => ({ failureType: JobRetryableFailureType.FAILED, numberOfRetries })) }),
    more: '',
  },
  inheritedRoleUnknown: {
    declare: withProps({ document: JobDocument.fromJobArn(JOB, { document: PRESIGNED }) }),
    more: 'If the job has a role, and the permission to pass it is granted elsewhere, acknowledge the warning.',
  },
  inheritedRoleReplaced: {
    declare: withProps({ document: JobDocument.fromJobArn(JOB), presignedUrlExpiration: Duration.minutes(5) }),
    more: 'AWS IoT refuses a document with presigned URLs without a role. If the document of the job has no presigned URLs, acknowledge the warning.',
  },
  tagValueCharacters: {
    declare: withProps({ tags: { team: 'R&D' } }),
    more: 'If your deployment has shown that the value works, acknowledge the warning.',
  },
  bucketKeyUnknown: {
    declare: stack => newJobTemplate({ document: downloadFrom(s3.Bucket.fromBucketName(stack, 'Bucket', 'firmware')) }, stack),
    more: 'The role may read no object of the bucket if a KMS key encrypts the bucket. An alias as the key causes the same warning: import the key by its ARN.',
  },
  bucketPolicyNotChanged: {
    declare: stack => newJobTemplate({ document: downloadFrom(importedBucket(stack)) }, stack),
    more: 'A bucket of another account needs this bucket policy. Acknowledge the warning when the policy allows it.',
  },
  keyPolicyNotChanged: {
    declare: stack => newJobTemplate({
      document: downloadFrom(importedBucket(stack, kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/0123`))),
    }, stack),
    more: 'A KMS key of another account needs this key policy. Acknowledge the warning when the policy allows it.',
  },
  fixedStartTime: {
    declare: stack => newJob({ schedule: { startTime: '2030-01-01T02:00' } }, stack),
    more: 'If every release brings another time, acknowledge the warning.',
  },
  scheduleOutOfRange: {
    declare: stack => newJob({ schedule: { startTime: '2020-01-01T02:00' } }, stack),
    more: 'The same applies to `endTime`, which is at most two years ahead.',
  },
  endBehaviorWithoutEnd: {
    declare: stack => newJob({ schedule: { endBehavior: JobEndBehavior.CANCEL } }, stack),
    more: '',
  },
  retainedWithoutRelease: {
    declare: stack => newJob({ release: undefined }, stack),
    more: 'If you never return to an older content, acknowledge the warning.',
  },
  targetElsewhere: {
    declare: stack => newJobTemplate({}, stack).grants.createJob(new iam.User(stack, 'User'), { targets: ['arn:aws:iot:us-east-1:123456789012:thinggroup/line'] }),
    more: 'The same for another account. Nobody has measured whether AWS IoT refuses such a job.',
  },
  templateElsewhere: {
    declare: stack => newJob({ jobTemplate: JobTemplate.fromJobTemplateArn(stack, 'Imported', 'arn:aws:iot:us-east-1:123456789012:jobtemplate/reboot') }, stack),
    more: 'The same for another account. Nobody has measured whether AWS IoT refuses such a job.',
  },
  fixedEndTime: {
    declare: startsJob({ schedule: { endTime: '2030-01-01T02:00' } }),
    more: 'The same for `startTime`, with the id `fixedStartTime`.',
  },
  fixedJobId: { declare: startsJob({ jobId: 'release' }), more: 'The same for `RunJob`.' },
  pathAsText: { declare: startsJob({ description: '$.reason' }), more: 'The same for a text that begins with `$$.` or `$states.`.' },
  unknownDocumentParameter: {
    declare: stack => startsJob({
      jobTemplate: AwsManagedJobTemplate.fromName(stack, 'Managed', AwsManagedJobTemplate.AWS_REBOOT, { version: '1.0' }),
      documentParameters: { user: 'root' },
    })(stack),
    more: 'If your jobs have shown that AWS IoT takes the parameter, acknowledge the warning.',
  },
  continuousOnSchedule: {
    declare: stack => new scheduler.Schedule(stack, 'Nightly', {
      schedule: scheduler.ScheduleExpression.rate(Duration.days(1)),
      target: new StartJobTarget({ jobTemplate: newJobTemplate({}, stack), targets: GATEWAYS, targetSelection: JobTargetSelection.CONTINUOUS }),
    }),
    more: '',
  },
  executionHistoryFull: {
    declare: stack => new RunJob(stack, 'Run', {
      jobTemplate: newJobTemplate({}, stack), targets: GATEWAYS, timeLimit: Duration.days(30), maxPollInterval: Duration.minutes(5),
    }),
    more: '',
  },
  expressStateMachine: {
    declare: stack => {
      const run = new RunJob(stack, 'Run', { jobTemplate: newJobTemplate({}, stack), targets: GATEWAYS });
      new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(run), stateMachineType: sfn.StateMachineType.EXPRESS });
    },
    more: '',
  },
  tooManyTargets: {
    declare: stack => newJob({ targets: Array.from({ length: 101 }, (_, index) => JobTarget.thingName(`press-${index}`)) }, stack),
    more: 'If your deployment has shown that it works, acknowledge the warning.',
  },
  nothingGranted: {
    declare: stack => newJobTemplate({}, stack).grants.describe(iam.Role.fromRoleArn(stack, 'Operator', `arn:aws:iam::${OTHER_ACCOUNT}:role/operator`)),
    more: 'The grantee is a role of another account, or a principal without policies.',
  },
  presignedUrlRolePath: {
    declare: stack => {
      newJobTemplate({ document: downloadFrom(new s3.Bucket(stack, 'Bucket')) }, stack);
      Aspects.of(stack).add({ visit: node => { if (node instanceof iam.CfnRole && node.path) node.path = '/team/'; } });
    },
    more: 'An Aspect or an override changed the path of the role. Acknowledge the warning after the grant.',
  },
  presignedUrlRoleNotRetained: {
    declare: stack => newJobTemplate({ presignedUrlRole: new PresignedUrlRole(stack, 'Presigner'), removalPolicy: RemovalPolicy.RETAIN }, stack),
    more: '',
  },
  variableOutsideUpload: {
    declare: withObject({ run: 'echo ${thingName}' }),
    more: 'In a shell script, write `$thingName`. If your jobs have shown that it works, acknowledge the warning.',
  },
  placeholderCase: { declare: withObject({ delay: '${AWS:IoT:parameter:delay}' }), more: '' },
  documentNotObject: { declare: withText('["reboot"]'), more: 'The document is a list, a text, a number or `null`.' },
  repeatedPackage: {
    declare: withProps({ destinationPackageVersions: ['1', '2'].map(version => PackageVersion.fromNames('app', version)) }),
    more: '',
  },
  unlikelyObjectKey: {
    declare: stack => newJobTemplate({ document: downloadFrom(new s3.Bucket(stack, 'Bucket'), '/gateway/image.bin') }, stack),
    more: 'The same for a key that begins as a URL or an ARN, or has a part `undefined`, `null` or `[object Object]`. If the key is read, the same for a `${...}` that '
      + 'nothing fills in, a `*`, a `?versionId=` and a slash at the end. Amazon S3 accepts such keys. If the object has such a key, acknowledge the warning.',
  },
  thresholdBelowOne: { declare: aborts([JobFailureType.FAILED, 0.05, 10]), more: 'If you mean less than 1 %, acknowledge the warning.' },
  repeatedMaintenanceWindow: {
    declare: withProps({ maintenanceWindows: [60, 90].map(minutes => MaintenanceWindow.daily({ hour: 1, duration: Duration.minutes(minutes) })) }),
    more: '',
  },
  expirationWithoutRole: { declare: withProps({ presignedUrlExpiration: Duration.minutes(5) }), more: 'Without a role, the document has no presigned URL.' },
  undefinedMember: {
    declare: withObject({ version: undefined }),
    more: 'In Python, Java and Go, `None`, `null` and `nil` are left out without a warning, because jsii drops them. If the member is meant to be absent, leave it out, or '
      + 'acknowledge the warning.',
  },
  jobElsewhere: {
    declare: withProps({ document: JobDocument.fromJobArn('arn:aws:iot:us-east-1:123456789012:job/pilot') }),
    more: 'If your deployment has shown that it works, acknowledge the warning.',
  },
  bucketDeploymentNotAwaited: {
    declare: stack => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      new BucketDeployment(stack, 'Documents', { destinationBucket: bucket, sources: [Source.jsonData('reboot.json', {})] });
      newJobTemplate({ document: JobDocument.fromBucket(bucket, 'reboot.json') }, stack);
    },
    more: 'A `BucketDeployment` of the same stack fills the bucket.',
  },
  secretInDocument: { declare: withObject({ password: '{{resolve:secretsmanager:device-password}}' }), more: 'The same for `{{resolve:ssm-secure:...}}`.' },
  stepSettingMisread: {
    declare: withProps({ document: JobDocument.fromSteps([JobStep.runHandler('Reboot', { handler: 'reboot.sh', allowStdErr: 2 })]) }),
    more: 'The same for `conditions`.',
  },
};

/** The warnings, each with a message that a declaration causes. */
export const warningsTable = (): string => table(['Id', 'Message, for example', 'More'],
  Object.entries(WARNINGS).map(([id, { declare, more }]) => [code(id), code(warningsOf(declare).get(id) ?? `no warning ${id}`), more]));
