import { code, table } from './markdown';
import { problemsOf } from '../../src/private/request-problems';
import { AT_DEPLOYMENT, check } from '../../src/shared/check';
import type { CreateJobTemplateRequest } from '../../src/shared/create-job-template';

/** A rule beyond the limits of single values, and a request that breaks it. */
export interface DocumentedRule {
  readonly prop: string;
  readonly rule: string;
  readonly request: CreateJobTemplateRequest;
}

const ROLE = { roleArn: 'arn:aws:iam::123456789012:role/presign' };
const S3_URL = 'https://s3.eu-west-1.amazonaws.com/bucket/key';
const HOUR = { inProgressTimeoutInMinutes: 60 };

const broken = (prop: string, rule: string, members: Partial<CreateJobTemplateRequest>): DocumentedRule =>
  ({ prop, rule, request: { jobTemplateId: 'reboot', description: 'Reboots a device', document: '{}', presignedUrlConfig: ROLE, ...members } });
const ofDocument = (rule: string, text: string, members: Partial<CreateJobTemplateRequest> = {}): DocumentedRule =>
  broken('document', rule, { document: JSON.stringify({ text }), ...members });
const rollout = (baseRatePerMinute: number, others: object): CreateJobTemplateRequest['jobExecutionsRolloutConfig'] => ({
  exponentialRate: { baseRatePerMinute, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 10 } }, ...others,
});
const aborts = (...types: string[]): CreateJobTemplateRequest['abortConfig'] => ({
  criteriaList: types.map(failureType => ({ failureType, action: 'CANCEL', thresholdPercentage: 5, minNumberOfExecutedThings: 10 })),
});
const retries = (...criteria: [string, number][]): CreateJobTemplateRequest['jobExecutionsRetryConfig'] =>
  ({ criteriaList: criteria.map(([failureType, numberOfRetries]) => ({ failureType, numberOfRetries })) });
const packageVersion = (name: string): string => `arn:aws:iot:eu-west-1:123456789012:package/${name}`;

