import { readFileSync } from 'node:fs';
import { Annotations as Annotate, Aws, CfnDynamicReference, CfnDynamicReferenceService, Duration, Fn, Lazy, SecretValue, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  type FromJobArnOptions, JobDocument, JobFailureType, JobRetryableFailureType, JobRollout, type JobTemplateProps, MaintenanceDay, MaintenanceWindow,
  PackageVersion, RateIncrease,
} from '../../src';
import { WarningId } from '../../src/private/warning';
import { ENV, newJobTemplate, newStack, unknownNumber, unknownText, warningsFor, warningsWithIdsOf } from '../support/construct';

const HOUR = Duration.hours(1);

describe('timeouts that count, without a timeout', () => {
  const timedOut = { failureType: JobFailureType.TIMED_OUT, thresholdPercentage: 5, minNumberOfExecutedThings: 10 };

  test.each<[string, Partial<JobTemplateProps>, string[]]>([
    ['a criterion for timeouts, and no timeout', { abortCriteria: [timedOut] }, ['inProgressTimeout is missing, but an abort criterion '
      + 'counts TIMED_OUT executions, and none times out unless the device sets a step timer or the job has a timeout: set '
      + 'inProgressTimeout [ack: cdk-iot-job-template:timedOutWithoutTimeout]']],
    ['a criterion for timeouts after another', { abortCriteria: [{ ...timedOut, failureType: JobFailureType.FAILED }, timedOut] },
      [expect.stringContaining('is missing')]],
    ['a timeout', { abortCriteria: [timedOut], inProgressTimeout: HOUR }, []],
    ['a timeout that is not known yet', { abortCriteria: [timedOut], inProgressTimeout: Duration.minutes(unknownNumber(5)) }, []],
    ['a failure that is not known yet', { abortCriteria: [{ ...timedOut, failureType: unknownText('TIMED_OUT') as any }] }, []],
    ['a criterion for all failures', { abortCriteria: [{ ...timedOut, failureType: JobFailureType.ALL }] }, []],
    ['retries of all failures', { retryCriteria: [{ failureType: JobRetryableFailureType.ALL, numberOfRetries: 1 }] }, []],
  ])('%s', (_, props, warnings) => expect(warningsFor(props)).toEqual(warnings));
});

describe('an abort criterion that another makes redundant', () => {
  const [ALL, FAILED, REJECTED] = [JobFailureType.ALL, JobFailureType.FAILED, JobFailureType.REJECTED];
  const criterion = ([failureType, thresholdPercentage, minNumberOfExecutedThings]: Criterion) =>
    ({ failureType, thresholdPercentage, minNumberOfExecutedThings });
  type Criterion = [JobFailureType, number, number];

  test.each<[string, Criterion[], string[]]>([
    ['all failures, at a lower share', [[ALL, 10, 100], [FAILED, 20, 100]], ['[1]']],
    ['all failures, later', [[FAILED, 20, 100], [ALL, 10, 100]], ['[0]']],
    ['all failures, at the same share', [[FAILED, 10, 100], [ALL, 10, 100]], ['[0]']],
    ['all failures, at a slightly higher share', [[FAILED, 10, 100], [ALL, 10.01, 100]], []],
    ['all failures, after more devices', [[FAILED, 10, 100], [ALL, 10, 101]], []],
    ['all failures, for two others', [[FAILED, 10, 100], [ALL, 10, 100], [REJECTED, 10, 100]], ['[0]', '[2]']],
    ['other failures', [[REJECTED, 5, 10], [FAILED, 10, 100]], []],
    ['fewer failures', [[FAILED, 5, 10], [ALL, 10, 100]], []],
    ['a share that is not known yet', [[ALL, unknownNumber(1), 1], [FAILED, 10, 100]], []],
    ['a number that is not known yet', [[ALL, 1, 1], [FAILED, 10, unknownNumber(100)]], []],
  ])('%s', (_, criteria, redundant) => {
    expect(warningsFor({ abortCriteria: criteria.map(criterion) }))
      .toEqual(redundant.map(at => expect.stringContaining(`abortCriteria${at} is `)));
  });

  test('is named with the criterion that makes it redundant', () => {
    expect(warningsFor({ abortCriteria: [criterion([ALL, 10, 100]), criterion([FAILED, 20, 100])] })).toEqual([
      'abortCriteria[1] is "FAILED at 20 % of at least 100 things", but abortCriteria[0] always aborts the job before this criterion: leave '
        + 'this criterion out, or make it stricter [ack: cdk-iot-job-template:redundantAbortCriterion]',
    ]);
  });
});

