import { CfnOutput, CfnParameter, Duration, Fn, Lazy, NestedStack, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { withObject, withProps, withText } from './declarations';
import { code, table } from './markdown';
import { type Declaration, errorOf } from './observed';
import {
  AwsManagedJobTemplate, Job, JobDocument, JobRollout, JobStep, JobTarget, JobTargetSelection, JobTemplate, JobTemplateLookup, type JobTemplateProps,
  JobTemplateProvider, MaintenanceWindow, PackageVersion, RunJob, type RunJobProps, S3PresignedUrl,
} from '../../src';
import { ERROR_CODES } from '../../src/private/errors';
import { ENV, newJob, newJobTemplate } from '../support/construct';
import { temporaryFile } from '../support/temporary';

/** A declaration that causes an error at synthesis, and what its message does not say. */
interface DocumentedError {
  readonly declare: Declaration;
  readonly more: string;
}

const OTHER_ACCOUNT = '210987654321';
const JOB = 'arn:aws:iot:eu-west-1:123456789012:job/pilot';
const HOUR = Duration.hours(1);

const error = (declare: Declaration, more = ''): DocumentedError => ({ declare, more });
const props = (given: { [prop: string]: unknown }, more = ''): DocumentedError => error(withProps(given as Partial<JobTemplateProps>), more);
const object = (document: object | undefined, more = ''): DocumentedError => error(withObject(document), more);
const text = (document: string, more = ''): DocumentedError => error(withText(document), more);
/** A job with these props. */
const job = (propsOf: (stack: Stack) => { [prop: string]: unknown }, more = ''): DocumentedError => error(stack => newJob(propsOf(stack), stack), more);
/** With a bucket of the stack. */
const withBucket = (declare: (bucket: s3.IBucket, stack: Stack) => unknown, more = ''): DocumentedError =>
  error(stack => declare(new s3.Bucket(stack, 'Bucket'), stack), more);
const withFile = (content: string | Buffer, more = ''): DocumentedError =>
  error(stack => newJobTemplate({ document: JobDocument.fromFile(temporaryFile(content)) }, stack), more);
const nested = (levels: number): unknown => levels === 0 ? [] : [nested(levels - 1)];
const objectPattern = (pattern: string, more: string): DocumentedError => withBucket(
  bucket => S3PresignedUrl.forUpload(bucket, 'gateway/${thingName}/log.txt', { objectPattern: pattern }), more);
const otherStack = (stack: Stack, account = ENV.account): Stack => new Stack(stack.node.root, 'Other', { env: { ...ENV, account } });

const run = (given: Partial<RunJobProps>, more = ''): DocumentedError =>
  error(stack => new RunJob(stack, 'Run', { jobTemplate: newJobTemplate({}, stack), targets: [JobTarget.thingGroupName('gateways')], ...given }), more);

export const ERRORS: { readonly [heading: string]: readonly DocumentedError[] } = {
  'Values and types': [
    props({ inProgressTimeout: Duration.seconds(90) }, 'A value is outside of its [limit](limits.md).'),
    props({ document: { operation: 'reboot' } }, 'The prop takes an object that the library creates, as the message says. The same applies to `rollout`, `maintenanceWindows` and others.'),
    error(() => S3PresignedUrl.forDownload('firmware' as never, 'image.bin'), 'A parameter of a method has the wrong type. The compiler says so in TypeScript.'),
    error(() => JobRollout.constant(undefined as never), 'A parameter of a method is missing.'),
    props({ tags: [{ key: 'team', value: 'fleet' }] }, '`CfnJobTemplate` takes a list. `JobTemplate` takes `{ team: \'fleet\' }`.'),
    props({ rollout: Object.create({ [Symbol.for('cdk-iot-job-template.type')]: 'JobRollout' }) },
      'The package is installed twice, in two versions.'),
    props({ removalPolicy: 'RETAIN' }, 'Pass the member of the enum, and not its name as text.'),
    props({ removalPolicy: RemovalPolicy.SNAPSHOT }),
    props({ jobTemplateId: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/reboot' }),
    props({ description: 'Reboots \ud83d' }, 'A text was cut inside a character, such as an emoji. Cut it between characters.'),
    error(() => MaintenanceWindow.weekly({ hour: 0, days: [], duration: HOUR }), 'The library checks windows when you declare them. They are not part of a construct yet, so the message has no path.'),
    error(() => MaintenanceWindow.daily({ hour: 24, duration: HOUR }), 'The same.'),
    error(() => PackageVersion.fromNames('my app', '1'), 'The same for the names of packages and versions.'),
    error(() => PackageVersion.fromPackageVersionArn('app/1'), 'The same for the ARNs of package versions.'),
    error(() => JobTarget.thingName('gateway 1'), 'The same for the names of things and of thing groups.'),
    error(() => JobTarget.arn('gateways'), 'The same for the ARNs of things and of thing groups.'),
    error(() => PackageVersion.fromNames('app', '1').attributes('a b'), 'The same for the names of attributes.'),
  ],
  'Documents': [
    text('{oops', 'The string or the file is not valid JSON. A token in the text is no problem.'),
    props({ document: JobDocument.fromFile('reboot.json') }, 'The file does not exist in this place, or you may not read it.'),
    withFile(Buffer.from('\uFEFF{}', 'utf16le'), 'Windows PowerShell writes UTF-16 with `>`.'),
    withFile(`{"region":"${Token.asString({ Ref: 'AWS::Region' })}"}`, 'Another run of an app wrote a token into the file. Only that run knows its value.'),
    props({ document: JobDocument.fromString({ operation: 'reboot' } as never) }),
    props({ document: JobDocument.fromFile({ operation: 'reboot' } as never) }),
    object(undefined, '`fromObject` was called without a value.'),
    object({ text: JSON.stringify({ region: Token.asAny({ Ref: 'AWS::Region' }) }) }, '`JSON.stringify` got a token that it cannot write.'),
    object({ steps: [{ timeout: HOUR }] },
      'JSON has no representation of it. The same applies to constructs, Buffers, package versions, functions, `NaN` and the like. Write a value of JSON, as the message says.'),
    object({ name: '\ud83d' }, 'A text was cut inside a character. Cut it between characters.'),
    object(JSON.parse('{"__proto__":"x"}'), 'Give the member another name.'),
    object({ steps: nested(1001) }, 'Use fewer levels of objects and lists.'),
    object({ steps: Array(40_000).fill(0) }, 'The same object is in too many places, or a list is too long.'),
    props({ document: JobDocument.fromSteps([JobStep.runCommand('List', ['ls /tmp'])]) }, 'The device client would refuse the step, or run another command. The same applies to '
      + 'an empty name, an empty handler, and words that the client would change.'),
    props({ document: JobDocument.fromSteps([JobStep.runHandler('Reboot', { handler: '' })]) }),
    text('{"text":"${aws:iot:parameter:delay}", "topic": "'.concat(Fn.sub('${aws:iot:parameter:delay}'), '"}'),
      'Instead of `Fn.sub`, put tokens into `fromObject` or `fromString`, as in `` `${this.region}` ``.'),
    text(JSON.stringify({ text: 'x'.repeat(40_000) }), 'Put large parts into an object, and a presigned URL for the object into the document.'),
    props({ document: JobDocument.fromJobArn('pilot') }),
    props({ document: JobDocument.fromJobArn(JOB, { document: JobDocument.fromJobArn(JOB) }) }, 'A template is made from one job. Use another kind of document.'),
    error(stack => newJobTemplate({
      document: JobDocument.fromJobArn(JOB, { inheritedPresignedUrlRole: iam.Role.fromRoleArn(stack, 'Presigner', 'arn:aws:iam::123456789012:role/presign') }),
      presignedUrlExpiration: HOUR,
    }, stack), 'The expiration replaces the role of the job, too.'),
    props({ document: JobDocument.fromJobArn(JOB), abortCriteria: [] }),
  ],
  'Presigned URLs, buckets and keys': [
    withBucket((bucket, stack) => {
      const url = S3PresignedUrl.forDownload(bucket, 'image.bin');
      newJobTemplate({ document: JobDocument.fromObject({ image: Lazy.string({ produce: () => `${url}` }) }) }, stack);
    }, 'The library must find the URL to grant the role. Put it into `fromObject` itself, and not into `Fn.join` or `Lazy`. The same applies to `artifactUrl()` of a package version.'),
    error(stack => newJobTemplate({
      document: JobDocument.fromObject({
        report: S3PresignedUrl.forUpload(
          s3.Bucket.fromBucketAttributes(stack, 'Reports', { bucketName: 'reports', region: 'us-east-1' }), 'log.txt'),
      }),
    }, stack), 'Use a bucket of the template\'s Region.'),
    withBucket(bucket => S3PresignedUrl.forDownload(bucket, 'logs/${thingName}.txt'), 'In TypeScript, write a key with variables in single quotes, so that TypeScript does not fill them in.'),
    withBucket(bucket => S3PresignedUrl.forUpload(bucket, 'logs/{a}.txt')),
    withBucket(bucket => S3PresignedUrl.forDownload(bucket, 5 as never)),
    withBucket(bucket => S3PresignedUrl.forDownload(bucket, '')),
    withBucket(bucket => S3PresignedUrl.forDownload(bucket, 'a/../b'), 'Use the key that you mean.'),
    withBucket(bucket => S3PresignedUrl.forDownload(bucket, 'k'.repeat(1025)), 'Amazon S3 has no longer keys.'),
    error(stack => S3PresignedUrl.forDownload(s3.Bucket.fromBucketName(stack, 'Imported', 'firmware-abc-s3alias'), 'image.bin'),
      'Pass the bucket that the access point belongs to. The same applies to directory buckets and table buckets.'),
    objectPattern('sensor/*', 'The role could not reach the object of the URL. Write a pattern that all releases share, with `*` for the part that changes.'),
    objectPattern('gateway/${thingName}/*', 'IAM would treat the variable as a part of the key. Write `*` for it, as in `gateway/*/*`.'),
    objectPattern('arn:aws:s3:::firmware/*', 'Write what follows the bucket.'),
    error(stack => {
      const version = PackageVersion.fromCfnSoftwarePackageVersion(
        new iot.CfnSoftwarePackageVersion(stack, 'Version', { packageName: 'app', versionName: '1' }));
      newJobTemplate({ document: JobDocument.fromObject({ image: version.artifactUrl() }) }, stack);
    }, 'The `CfnSoftwarePackageVersion` has no `artifact`. Give it one, or pass `artifact` to `fromCfnSoftwarePackageVersion`.'),
    error(stack => {
      const bucket = new s3.Bucket(otherStack(stack, OTHER_ACCOUNT), 'Bucket', { bucketName: 'firmware' });
      newJobTemplate({ document: JobDocument.fromBucket(bucket, 'reboot.json') }, new NestedStack(stack, 'Nested') as Stack);
    }),
  ],
  'Ids, stacks and roles': [
    error(stack => ['Reboot', 'Again'].forEach(id => newJobTemplate({ jobTemplateId: 'reboot' }, stack, id)), 'Two constructs have the same id.'),
    error(stack => [stack, otherStack(stack)].forEach(each => newJobTemplate({ jobTemplateId: 'reboot' }, each)),
      'A template of another stack of the app has the id, in the same account and Region or in a nested stack. [To move it](adoption.md#rename-or-move-a-construct), set `adoptExisting`.'),
    error(stack => JobTemplate.fromJobTemplateId(stack, 'Imported', 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/reboot')),
    error(stack => JobTemplate.fromJobTemplateArn(stack, 'Imported', 'reboot'), 'For an id, use `JobTemplate.fromJobTemplateId`.'),
    error(stack => JobTemplate.fromLookup(stack, 'Patch', { jobTemplateId: Lazy.string({ produce: () => 'patch' }) })),
    error(stack => JobTemplate.fromLookup(new Stack(stack.node.root, 'Anywhere'), 'Patch', { jobTemplateId: 'patch' })),
    error(stack => new JobTemplateLookup(stack, 'Audit', { jobTemplateId: 'security audit' })),
    error(stack => AwsManagedJobTemplate.fromName(stack, 'Reboot', 'AWS-Reboot', { version: '1' })),
    error(stack => JobTemplateProvider.getOrCreate(stack, { role: iam.Role.fromRoleArn(stack, 'Given', `arn:aws:iam::${OTHER_ACCOUNT}:role/given`) }),
      'Roles are passed, and policies attached to them, within one account only.'),
    error(stack => {
      newJobTemplate({}, stack);
      JobTemplateProvider.getOrCreate(stack, { memorySize: 512 });
    }, 'A template, or other code, asked for the provider earlier. Call `JobTemplateProvider.getOrCreate` with options before the first `JobTemplate`.'),
    error(stack => {
      new Construct(stack, 'JobTemplateProvider');
      newJobTemplate({}, stack);
    }, 'A construct of yours has the provider\'s id.'),
    error(stack => {
      const template = newJobTemplate({}, new Stack(stack.node.root, 'Anywhere'));
      new CfnOutput(stack, 'Arn', { value: template.jobTemplateArn });
    }, 'A stack with an explicit `env` uses a template of a stack without one. Give both an `env`.'),
    error(stack => {
      const bucket = new s3.Bucket(otherStack(stack, OTHER_ACCOUNT), 'Bucket', { bucketName: 'firmware' });
      newJobTemplate({ document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(bucket, 'image.bin') }) }, new Stack(stack.node.root, 'Anywhere'));
    }, 'The document names a bucket of another account, whose policy needs the name of the role. Give the stack of the template an explicit `env`.'),
    error(stack => {
      const operators = new iam.Role(otherStack(stack, OTHER_ACCOUNT), 'Operators', { assumedBy: new iam.AccountRootPrincipal() });
      const bucket = new s3.Bucket(stack, 'Bucket', { bucketName: 'firmware' });
      const role = new iam.Role(stack, 'Presigner', { assumedBy: new iam.ServicePrincipal('iot.amazonaws.com') });
      newJobTemplate({ presignedUrlRole: role, document: JobDocument.fromObject({ image: S3PresignedUrl.forDownload(bucket, 'image.bin') }) }, stack)
        .grants.createJob(operators);
    }, 'If another account or Region refers to a role, the role needs a name that is known at synthesis. This concerns a `presignedUrlRole` or a `role` of yours, and in a nested stack '
      + 'generated roles, too.'),
  ],
  'Jobs': [
    job(() => ({ targets: [] })),
    job(() => ({ jobId: 'release 1.0', release: undefined })),
    job(() => ({ jobId: 'release-1' }), 'Put the release into the id, as in `update-1-4-0`, or leave the id out.'),
    job(stack => ({ jobTemplate: JobTemplate.fromJobTemplateId(stack, 'Imported', 'reboot'), release: undefined })),
    job(stack => ({ jobTemplate: AwsManagedJobTemplate.fromName(stack, 'Managed', 'AWS-Reboot'), release: undefined })),
    job(stack => ({ release: new CfnParameter(stack, 'Version').valueAsString }), 'The value of a CloudFormation parameter is known at deployment only.'),
    job(stack => ({ jobTemplate: newJobTemplate({ maintenanceWindows: [MaintenanceWindow.daily({ hour: 2, duration: HOUR })] }, stack) })),
    job(() => ({ schedule: { startTime: '2030-01-01T02:00:00Z' } })),
    job(() => ({ schedule: { startTime: '2030-01-01T02:00', endTime: '2030-01-01T02:15' } })),
    job(() => ({ documentParameters: { delay: '5' } }), 'Write the values into the document of the template.'),
    job(stack => ({ jobTemplate: AwsManagedJobTemplate.fromName(stack, 'Managed', 'AWS-Install-Application', { version: '1.0' }) })),
    run({ targets: undefined }),
    run({ targetSelection: JobTargetSelection.CONTINUOUS }, 'A run without a limit would never end.'),
    run({ jobIdPrefix: 'gateway firmware' }),
    error(stack => Job.fromJobArn(stack, 'Imported', 'release-1'), 'For an id, use `Job.fromJobId`.'),
    error(stack => Job.fromJobId(stack, 'Imported', 'arn:aws:iot:eu-west-1:123456789012:job/release-1')),
  ],
  'Attributes and grants': [
    error(stack => newJobTemplate({}, stack).jobTemplateMaximumPerMinute, 'The declared template does not have this member. Do not use the attribute, or set the prop.'),
    error(stack => newJobTemplate({}, stack).jobTemplateDocumentSource, 'Only documents of `fromAsset` and `fromBucket` have a source. The document of a job may have one.'),
    error(stack => newJobTemplate({ document: JobDocument.fromObject({ text: 'x'.repeat(5000) }) }, stack).jobTemplateDocument, 'Call `DescribeJobTemplate` at run time.'),
    error(stack => newJobTemplate({}, stack).grants.createJob(new iam.AccountRootPrincipal(), { targets: ['*'] }), 'To allow all targets, leave `targets` out.'),
    error(stack => newJobTemplate({}, stack).grants.createJob(new iam.AccountRootPrincipal(), { jobIds: ['nightly.1'] }), 'IAM would accept it, and never match a job with it.'),
    error(stack => newJobTemplate({}, stack).grants.createJob(new iam.AccountRootPrincipal(), { jobIds: [] })),
    error(stack => newJobTemplate({}, stack).grants.createJob(new iam.AccountRootPrincipal(), { jobIds: 'nightly-*' as never }), 'Write a list of one item.'),
    error(stack => newJobTemplate({}, stack).grants.operateJobs(new iam.AccountRootPrincipal(), { jobIds: [] })),
  ],
};

/** Every code of an error at synthesis, with its meaning. */
export const errorCodesTable = (): string => table(['Code', 'Meaning'], Object.entries(ERROR_CODES).map(([id, meaning]) => [code(id), meaning]));

/** The errors under a heading, each with the message that a declaration causes. */
export const errorsTable = (heading: string): string => table(['Message', 'Cause and remedy'],
  ERRORS[heading].map(({ declare, more }) => [code(errorOf(declare)), more]));

export const documentedErrors = (): string[] => Object.values(ERRORS).flat().map(({ declare }) => errorOf(declare));

