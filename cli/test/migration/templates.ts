import type { CreateJobTemplateCommandInput } from '@aws-sdk/client-iot';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const BUCKET = 'fleet-documents';
/** The key of an object whose URL has to be encoded. */
export const ODD_KEY = 'größe/boot loader #1.json';
export const PILOT = `arn:aws:iot:${REGION}:${ACCOUNT}:job/pilot`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/fleet-presigner`;
const OTHER_ROLE = `arn:aws:iam::${ACCOUNT}:role/archive`;
const packageVersion = (name: string, version: string, region = REGION) => `arn:aws:iot:${region}:${ACCOUNT}:package/${name}/version/${version}`;

/** About as long as a document may be, with characters of every length. */
const LONG_DOCUMENT = JSON.stringify({ operation: 'configure', lines: Array.from({ length: 400 }, (_, line) => `Zeile ${line}: größer, 長い, 🚀`) }, undefined, 2);

type Template = Omit<CreateJobTemplateCommandInput, 'jobTemplateId'>;
const document = '{"operation":"reboot"}';

/** Templates that were made by hand. Between them they use every member and every form. */
export const HANDMADE: { readonly [id: string]: Template } = {
  // Documents.
  'reboot': { description: 'Reboots a device', document },
  'Reboot-2': { description: 'Reboots a device, twice', document: '{ "operation" : "reboot",\n  "times" : 2 }\n' },
  '0': { description: 'An id of one digit', document },
  '_-_': { description: 'An id without a letter', document },
  'BootstrapVersion': { description: 'An id that the CDK uses', document },
  'JobTemplateProvider': { description: 'An id that the library uses', document },
  'class': { description: 'A word of many languages', document },
  ['a'.repeat(64)]: { description: 'x'.repeat(2028), document },
  'unicode': { description: 'Größe "ändern" \\ {0} \'$x\' `y` 🚀 \u2603', document: '{"größe":"\\u00e9\\ud83d\\ude80 🚀","q":"\'`${x} \\" #{y}"}' },
  'long': { description: 'A long document', document: LONG_DOCUMENT },
  'LONG': { description: 'A long document under an id that differs in capital letters only', document: LONG_DOCUMENT },
  'array': { description: 'A document that is no object', document: '[1,2.50,null]' },
  // Sources of documents.
  'path-style': { description: 'A path-style URL', documentSource: `https://s3.${REGION}.amazonaws.com/${BUCKET}/reboot.json` },
  'virtual-hosted': { description: 'A virtual-hosted URL', documentSource: `https://${BUCKET}.s3.${REGION}.amazonaws.com/reboot.json` },
  'without-region': { description: 'A URL without a Region', documentSource: `https://s3.amazonaws.com/${BUCKET}/reboot.json` },
  'other-region': { description: 'A URL of another Region', documentSource: `https://${BUCKET}.s3.eu-west-1.amazonaws.com/reboot.json` },
  'encoded': {
    description: 'A URL that is encoded', documentSource: `https://s3.amazonaws.com/${BUCKET}/${ODD_KEY.split('/').map(encodeURIComponent).join('/')}`,
  },
  // Presigned URLs.
  'download': {
    description: 'Downloads an image',
    document: `{"image":"\${aws:iot:s3-presigned-url:https://s3.${REGION}.amazonaws.com/${BUCKET}/image.bin}"}`,
    presignedUrlConfig: { roleArn: ROLE, expiresInSec: 90 },
  },
  'download-for-an-hour': {
    description: 'Downloads an image within an hour',
    document: `{"image":"\${aws:iot:s3-presigned-url-v2:https://s3.${REGION}.amazonaws.com/${BUCKET}/image.bin}"}`,
    presignedUrlConfig: { roleArn: ROLE, expiresInSec: 3600 },
  },
  'upload': {
    description: 'Uploads logs',
    document: `{"logs":"\${aws:iot:s3-presigned-url-upload:https://s3.${REGION}.amazonaws.com/${BUCKET}/\${thingName}/\${jobId}.log}"}`,
    presignedUrlConfig: { roleArn: OTHER_ROLE },
    abortConfig: {
      criteriaList: [
        { failureType: 'REJECTED', action: 'CANCEL', thresholdPercentage: 5, minNumberOfExecutedThings: 3 },
        { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 12.5, minNumberOfExecutedThings: 10 },
      ],
    },
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 100, exponentialRate: { baseRatePerMinute: 5, incrementFactor: 2, rateIncreaseCriteria: { numberOfSucceededThings: 50 } },
    },
  },
  // Settings.
  'constant': {
    description: 'A constant rate', document, jobExecutionsRolloutConfig: { maximumPerMinute: 50 }, timeoutConfig: { inProgressTimeoutInMinutes: 10080 },
  },
  'exponential': {
    description: 'A rate that grows with notified things',
    document,
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 500, exponentialRate: { baseRatePerMinute: 10, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 100 } },
    },
    timeoutConfig: { inProgressTimeoutInMinutes: 120 },
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 3 }, { failureType: 'TIMED_OUT', numberOfRetries: 2 }] },
  },
  'windows': {
    description: 'All forms of windows',
    document,
    maintenanceWindows: [
      { startTime: 'cron(0 1 * * ? *)', durationInMinutes: 60 },
      { startTime: 'cron(15 1 * * ? *)', durationInMinutes: 45 },
      { startTime: 'cron(30 2 ? * SAT,SUN *)', durationInMinutes: 240 },
      { startTime: 'cron(0 3 15 * ? *)', durationInMinutes: 90 },
      { startTime: 'cron(0 18 ? * MON-FRI *)', durationInMinutes: 1 },
      { startTime: 'cron(00 4 * * ? *)', durationInMinutes: 30 },
      { startTime: 'cron(0 5 ? * 1 *)', durationInMinutes: 30 },
    ],
  },
  'versions': {
    description: 'Versions of packages',
    document,
    destinationPackageVersions: [packageVersion('agent', '1.8.2'), packageVersion('probe', '$default'), packageVersion('radio', '3', 'eu-west-1')],
  },
  'tagged': {
    description: 'Tags of other tools',
    document,
    tags: [{ Key: 'team', Value: 'gateway' }, { Key: 'cost center', Value: '' }, { Key: 'a:b/c=d+e-f@g', Value: 'Größe "1"' }],
  },
  'from-a-job': { description: 'Made from a job', jobArn: PILOT },
};