describe('a threshold that may be meant as a share', () => {
  const at = (thresholdPercentage: number) =>
    ({ abortCriteria: [{ failureType: JobFailureType.FAILED, thresholdPercentage, minNumberOfExecutedThings: 10 }] });
  const below = (percentage: number, meant: number) => `abortCriteria[0].thresholdPercentage is ${percentage}, but it is in percent, `
    + `so the job aborts at ${percentage} %: to abort at ${meant} %, write ${meant} [ack: cdk-iot-job-template:thresholdBelowOne]`;

  test.each<[string, Partial<JobTemplateProps>, string[]]>([
    ['1 %', at(1), []],
    ['0.99 %', at(0.99), [below(0.99, 99)]],
    ['0.07 %', at(0.07), [below(0.07, 7)]],
    ['0.01 %', at(0.01), [below(0.01, 1)]],
    ['a share that is not known yet', at(unknownNumber(0.05)), []],
  ])('%s', (_, props, warnings) => expect(warningsFor(props)).toEqual(warnings));
});

describe('two maintenance windows that begin at the same times', () => {
  const at = (hour: number, minutes: number) => MaintenanceWindow.daily({ hour, duration: Duration.minutes(minutes) });
  const repeated = (index: number) => `maintenanceWindows[${index}].expression is "cron(0 1 * * ? *)", but maintenanceWindows[0] begins at the same times: `
    + 'keep only the longer window [ack: cdk-iot-job-template:repeatedMaintenanceWindow]';

  test.each<[string, MaintenanceWindow[], string[]]>([
    ['other times', [at(1, 60), at(2, 60)], []],
    ['the same window', [at(1, 60), at(1, 60)], [repeated(1)]],
    ['a longer window', [at(1, 60), at(3, 60), at(1, 90)], [repeated(2)]],
    ['times that are not known yet', Array(2).fill(MaintenanceWindow.cron(unknownText('cron(0 1 * * ? *)'), HOUR)), []],
  ])('%s', (_, maintenanceWindows, warnings) => expect(warningsFor({ maintenanceWindows })).toEqual(warnings));
});

describe('a rollout that never becomes faster', () => {
  const exponential = (baseRatePerMinute: number, maximumPerMinute: number) =>
    ({ rollout: JobRollout.exponential({ baseRatePerMinute, maximumPerMinute, incrementFactor: 2, increaseAfter: RateIncrease.notifiedThings(9) }) });
  const message = (maximum: number) => `rollout.maximumPerMinute is ${maximum}, but the rollout begins with the same rate, `
    + 'baseRatePerMinute 50, and never becomes faster: raise the maximum, or use JobRollout.constant [ack: cdk-iot-job-template:rolloutNeverFaster]';

  test.each<[string, Partial<JobTemplateProps>, string[]]>([
    ['a maximum above the base', exponential(50, 51), []],
    ['a maximum that is the base', exponential(50, 50), [message(50)]],
    ['a maximum that is not known yet', exponential(50, unknownNumber(10)), []],
    ['a base that is not known yet', exponential(unknownNumber(50), 10), []],
    ['a constant rate', { rollout: JobRollout.constant({ maximumPerMinute: 1 }) }, []],
  ])('%s', (_, props, warnings) => expect(warningsFor(props)).toEqual(warnings));
});

