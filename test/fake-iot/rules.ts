import type { CreateJobTemplateCommandInput } from '@aws-sdk/client-iot';
import { isCron } from './cron';
import { ServiceError } from './errors';

const MAX_RETRIES = 10;
const MAX_ROLLOUT_PER_MINUTE = 1000;
const MAX_TIMEOUT_MINUTES = 10080;
const MAX_PACKAGE_VERSIONS = 25;
const MAX_SUBSTITUTIONS = 10;
const MAX_BYTES_FROM_SOURCE = 32768;
export const MAX_TAGS = 50;

type Input = CreateJobTemplateCommandInput;
type Tags = NonNullable<Input['tags']>;
interface ResolvedDocument {
  readonly document: string;
  readonly documentSource?: string;
  readonly roleArn?: string;
}
/** What is wrong, or nothing. */
type Rule<T> = (value: T) => string | undefined | false;

const REQUEST_RULES: readonly Rule<Input>[] = [
  ({ document, documentSource, jobArn }) => [document, documentSource, jobArn].filter((source) => source !== undefined).length !== 1
    && 'Exactly one of document, documentSource and jobArn must be specified.',
  ({ jobArn }) => jobArn !== undefined && !/^arn:[^:]+:iot:[^:]+:[^:]+:job\/.+$/.test(jobArn) && `Invalid job ARN: ${jobArn}`,
  ({ jobExecutionsRolloutConfig }) => (jobExecutionsRolloutConfig?.maximumPerMinute ?? 0) > MAX_ROLLOUT_PER_MINUTE
    && `maximumPerMinute must be at most ${MAX_ROLLOUT_PER_MINUTE}.`,
  ({ jobExecutionsRolloutConfig }) => {
    const rate = jobExecutionsRolloutConfig?.exponentialRate;
    if (!rate) return;
    if (!hasDecimals(rate.incrementFactor!, 1)) return 'incrementFactor supports up to one digit after the decimal point.';
    const { numberOfNotifiedThings, numberOfSucceededThings } = rate.rateIncreaseCriteria!;
    return (numberOfNotifiedThings === undefined) === (numberOfSucceededThings === undefined)
      && 'Exactly one of numberOfNotifiedThings and numberOfSucceededThings must be specified in rateIncreaseCriteria.';
  },
  ({ abortConfig }) => abortConfig?.criteriaList?.map(({ thresholdPercentage }) => thresholdPercentage!)
    .some((percentage) => percentage <= 0 || !hasDecimals(percentage, 2))
    && 'thresholdPercentage must be greater than 0 and supports up to two digits after the decimal point.',
  ({ timeoutConfig }) => {
    const minutes = timeoutConfig?.inProgressTimeoutInMinutes ?? 1;
    return (minutes < 1 || minutes > MAX_TIMEOUT_MINUTES) && `inProgressTimeoutInMinutes must be between 1 and ${MAX_TIMEOUT_MINUTES}.`;
  },
  ({ jobExecutionsRetryConfig }) =>
    (jobExecutionsRetryConfig?.criteriaList ?? []).reduce((sum, { numberOfRetries }) => sum + numberOfRetries!, 0) > MAX_RETRIES
    && `The total number of retries must not exceed ${MAX_RETRIES}.`,
  ({ jobExecutionsRetryConfig, timeoutConfig }) => jobExecutionsRetryConfig?.criteriaList?.some(({ failureType }) => failureType === 'TIMED_OUT')
    && timeoutConfig?.inProgressTimeoutInMinutes === undefined
    && 'A retry for TIMED_OUT requires timeoutConfig.inProgressTimeoutInMinutes.',
  ({ maintenanceWindows }) => maintenanceWindows?.some(({ startTime }) => !isCron(startTime!)) && 'Invalid cron expression in maintenanceWindows.',
  ({ destinationPackageVersions }) => (destinationPackageVersions?.length ?? 0) > MAX_PACKAGE_VERSIONS
    && `At most ${MAX_PACKAGE_VERSIONS} destination package versions are allowed.`,
  ({ tags }) => (tags?.length ?? 0) > MAX_TAGS && `At most ${MAX_TAGS} tags are allowed.`,
];

const TAG_RULES: readonly Rule<Tags>[] = [
  (tags) => tags.some(({ Key }) => /^aws:/i.test(Key!)) && 'Tag keys must not start with aws:.',
  (tags) => new Set(tags.map(({ Key }) => Key)).size !== tags.length && 'Duplicate tag keys found.',
];

const DOCUMENT_RULES: readonly Rule<ResolvedDocument>[] = [
  ({ document, documentSource }) => documentSource !== undefined && Buffer.byteLength(document) > MAX_BYTES_FROM_SOURCE
    && `The job document exceeds ${MAX_BYTES_FROM_SOURCE} bytes.`,
  ({ document }) => !isJson(document) && 'The job document is not valid JSON.',
  ({ document }) => document.split('${aws:iot:').length - 1 > MAX_SUBSTITUTIONS && `At most ${MAX_SUBSTITUTIONS} substitution patterns are allowed in a job document.`,
  ({ document, roleArn }) => /\$\{aws:iot:[^}]*s3-presigned-url/.test(document) && roleArn === undefined
    && 'presignedUrlConfig.roleArn is required when the job document contains a presigned URL placeholder.',
];

/** The rules between members, which the service's model cannot state. */
export function checkRequest(input: Input): void {
  check(REQUEST_RULES, input);
  checkTags(input.tags ?? []);
}

export function checkTags(tags: Tags): void {
  check(TAG_RULES, tags);
}

export function checkDocument(resolved: ResolvedDocument): void {
  check(DOCUMENT_RULES, resolved);
}

function check<T>(rules: readonly Rule<T>[], value: T): void {
  for (const rule of rules) {
    const problem = rule(value);
    if (problem) throw new ServiceError('InvalidRequestException', problem);
  }
}

function hasDecimals(value: number, most: number): boolean {
  return Number(value.toFixed(most)) === value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