/** The settings of the job that a template is made from. */
export const PILOT_SETTINGS = {
  document: '{"operation":"pilot"}',
  jobExecutionsRolloutConfig: { maximumPerMinute: 7 },
  timeoutConfig: { inProgressTimeoutInMinutes: 7 },
};

/** Templates that a stack declares with the native resource. */
export const NATIVE_STACK = 'Native';
export const NATIVE_TEMPLATE = `
AWSTemplateFormatVersion: 2010-09-09
Mappings:
  Teams: { Calibrate: { Name: radio } }
Resources:
  Calibrate:
    Type: AWS::IoT::JobTemplate
    DeletionPolicy: Retain
    Properties:
      JobTemplateId: calibrate
      Description: !Sub ['Calibrates the \${Team}', { Team: radio }]
      Document: '{"operation":"calibrate"}'
      TimeoutConfig: { InProgressTimeoutInMinutes: 90 }
      Tags: [{ Key: team, Value: !FindInMap [Teams, Calibrate, Name] }]
  Restart:
    Type: AWS::IoT::JobTemplate
    DeletionPolicy: Retain
    Properties:
      JobTemplateId: !Join ['-', [restart, radio]]
      Description: Restarts the radio
      Document: '{"operation":"restart"}'
      JobExecutionsRolloutConfig:
        MaximumPerMinute: 100
        ExponentialRolloutRate: { BaseRatePerMinute: 5, IncrementFactor: 2, RateIncreaseCriteria: { NumberOfSucceededThings: 50 } }
      AbortConfig:
        CriteriaList:
          - { FailureType: ALL, Action: CANCEL, ThresholdPercentage: 12.5, MinNumberOfExecutedThings: 10 }
          - { FailureType: REJECTED, Action: CANCEL, ThresholdPercentage: 5, MinNumberOfExecutedThings: 3 }
  Archive:
    Type: AWS::IoT::JobTemplate
    DeletionPolicy: Retain
    Properties:
      JobTemplateId: archive
      Description: Archives logs
      DocumentSource: https://s3.us-east-1.amazonaws.com/${BUCKET}/reboot.json
      JobExecutionsRetryConfig: { RetryCriteriaList: [{ FailureType: ALL, NumberOfRetries: 10 }] }
  Wipe:
    Type: AWS::IoT::JobTemplate
    DeletionPolicy: Retain
    Properties:
      JobTemplateId: wipe
      Description: Wipes a device
      Document: '{"operation":"wipe"}'
      MaintenanceWindows: [{ StartTime: 'cron(0 0 1 * ? *)', DurationInMinutes: 1430 }]
`;