describe('maintenance windows that overlap themselves', () => {
  const WEEKEND = [MaintenanceDay.SATURDAY, MaintenanceDay.SUNDAY];
  const hourly = (minutes: number) => MaintenanceWindow.cron('cron(0 * ? * * *)', Duration.minutes(minutes));

  test.each<[string, MaintenanceWindow, boolean]>([
    ['an hour, every hour', hourly(60), false],
    ['more than an hour, every hour', hourly(61), true],
    ['three hours, on both sides of midnight', MaintenanceWindow.cron('cron(0 1,22 * * ? *)', Duration.hours(3)), false],
    ['more than that', MaintenanceWindow.cron('cron(0 1,22 * * ? *)', Duration.minutes(181)), true],
    ['the longest window, every day', MaintenanceWindow.daily({ hour: 0, duration: Duration.minutes(1430) }), false],
    ['the longest window, on days in a row', MaintenanceWindow.weekly({ days: WEEKEND, hour: 23, duration: Duration.minutes(1430) }), false],
    ['a start that is not known yet', MaintenanceWindow.cron(unknownText('cron(0 * ? * * *)'), Duration.minutes(61)), false],
    ['an hour that is not known yet', MaintenanceWindow.daily({ hour: unknownNumber(1), duration: HOUR }), false],
    ['a duration that is not known yet', MaintenanceWindow.cron('cron(0 * ? * * *)', Duration.minutes(unknownNumber(61))), false],
  ])('%s', (_, window, overlaps) => {
    expect(warningsFor({ maintenanceWindows: [window] })).toEqual(overlaps ? [expect.stringContaining('begins again')] : []);
  });

  test('are named, each by its place', () => {
    expect(warningsFor({ maintenanceWindows: [MaintenanceWindow.daily({ hour: 1, duration: HOUR }), hourly(90)] })).toEqual([
      'maintenanceWindows[1].duration is 90, but cron(0 * ? * * *) begins again after 60 minutes, so its windows overlap: make the windows shorter or less frequent [ack: cdk-iot-job-template:maintenanceWindowsOverlap]',
    ]);
  });
});

describe('a document near its limit', () => {
  const bytes = (length: number, rest = '') => `{"a":"${rest}${'x'.repeat(length - 8 - Buffer.byteLength(rest))}"}`;
  const near = (length: number) => `document has ${length} bytes, but the limit is 32768 bytes: move large parts into an object that the `
    + 'document refers to '
    + '[ack: cdk-iot-job-template:documentNearLimit]';

  test.each<[string, JobDocument, string[]]>([
    ['29,491 bytes', JobDocument.fromString(bytes(29491)), []],
    ['29,492 bytes', JobDocument.fromString(bytes(29492)), [near(29492)]],
    ['32,768 bytes', JobDocument.fromString(bytes(32768)), [near(32768)]],
    ['fewer characters than bytes', JobDocument.fromString(bytes(29492, 'é')), [near(29492)]],
    ['an object', JobDocument.fromObject(JSON.parse(bytes(29492))), [near(29492)]],
    ['a text that is not known yet', JobDocument.fromString(Fn.importValue('document')), []],
    ['a value that is not known yet', JobDocument.fromObject({ a: Fn.importValue('a') }), []],
    ['a text that is known later', JobDocument.fromString(unknownText(bytes(29492))), [near(29492)]],
    ['a value that is known later', JobDocument.fromObject({ a: unknownText('x'.repeat(30000)) }), [near(30008)]],
    ['a value that is known later, in a document near its limit', JobDocument.fromString(bytes(30000, unknownText('later'))), [expect.stringContaining('but the limit is 32768')]],
    ['the document of a job', JobDocument.fromJobArn('arn:aws:iot:eu-west-1:123456789012:job/pilot'), []],
  ])('%s', (_, document, warnings) => expect(warningsFor({ document })).toEqual(warnings));
});