export const DOCUMENTED_RULES: readonly DocumentedRule[] = [
  broken('document', 'It comes from one source.', { documentSource: S3_URL }),
  broken('document', 'It is JSON.', { document: '{oops' }),
  broken('document', 'It does not begin with a byte order mark.', { document: '\uFEFF{}' }),
  broken('document', 'It has at most 32,768 bytes.', { document: JSON.stringify({ text: 'x'.repeat(40_000) }) }),
  broken('document', 'It has at most 1000 levels of objects and lists.', { document: `${'['.repeat(1001)}${']'.repeat(1001)}` }),
  ofDocument('It has at most 10 placeholders.', '${aws:iot:package:app:version:1:attributes:a}'.repeat(11)),
  ofDocument('A placeholder ends with `}`. Look for a missing brace.', '${aws:iot:parameter:delay'),
  ofDocument('The placeholder of a URL is not inside another placeholder.', `\${aws:iot:parameter:\${aws:iot:s3-presigned-url-v2:${S3_URL}}}`),
  ofDocument('The placeholder of an artifact is not inside another placeholder.',
    '${aws:iot:s3-presigned-url-v2:${aws:iot:package:app:version:1:artifact-location:s3-presigned-url}}'),
  ofDocument('The placeholder of a URL has the URL of an object in Amazon S3. Or use `S3PresignedUrl`.', '${aws:iot:s3-presigned-url-v2:https://example.com/key}'),
  ofDocument('The URL of a download has a bucket and a key.', '${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket}'),
  ofDocument('The URL of a download is URL-encoded in `-v2`.', '${aws:iot:s3-presigned-url-v2:https://s3.eu-west-1.amazonaws.com/bucket/a key}'),
  ofDocument('`${thingName}`, `${jobId}` and `${executionNumber}` are only in the key of an upload, and in no other placeholder.',
    '${aws:iot:parameter:${thingName}}'),
  ofDocument('The key of an upload has no other variables, because AWS IoT fills in no others.', '${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/${device}}'),
  ofDocument('The key of an upload has each variable at most two times.',
    '${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/bucket/${jobId}/${jobId}/${jobId}}'),
  ofDocument('The name of the bucket of an upload has no variable.', '${aws:iot:s3-presigned-url-upload:https://s3.eu-west-1.amazonaws.com/logs-${jobId}/key}'),
  ofDocument('A placeholder of a package version names both the package and the version, or neither.', '${aws:iot:package:app:version::attributes:a}'),
  ofDocument('A placeholder without names needs exactly one entry in `destinationPackageVersions`. `destinationAttributes()` and '
    + '`destinationArtifactUrl()` write such placeholders.', '${aws:iot:package::version::attributes:a}'),
  ofDocument('A placeholder names one of the `destinationPackageVersions`, if there are any. Use one `PackageVersion` for both.',
    '${aws:iot:package:app:version:1:attributes:a}', { destinationPackageVersions: [packageVersion('app/version/2')] }),
  ofDocument('`$default` is both in the document and in `destinationPackageVersions`, or in neither.',
    '${aws:iot:package:app:version:$default:attributes:a}', { destinationPackageVersions: [packageVersion('app/version/2')] }),
  ofDocument('No placeholder names the version `$null`.', '${aws:iot:package:app:version:$null:attributes:a}'),
  ofDocument('The placeholder of all attributes is a JSON value by itself. Use `attributes()` as a value, or `attributes(\'key\')` in a text.',
    'all: ${aws:iot:package:app:version:1:attributes}'),
  ofDocument('`${!NAME}` is for `Fn.sub` only.', '${!aws:iot:parameter:delay}'),
  ofDocument('A presigned URL needs a role. The message also appears for `artifactUrl()` of an unknown artifact: pass `artifact` to `PackageVersion`.',
    `\${aws:iot:s3-presigned-url-v2:${S3_URL}}`, { presignedUrlConfig: undefined }),
  broken('rollout', 'A rollout has a rate.', { jobExecutionsRolloutConfig: {} }),
  broken('rollout', 'An exponential rollout has a maximum.', { jobExecutionsRolloutConfig: rollout(10, {}) }),
  broken('rollout', 'It does not begin above its maximum. Lower `baseRatePerMinute`, or raise `maximumPerMinute`.',
    { jobExecutionsRolloutConfig: rollout(51, { maximumPerMinute: 50 }) }),
  broken('rollout', '`increaseAfter` counts notified or succeeded things, and not both.', {
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 50,
      exponentialRate: { baseRatePerMinute: 10, incrementFactor: 2, rateIncreaseCriteria: { numberOfNotifiedThings: 1, numberOfSucceededThings: 1 } },
    },
  }),
  broken('abortCriteria', 'Each failure type is there once. Keep the stricter criterion.', { abortConfig: aborts('FAILED', 'FAILED'), timeoutConfig: HOUR }),
  broken('retryCriteria', '`ALL` is there by itself. It is the same as `FAILED` and `TIMED_OUT`. Use these two, or `ALL` only.',
    { jobExecutionsRetryConfig: retries(['FAILED', 1], ['ALL', 1]), timeoutConfig: HOUR }),
  broken('retryCriteria', 'All criteria together have at most 10 retries.', { jobExecutionsRetryConfig: retries(['FAILED', 5], ['TIMED_OUT', 6]), timeoutConfig: HOUR }),
  broken('retryCriteria', '`TIMED_OUT` needs an `inProgressTimeout`, or a job that may have one. Without a timeout, no execution times out.',
    { jobExecutionsRetryConfig: retries(['TIMED_OUT', 1]) }),
  broken('maintenanceWindows', 'The expression is `cron(...)` with six fields and `?` in exactly one of the two days, for example `cron(0 18 ? * MON-FRI *)`, '
    + 'and with years from 1970 to 2199.', { maintenanceWindows: [{ startTime: 'cron(0 18 * * MON-FRI *)', durationInMinutes: 60 }] }),
  broken('tags', 'A key does not begin with `aws:` or `cdk-iot-job-template:`.', { tags: [{ Key: 'aws:team', Value: 'fleet' }] }),
  broken('tags', 'A key is there once.', { tags: [{ Key: 'team', Value: 'a' }, { Key: 'team', Value: 'b' }] }),
  broken('tags', 'A value is given. If it is missing, a variable was probably not set. An empty text is a value.', { tags: [{ Key: 'commit' }] }),
  broken('tags', 'No key is `__proto__`.', { tags: [{ Key: '__proto__', Value: 'a' }] }),
];

/** The rules, each with the message for a request that breaks it, and whether the handler checks it as well. */
export const rulesTable = (): string => table(['Prop', 'Rule', 'Message, for example', 'Checked'], DOCUMENTED_RULES.map(documented => {
  const isChecked = check(documented.request, AT_DEPLOYMENT).length > 0;
  return [code(documented.prop), documented.rule, code(messageOf(documented)), isChecked ? 'at synthesis and at deployment' : 'at synthesis only'];
}));

export function messageOf({ request, rule }: DocumentedRule): string {
  const [message, ...others] = problemsOf(request);
  if (message === undefined || others.length > 0) throw new Error(`must break one rule, "${rule}": ${[message, ...others].join('; ')}`);
  // Nobody would see it.
  return message.replace('\uFEFF', '\\ufeff');
}