describe('a placeholder that AWS IoT does not know', () => {
  const unknown = (text: string) => `document has "${text}", but AWS IoT documents no such placeholder, so devices probably get this text `
    + 'unchanged: check the spelling '
    + '[ack: cdk-iot-job-template:unknownPlaceholder]';

  test.each<[string, string[]]>([
    ['${aws:iot:s3-presigned-ulr:https://s3.eu-west-1.amazonaws.com/bucket/key}', ['${aws:iot:s3-presigned-ulr:https://s3.eu-west-1.amazonaws.com/bucket/key}']],
    ['${aws:iot:thing:name} and ${aws:iot:package:a:version:1:attribute}', ['${aws:iot:thing:name}', '${aws:iot:package:a:version:1:attribute}']],
    ['${aws:iot:token:name}', ['${aws:iot:token:name}']],
    ['${aws:iot:package:a:version:1:attributes}', []],
    ['${aws:iot:code-sign-signature:s3://eu-west-1.bucket/code@v1}', []],
    ['${HOME}', []],
    [`\${aws:iot:${unknownText('package:a:version:1:attributes')}}`, []],
    [`\${aws:iot:${Fn.importValue('placeholder')}}`, []],
    [`\${aws:iot:s3-${Fn.importValue('placeholder')}}`, []],
    [`\${aws:iot:package:${Fn.importValue('package')}}`, []],
    [`\${aws:iot:s3-presigned-ulr:https://s3.${Aws.REGION}.amazonaws.com/b/k}`, ['${aws:iot:s3-presigned-ulr:https://s3.<token>.amazonaws.com/b/k}']],
    [Fn.join('', ['${aws:iot:s3-presigned-ulr:', Aws.REGION, '}']), ['${aws:iot:s3-presigned-ulr:<token>}']],
    [Fn.sub('${!aws:iot:s3-presigned-ulr:${AWS::Region}}'), ['${aws:iot:s3-presigned-ulr:<token>}']],
    [unknownText('${aws:iot:s3-presigned-ulr:a}'), ['${aws:iot:s3-presigned-ulr:a}']],
  ])('%s', (text, found) => expect(warningsFor({ document: JobDocument.fromObject({ text }) })).toEqual(found.map(unknown)));
});

describe('a parameter of a document', () => {
  const parameter = (text: string) => `document has "${text}", but AWS IoT documents parameters only for the templates that AWS manages, `
    + 'and nobody has measured whether other templates may have them: write the value into the document and declare a template for each '
    + 'value, use $default of a package for the version, or start the job from a template that AWS manages, with documentParameters [ack: '
    + 'cdk-iot-job-template:parameterPlaceholder]';

  test.each<[string, string[]]>([
    ['${aws:iot:parameter:delay}', ['${aws:iot:parameter:delay}']],
    ['${aws:iot:parameter:a} and ${aws:iot:parameter:b}', ['${aws:iot:parameter:a}', '${aws:iot:parameter:b}']],
    ['${aws:iot:parameter:a} and ${aws:iot:parameter:a}', ['${aws:iot:parameter:a}']],
    ['${aws:iot:code-sign-signature:s3://eu-west-1.bucket/${aws:iot:parameter:b}}', ['${aws:iot:parameter:b}']],
    ['${aws:iot:package:a:version:1:attributes:parameter}', []],
  ])('%s', (text, found) => expect(warningsFor({ document: JobDocument.fromObject({ text }) })).toEqual(found.map(parameter)));
});

describe('a secret in a document', () => {
  const secret = (text: string) => `document has "${text}", but CloudFormation documents that a custom resource cannot use a secret, so `
    + 'devices get this text unchanged. With the secret in its place, every device and everyone who may read the template would get the '
    + 'secret: let devices fetch the secret themselves '
    + '[ack: cdk-iot-job-template:secretInDocument]';
  const reference = (service: CfnDynamicReferenceService, key: string) => new CfnDynamicReference(service, key).toString();

  test.each<[string, string, string[]]>([
    ['of Secrets Manager', SecretValue.secretsManager('x').unsafeUnwrap(), ['{{resolve:secretsmanager:x:SecretString:::}}']],
    ['of a parameter', reference(CfnDynamicReferenceService.SSM_SECURE, '/x'), ['{{resolve:ssm-secure:/x}}']],
    ['as text, twice', 'a {{resolve:ssm-secure:x}} {{resolve:ssm-secure:x}}', ['{{resolve:ssm-secure:x}}']],
    ['of a name that is not known yet', `{{resolve:secretsmanager:${Fn.importValue('secret')}}}`, ['{{resolve:secretsmanager:<token>}}']],
    ['that is none, but a parameter', reference(CfnDynamicReferenceService.SSM, '/x'), []],
  ])('%s', (_, text, found) => expect(warningsFor({ document: JobDocument.fromObject({ text }) })).toEqual(found.map(secret)));
});

describe('a variable of uploads outside of one', () => {
  const outside = (variable: string) => `document has "${variable}", but AWS IoT replaces it only in the key of an upload. Nobody has `
    + 'measured whether AWS IoT keeps it elsewhere or refuses the document: rename the variable, or leave out the braces in a shell script '
    + '[ack: cdk-iot-job-template:variableOutsideUpload]';
  const presignedUrlRole = () => iam.Role.fromRoleArn(newStack({ env: ENV }), 'Presigner', 'arn:aws:iam::123456789012:role/presign');

  test.each<[string, string[]]>([
    ['echo ${thingName}', ['${thingName}']],
    ['echo ${jobId} ${executionNumber} ${jobId}', ['${jobId}', '${executionNumber}']],
    ['${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/${jobId}} ${jobId}', ['${jobId}']],
    ['${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/${jobId}}', []],
    ['echo $thingName ${ThingName} ${HOME}', []],
  ])('%s', (text, found) => expect(warningsFor({ presignedUrlRole: presignedUrlRole(), document: JobDocument.fromObject({ run: [text] }) })).toEqual(found.map(outside)));
});

describe('a placeholder in another case', () => {
  const inCase = (text: string) => `document has "${text}", but AWS IoT documents placeholders only in lower case, so devices may get this `
    + 'text unchanged: write ${aws:iot:...} '
    + '[ack: cdk-iot-job-template:placeholderCase]';

  test.each<[string, string[]]>([
    ['${AWS:IoT:parameter:a}', ['${AWS:IoT:parameter:a}']],
    ['${aws:IOT:a} ${aws:IOT:a} ${Aws:iot:b', ['${aws:IOT:a}', '${Aws:iot:b']],
    ['${AWS:Region}', []],
  ])('%s', (text, found) => expect(warningsFor({ document: JobDocument.fromObject({ text }) })).toEqual(found.map(inCase)));
});

describe('a document that is no object', () => {
  const none = (value: string) => `document is ${value}, but all documents in the AWS documentation are JSON objects, and nobody has `
    + 'measured whether AWS IoT accepts other values: put it into a member of an object [ack: cdk-iot-job-template:documentNotObject]';

  test.each<[string, JobDocument, string[]]>([
    ['a list', JobDocument.fromString('[1]'), [none('[1]')]],
    ['a text', JobDocument.fromString('"reboot"'), [none('"reboot"')]],
    ['nothing', JobDocument.fromString('null'), [none('null')]],
    ['an object', JobDocument.fromString('{}'), []],
    ['what is not known yet', JobDocument.fromString(Fn.importValue('document')), []],
    ['a list that is known later', JobDocument.fromString(unknownText('[]')), [none('[]')]],
    ['an object that is only known later', JobDocument.fromObject(Lazy.any({ produce: () => ({}) })), []],
  ])('%s', (_, document, warnings) => expect(warningsFor({ document })).toEqual(warnings));
});

describe('two versions of one package', () => {
  const versions = (...names: [string, string][]) => ({
    destinationPackageVersions: names.map(([name, version]) => PackageVersion.fromNames(name, version)),
  });
  const repeated = (index: number, version: string) => `destinationPackageVersions[${index}] is "package/app/version/${version}", but destinationPackageVersions[0] names the same package, and `
    + 'AWS does not document which of the two versions a device has then: leave one out [ack: cdk-iot-job-template:repeatedPackage]';

  test.each<[string, Partial<JobTemplateProps>, string[]]>([
    ['one of each package', versions(['app', '1'], ['config', '1']), []],
    ['another version of a package', versions(['app', '1'], ['config', '1'], ['app', '2']), [repeated(2, '2')]],
    ['its version and its removal', versions(['app', '1'], ['app', '$null']), [repeated(1, '$null')]],
    ['a version that is only known later', versions(['app', '1'], ['app', unknownText('2')]), [repeated(1, '<token>')]],
    ['packages that are only known later', versions([unknownText('app'), '1'], ['app', '2']), []],
  ])('%s', (_, props, warnings) => expect(warningsFor(props)).toEqual(warnings));
});

describe('two retry criteria for one failure', () => {
  const retry = (...types: string[]) => ({
    inProgressTimeout: HOUR, retryCriteria: types.map(type => ({ failureType: type as JobRetryableFailureType, numberOfRetries: 1 })),
  });
  const repeated = (type: string) => `retryCriteria is "${type}, ${type}", but AWS IoT documents neither which of two criteria for ${type} `
    + 'applies nor whether it refuses them: leave one out [ack: cdk-iot-job-template:repeatedRetryCriterion]';

  test.each<[string, Partial<JobTemplateProps>, string[]]>([
    ['each failure once', retry('FAILED', 'TIMED_OUT'), []],
    ['one failure twice', retry('FAILED', 'FAILED'), [repeated('FAILED')]],
    ['all failures twice', retry('ALL', 'ALL'), [repeated('ALL')]],
    ['failures that are not known yet', retry(...Array(2).fill(unknownText('FAILED'))), []],
  ])('%s', (_, props, warnings) => expect(warningsFor(props)).toEqual(warnings));
});

describe('the role of a template that is created from a job', () => {
  const JOB = 'arn:aws:iot:eu-west-1:123456789012:job/pilot';
  const PRESIGNED = JobDocument.fromString('{"a":"${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/key}"}');
  const role = () => iam.Role.fromRoleArn(newStack({ env: ENV }), 'Presigner', 'arn:aws:iam::123456789012:role/presign');
  const fromJobArn = (options: FromJobArnOptions = {}, props: Partial<JobTemplateProps> = {}) =>
    ({ document: JobDocument.fromJobArn(JOB, options), ...props });
  const expiring = { presignedUrlExpiration: Duration.minutes(5) };
  const unknown = 'presignedUrlRole is missing, but the document has a presigned URL, and AWS IoT refuses the template unless the job has a '
    + 'role: pass the role of the job as inheritedPresignedUrlRole, so that it gets its permissions, or pass another role as '
    + 'presignedUrlRole [ack: cdk-iot-job-template:inheritedRoleUnknown]';
  const noEffect = 'presignedUrlExpiration is 300, but the document has no presigned URL, so it has no effect: leave it out, or put an '
    + 'S3PresignedUrl into '
    + 'the document [ack: cdk-iot-job-template:expirationWithoutRole]';
  const replaced = 'presignedUrlRole is missing, but presignedUrlExpiration also replaces the role of the job: if the document of the job '
    + 'has presigned URLs, pass the role as presignedUrlRole [ack: cdk-iot-job-template:inheritedRoleReplaced]';

  test.each<[string, Partial<JobTemplateProps>, string[]]>([
    ['nothing but the job', fromJobArn(), []],
    ['a document with a presigned URL', fromJobArn({ document: PRESIGNED }), [unknown]],
    ['such a document, and the role of the job', fromJobArn({ document: PRESIGNED, inheritedPresignedUrlRole: role() }), []],
    ['such a document, and another role', fromJobArn({ document: PRESIGNED }, { presignedUrlRole: role() }), []],
    ['a document without one', fromJobArn({ document: JobDocument.fromString('{}') }), []],
    ['a document that is not known yet', fromJobArn({ document: JobDocument.fromString(unknownText('{}')) }), []],
    ['an expiration', fromJobArn({}, expiring), [replaced]],
    ['an expiration, and a role', fromJobArn({}, { ...expiring, presignedUrlRole: role() }), []],
    ['an expiration, and a document without a presigned URL', fromJobArn({ document: JobDocument.fromString('{}') }, expiring), [noEffect]],
    ['an expiration, and no job', expiring, [noEffect]],
    ['an expiration, a role, and no job', { ...expiring, presignedUrlRole: role() }, []],
    ['an expiration that is not known yet', { presignedUrlExpiration: Duration.seconds(unknownNumber(60)) }, [expect.stringContaining('has no effect')]],
  ])('%s', (_, props, warnings) => expect(warningsFor(props)).toEqual(warnings));
});

describe('a tag value with characters that only one source allows', () => {
  const characters = (key: string, value: string) => `tags["${key}"] is ${JSON.stringify(value)}, but the tagging guide of AWS IoT allows `
    + 'only letters, digits, spaces and _ . : / = + - @. Its API model allows any text, and nobody has measured which of the two is right: '
    + 'use only these characters [ack: cdk-iot-job-template:tagValueCharacters]';

  test.each<[string, { [key: string]: string }, string[]]>([
    ['all characters that both allow', { a: 'Größe 1_.:/=+-@' }, []],
    ['no character', { a: '' }, []],
    ['another character', { a: 'x', b: 'R&D' }, [characters('b', 'R&D')]],
    ['a line break', { a: 'x\n' }, [characters('a', 'x\n')]],
    ['a value that is not known yet', { a: unknownText('R&D') }, []],
  ])('%s', (_, tags, warnings) => expect(warningsFor({ tags })).toEqual(warnings));

  test('is warned of once, also if it is added from outside', () => {
    const stack = newStack({ env: ENV });
    const template = newJobTemplate({ tags: { a: 'R&D' } }, stack);
    Tags.of(template).add('b', 'A*');
    expect(warningsWithIdsOf(stack)).toEqual([characters('a', 'R&D'), characters('b', 'A*')]);
  });
});

describe('a warning', () => {
  const PROPS: Partial<JobTemplateProps> = {
    abortCriteria: [{ failureType: JobFailureType.TIMED_OUT, thresholdPercentage: 5, minNumberOfExecutedThings: 10 }],
  };

  test('does not stand in the way of a template, and stands at its construct', () => {
    const stack = newStack({ env: ENV });
    newJobTemplate(PROPS, stack);
    expect(warningsWithIdsOf(stack, '/Fleet/Reboot').length).toBe(1);
  });

  test.each(['before', 'after'])('is silenced if it is acknowledged %s the template is created', when => {
    const stack = newStack({ env: ENV });
    const acknowledge = () => Annotate.of(stack).acknowledgeWarning('cdk-iot-job-template:timedOutWithoutTimeout', 'the devices set step timers');
    if (when === 'before') acknowledge();
    newJobTemplate(PROPS, stack);
    if (when === 'after') acknowledge();
    expect(warningsWithIdsOf(stack)).toEqual([]);
  });

  test('is not silenced by who acknowledges another', () => {
    const stack = newStack({ env: ENV });
    Annotate.of(stack).acknowledgeWarning('cdk-iot-job-template:documentNearLimit');
    newJobTemplate(PROPS, stack);
    expect(warningsWithIdsOf(stack).length).toBe(1);
  });

  test('of every kind stands in the guide, and no other', () => {
    const [, section] = /\n## Warnings\n(.*)/s.exec(readFileSync('docs/limits.md', 'utf8')) ?? [];
    const listed = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, id]) => id);
    expect(listed.sort()).toEqual(Object.values<string>(WarningId).sort());
  });
});
