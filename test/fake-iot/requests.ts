import type { JobSettings } from './job';
import type { Request } from './replay';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

const ARN = `arn:aws:iot:${REGION}:${ACCOUNT}`;
const TEMPLATE_ARN = `${ARN}:jobtemplate/one`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/presign`;
/** The address of the objects. */
export const BUCKET = 'documents';
const BUCKET_URL = `https://s3.${REGION}.amazonaws.com/${BUCKET}`;
const MAX_DOCUMENT = 32768;

/** The existing objects, by their keys. */
export const OBJECTS: { readonly [key: string]: string } = {
  'reboot.json': '{"operation":"reboot"}',
  'text.txt': 'reboot',
  'largest.json': JSON.stringify('x'.repeat(MAX_DOCUMENT - 2)),
  'too-large.json': JSON.stringify('x'.repeat(MAX_DOCUMENT - 1)),
};

/** The existing jobs, by their ARNs, with their CreateJob requests. */
export const JOBS: { readonly [jobArn: string]: JobSettings } = {
  [`${ARN}:job/bare`]: { document: '{"operation":"reboot"}' },
  [`${ARN}:job/configured`]: {
    document: '{"image":"${aws:iot:s3-presigned-url:https://s3.us-east-1.amazonaws.com/firmware/image.bin}"}',
    presignedUrlConfig: { roleArn: ROLE, expiresInSec: 600 },
    jobExecutionsRolloutConfig: { maximumPerMinute: 20 },
    abortConfig: { criteriaList: [{ failureType: 'FAILED', action: 'CANCEL', thresholdPercentage: 20, minNumberOfExecutedThings: 5 }] },
    timeoutConfig: { inProgressTimeoutInMinutes: 100 },
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 3 }] },
  },
};

const MINIMAL = { description: 'd', document: '{}' };
const RATE = { baseRatePerMinute: 1, incrementFactor: 1.5, rateIncreaseCriteria: { numberOfNotifiedThings: 10 } };
const ABORT = { failureType: 'ALL', action: 'CANCEL', thresholdPercentage: 10.25, minNumberOfExecutedThings: 3 };
const WINDOW = { startTime: 'cron(0 0 1 * ? *)', durationInMinutes: 1 };
const PACKAGE = `${ARN}:package/app/version/1`;
const FULL = {
  description: 'Every member',
  document: '{"image":"${aws:iot:s3-presigned-url-v2:https://s3.us-east-1.amazonaws.com/firmware/image.bin}"}',
  presignedUrlConfig: { roleArn: ROLE, expiresInSec: 60 },
  jobExecutionsRolloutConfig: { maximumPerMinute: 100, exponentialRate: RATE },
  abortConfig: { criteriaList: [ABORT] },
  timeoutConfig: { inProgressTimeoutInMinutes: 30 },
  jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 2 }] },
  maintenanceWindows: [WINDOW],
  destinationPackageVersions: [PACKAGE],
  tags: [{ Key: 'team', Value: 'edge' }],
};

const request = (method: string, path: string, body?: string | object): Request => ({ method, path, body });
const create = (body: string | object = MINIMAL, id = 'one') => request('PUT', `/job-templates/${id}`, body);
const describe = (id = 'one') => request('GET', `/job-templates/${id}`);
const remove = (id = 'one') => request('DELETE', `/job-templates/${id}`);
const list = (query = '') => request('GET', `/job-templates${query}`);
const tag = (body: object) => request('POST', '/tags', { resourceArn: TEMPLATE_ARN, ...body });
const untag = (body: object) => request('POST', '/untag', { resourceArn: TEMPLATE_ARN, ...body });
const listTags = (arn = TEMPLATE_ARN) => request('GET', `/tags?resourceArn=${encodeURIComponent(arn)}`);

const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: 'v' }));
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const presigning = (placeholder: string) => ({ document: JSON.stringify({ image: `\${aws:iot:${placeholder}}` }) });

/** Requests for a template with one additional member, or with another value of one member. */
const CREATIONS: { readonly [name: string]: { readonly [member: string]: unknown } } = {
  'a description that is missing': { description: undefined },
  'a description that is null': { description: null },
  'an empty description': { description: '' },
  'the longest description': { description: 'd'.repeat(2028) },
  'a description that is too long': { description: 'd'.repeat(2029) },
  'a description with a newline': { description: 'one\ntwo' },
  'no document': { document: undefined },
  'an empty document': { document: '' },
  'the longest document': { document: JSON.stringify('x'.repeat(MAX_DOCUMENT - 2)) },
  'a document that is too long': { document: JSON.stringify('x'.repeat(MAX_DOCUMENT - 1)) },
  'a document and a source': { documentSource: `${BUCKET_URL}/reboot.json` },
  'a document that is no JSON': { document: 'reboot' },
  'a document with a text that does not end': { document: '{"operation":"reboot' },
  'a document with NaN': { document: '{"count":NaN}' },
  'a document with Infinity': { document: '{"count":Infinity}' },
  'a document with a number beyond all numbers': { document: '{"count":1E400}' },
  // The number of levels that MiniStack accepts depends on its version of Python.
  'a document with a member twice': { document: '{"operation":"reboot","operation":"install"}' },
  'a document that is nested deeply': { document: nested(500) },
  'a document that is nested too deeply': { document: nested(1001) },
  'a source of path style': { document: undefined, documentSource: `${BUCKET_URL}/reboot.json` },
  'a source of virtual-hosted style': { document: undefined, documentSource: `https://documents.s3.${REGION}.amazonaws.com/reboot.json` },
  'a source of S3': { document: undefined, documentSource: 's3://documents/reboot.json' },
  'a source that is too long': { document: undefined, documentSource: `${BUCKET_URL}/${'x'.repeat(1351)}` },
  'a source that is no address of S3': { document: undefined, documentSource: 'https://example.com/reboot.json' },
  'a source without a key': { document: undefined, documentSource: BUCKET_URL },
  'a source in a bucket that is missing': { document: undefined, documentSource: `https://s3.${REGION}.amazonaws.com/missing/reboot.json` },
  'a source that is missing': { document: undefined, documentSource: `${BUCKET_URL}/missing.json` },
  'a source that is no JSON': { document: undefined, documentSource: `${BUCKET_URL}/text.txt` },
  'a source of the largest size': { document: undefined, documentSource: `${BUCKET_URL}/largest.json` },
  'a source that is too large': { document: undefined, documentSource: `${BUCKET_URL}/too-large.json` },
  'a job': { document: undefined, jobArn: `${ARN}:job/bare` },
  'a job and a document': { jobArn: `${ARN}:job/configured` },
  'a job and a source': { document: undefined, documentSource: `${BUCKET_URL}/reboot.json`, jobArn: `${ARN}:job/bare` },
  'a job that is missing': { document: undefined, jobArn: `${ARN}:job/missing` },
  'a job of another account': { document: undefined, jobArn: `arn:aws:iot:${REGION}:210987654321:job/bare` },
  'a job ARN that is none': { document: undefined, jobArn: 'bare' },
  'a presigned URL and a role': { ...presigning(`s3-presigned-url:${BUCKET_URL}/image.bin`), presignedUrlConfig: { roleArn: ROLE } },
  'a presigned URL without a role': presigning(`s3-presigned-url:${BUCKET_URL}/image.bin`),
  'a presigned URL of version 2 without a role': presigning(`s3-presigned-url-v2:${BUCKET_URL}/image.bin`),
  'a presigned URL of nothing in S3': { ...presigning('s3-presigned-url:https://example.com/image.bin'), presignedUrlConfig: { roleArn: ROLE } },
  'a presigned URL without a key': { ...presigning(`s3-presigned-url-v2:${BUCKET_URL}/`), presignedUrlConfig: { roleArn: ROLE } },
  'a presigned URL of version 2 that is not encoded': {
    ...presigning(`s3-presigned-url-v2:${BUCKET_URL}/boot loader.bin`), presignedUrlConfig: { roleArn: ROLE },
  },
  'a presigned URL of version 1 without a role': presigning(`s3-presigned-url-v1:${BUCKET_URL}/image.bin`),
  'an upload and a role': { ...presigning(`s3-presigned-url-upload:${BUCKET_URL}/image.bin`), presignedUrlConfig: { roleArn: ROLE } },
  'an upload without a role': presigning(`s3-presigned-url-upload:${BUCKET_URL}/image.bin`),
  'more placeholders than there may be': { document: JSON.stringify(Array(11).fill('${aws:iot:package:app:version:1:attributes:sha256}')) },
  'an empty presigned URL configuration': { presignedUrlConfig: {} },
  'a role that is too short': { presignedUrlConfig: { roleArn: 'arn:aws:iam::1' } },
  'a role that is none': { presignedUrlConfig: { roleArn: 'presign'.repeat(3) } },
  'an expiry below the least': { presignedUrlConfig: { roleArn: ROLE, expiresInSec: 59 } },
  'an expiry above the most': { presignedUrlConfig: { roleArn: ROLE, expiresInSec: 3601 } },
  'an empty rollout': { jobExecutionsRolloutConfig: {} },
  'a constant rollout': { jobExecutionsRolloutConfig: { maximumPerMinute: 1000 } },
  'a rollout of 0 a minute': { jobExecutionsRolloutConfig: { maximumPerMinute: 0 } },
  'a rollout of 1001 a minute': { jobExecutionsRolloutConfig: { maximumPerMinute: 1001 } },
  'an exponential rollout without a maximum': { jobExecutionsRolloutConfig: { exponentialRate: RATE } },
  'a base rate of 0': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, baseRatePerMinute: 0 } } },
  'a base rate of 1001': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, baseRatePerMinute: 1001 } } },
  'a base rate at the maximum': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, baseRatePerMinute: 5 } } },
  'a base rate above the maximum': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, baseRatePerMinute: 6 } } },
  'a base rate that is missing': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, baseRatePerMinute: undefined } } },
  'an increment below the least': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, incrementFactor: 1 } } },
  'an increment above the most': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, incrementFactor: 5.1 } } },
  'an increment of two decimals': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, incrementFactor: 1.25 } } },
  'no rate increase criteria': { jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, rateIncreaseCriteria: {} } } },
  'both rate increase criteria': {
    jobExecutionsRolloutConfig: {
      maximumPerMinute: 5, exponentialRate: { ...RATE, rateIncreaseCriteria: { numberOfNotifiedThings: 1, numberOfSucceededThings: 1 } },
    },
  },
  'a rate increase after 0 things': {
    jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, rateIncreaseCriteria: { numberOfSucceededThings: 0 } } },
  },
  'a rate increase after more things than can be counted': {
    jobExecutionsRolloutConfig: { maximumPerMinute: 5, exponentialRate: { ...RATE, rateIncreaseCriteria: { numberOfSucceededThings: 2 ** 31 } } },
  },
  'no abort criteria': { abortConfig: { criteriaList: [] } },
  'an abort configuration without a list': { abortConfig: {} },
  'every abort criterion': { abortConfig: { criteriaList: ['FAILED', 'REJECTED', 'TIMED_OUT', 'ALL'].map((failureType) => ({ ...ABORT, failureType })) } },
  'two abort criteria of one failure type': { abortConfig: { criteriaList: [ABORT, ABORT] } },
  'an abort criterion of no known failure type': { abortConfig: { criteriaList: [{ ...ABORT, failureType: 'LOST' }] } },
  'an abort criterion without an action': { abortConfig: { criteriaList: [{ ...ABORT, action: undefined }] } },
  'an abort criterion of no known action': { abortConfig: { criteriaList: [{ ...ABORT, action: 'PAUSE' }] } },
  'an abort criterion without a threshold': { abortConfig: { criteriaList: [{ ...ABORT, thresholdPercentage: undefined }] } },
  'a threshold of 0 percent': { abortConfig: { criteriaList: [{ ...ABORT, thresholdPercentage: 0 }] } },
  'a threshold below 0 percent': { abortConfig: { criteriaList: [{ ...ABORT, thresholdPercentage: -0.5 }] } },
  'a threshold of 100 percent': { abortConfig: { criteriaList: [{ ...ABORT, thresholdPercentage: 100 }] } },
  'a threshold above 100 percent': { abortConfig: { criteriaList: [{ ...ABORT, thresholdPercentage: 100.5 }] } },
  'a threshold of three decimals': { abortConfig: { criteriaList: [{ ...ABORT, thresholdPercentage: 10.255 }] } },
  'an abort criterion after 0 things': { abortConfig: { criteriaList: [{ ...ABORT, minNumberOfExecutedThings: 0 }] } },
  'an abort criterion after more things than can be counted': { abortConfig: { criteriaList: [{ ...ABORT, minNumberOfExecutedThings: 2 ** 31 }] } },
  'an abort criterion without a number of things': { abortConfig: { criteriaList: [{ ...ABORT, minNumberOfExecutedThings: undefined }] } },
  'an empty timeout configuration': { timeoutConfig: {} },
  'the longest timeout': { timeoutConfig: { inProgressTimeoutInMinutes: 10080 } },
  'a timeout of 0 minutes': { timeoutConfig: { inProgressTimeoutInMinutes: 0 } },
  'a timeout above the most': { timeoutConfig: { inProgressTimeoutInMinutes: 10081 } },
  'a timeout that is a text': { timeoutConfig: { inProgressTimeoutInMinutes: '60' } },
  'a timeout configuration that is a list': { timeoutConfig: [] },
  'no retry criteria': { jobExecutionsRetryConfig: { criteriaList: [] } },
  'a retry configuration without a list': { jobExecutionsRetryConfig: {} },
  'three retry criteria': { jobExecutionsRetryConfig: { criteriaList: Array(3).fill({ failureType: 'FAILED', numberOfRetries: 1 }) } },
  'a retry criterion of all failures beside another': {
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'ALL', numberOfRetries: 1 }, { failureType: 'FAILED', numberOfRetries: 1 }] },
  },
  'a retry criterion of no known failure type': { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'REJECTED', numberOfRetries: 1 }] } },
  'retries below 0': { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: -1 }] } },
  'the most retries': { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 10 }] } },
  'retries above the most': { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 11 }] } },
  'retries above the most together': {
    timeoutConfig: { inProgressTimeoutInMinutes: 30 },
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'FAILED', numberOfRetries: 5 }, { failureType: 'TIMED_OUT', numberOfRetries: 6 }] },
  },
  'retries after a timeout without one': { jobExecutionsRetryConfig: { criteriaList: [{ failureType: 'TIMED_OUT', numberOfRetries: 1 }] } },
  'a maintenance window without a start': { maintenanceWindows: [{ durationInMinutes: 60 }] },
  'a maintenance window that starts at no cron expression': { maintenanceWindows: [{ ...WINDOW, startTime: '2026-10-05T10:00' }] },
  'a maintenance window that starts on a day of the month and of the week': { maintenanceWindows: [{ ...WINDOW, startTime: 'cron(0 0 1 * MON *)' }] },
  'a maintenance window with too long a start': { maintenanceWindows: [{ ...WINDOW, startTime: `cron(${'0,'.repeat(128)}0 0 1 * ? *)` }] },
  'a maintenance window without a duration': { maintenanceWindows: [{ startTime: WINDOW.startTime }] },
  'a maintenance window of 0 minutes': { maintenanceWindows: [{ ...WINDOW, durationInMinutes: 0 }] },
  'a maintenance window of 1431 minutes': { maintenanceWindows: [{ ...WINDOW, durationInMinutes: 1431 }] },
  'no maintenance windows': { maintenanceWindows: [] },
  'no package versions': { destinationPackageVersions: [] },
  'more package versions than there may be': { destinationPackageVersions: Array.from({ length: 26 }, (_, index) => `${PACKAGE}.${index}`) },
  'a package version that is no ARN': { destinationPackageVersions: ['app'] },
  'a package version that is empty': { destinationPackageVersions: [''] },
  'a package version that is too long': { destinationPackageVersions: [PACKAGE.padEnd(1601, '1')] },
  'tags that are null': { tags: null },
  'no tags': { tags: [] },
  'the most tags': { tags: tags(50) },
  'more tags than there may be': { tags: tags(51) },
  'a tag without a key': { tags: [{ Value: 'v' }] },
  'a tag with an empty key': { tags: [{ Key: '', Value: 'v' }] },
  'a tag with too long a key': { tags: [{ Key: 'k'.repeat(129), Value: 'v' }] },
  'a tag with a key of other characters': { tags: [{ Key: 'R&D', Value: 'v' }] },
  'a tag with a reserved key': { tags: [{ Key: 'AWS:team', Value: 'v' }] },
  'a tag without a value': { tags: [{ Key: 'team' }] },
  'a tag with an empty value': { tags: [{ Key: 'team', Value: '' }] },
  'a tag with too long a value': { tags: [{ Key: 'team', Value: 'v'.repeat(257) }] },
  'a tag with a value of any characters': { tags: [{ Key: 'team', Value: 'R&D\n🚀' }] },
  'a tag twice': { tags: [{ Key: 'team', Value: 'one' }, { Key: 'team', Value: 'two' }] },
  'a tag twice in two cases': { tags: [{ Key: 'team', Value: 'one' }, { Key: 'TEAM', Value: 'two' }] },
  'several breaches at once': { description: 'd'.repeat(2029), abortConfig: { criteriaList: [{ ...ABORT, action: 'PAUSE', minNumberOfExecutedThings: 0 }] } },
};

/** Sequences of requests, by their titles. */
export const REQUESTS: { readonly [name: string]: readonly Request[] } = {
  ...Object.fromEntries(Object.entries(CREATIONS).map(([name, members]) => [`create: ${name}`, [create({ ...MINIMAL, ...members }), describe()]])),

  'create: nothing but what is needed': [create(), describe()],
  'create: every member': [create(FULL), describe()],
  'create: a member that is not known': [create({ ...MINIMAL, namespaceId: 'n' }), describe()],
  'create: from a configured job': [create({ description: 'd', jobArn: `${ARN}:job/configured` }), describe()],
  'create: from a configured job, with members of its own': [
    create({ description: 'd', jobArn: `${ARN}:job/configured`, timeoutConfig: { inProgressTimeoutInMinutes: 5 }, jobExecutionsRolloutConfig: { maximumPerMinute: 7 } }),
    describe(),
  ],
  'create: the longest id': [create(MINIMAL, 'a'.repeat(64))],
  'create: an id that is too long': [create(MINIMAL, 'a'.repeat(65))],
  'create: an id of every kind of character': [create(MINIMAL, 'aZ0_-')],
  'create: an id with a dot': [create(MINIMAL, 'a.b')],
  'create: an id that exists': [create(), create({ ...MINIMAL, description: 'other' }), describe()],
  'create: an id that exists, and a request that is invalid': [create(), create({ description: 'd' })],
  'create: an id that exists, and a job that is missing': [create(), create({ description: 'd', jobArn: `${ARN}:job/missing` })],
  'create: an id that exists, and a source that is missing': [create(), create({ description: 'd', documentSource: `${BUCKET_URL}/missing.json` })],
  'create: an id that existed': [create(), remove(), create()],
  'create: no JSON': [create('{')],
  'create: an empty body': [create('')],
  'create: a body that is a list': [create('[]')],

  'describe: a template that is missing': [describe()],
  'describe: a template that was deleted': [create(), remove(), describe()],
  'describe: an id that is too long': [describe('a'.repeat(65))],
  'describe: an id with a dot': [describe('a.b')],

  'delete: a template': [create(FULL), remove()],
  'delete: a template that is missing': [remove()],
  'delete: a template that was deleted': [create(), remove(), remove()],
  'delete: an id with a dot': [remove('a.b')],

  'list: nothing': [list()],
  'list: a template': [create(FULL), list()],
  'list: two templates, the newest first': [create(), create(MINIMAL, 'another'), list()],
  'list: the first page': [create(), create(MINIMAL, 'another'), list('?maxResults=1')],
  'list: a page of all': [create(), create(MINIMAL, 'another'), list('?maxResults=2')],
  'list: the largest page': [create(), list('?maxResults=250')],
  'list: a page above the most': [list('?maxResults=251')],
  'list: a page of nothing': [list('?maxResults=0')],
  'list: a token that is none': [list('?nextToken=none')],

  'list tags: of a template': [create(FULL), listTags()],
  'list tags: of a template without tags': [create(), listTags()],
  'list tags: of more than a page': [create({ ...MINIMAL, tags: tags(50) }), listTags()],
  'list tags: of a template that is missing': [listTags()],
  'list tags: of a template that was deleted': [create(FULL), remove(), listTags()],
  'list tags: of a template that was created again without tags': [create(FULL), remove(), create(), listTags()],
  'list tags: after the same key twice': [create({ ...MINIMAL, ...CREATIONS['a tag twice'] }), listTags()],
  'list tags: of a job': [listTags(`${ARN}:job/bare`)],
  'list tags: of another account': [listTags(TEMPLATE_ARN.replace(ACCOUNT, '210987654321'))],
  'list tags: of another Region': [listTags(TEMPLATE_ARN.replace(REGION, 'eu-west-1'))],
  'list tags: of no ARN': [listTags('one')],
  'list tags: of nothing': [request('GET', '/tags')],

  'tag: a template': [create(), tag({ tags: [{ Key: 'team', Value: 'edge' }] })],
  'tag: a template that has tags': [create(FULL), tag({ tags: [{ Key: 'stage', Value: 'prod' }, { Key: 'team', Value: 'fleet' }] }), listTags()],
  'tag: the same key twice': [create(), tag({ tags: [{ Key: 'team', Value: 'one' }, { Key: 'team', Value: 'two' }] }), listTags()],
  'tag: up to the most': [create({ ...MINIMAL, tags: tags(50) }), tag({ tags: [{ Key: 'key-1', Value: 'w' }] })],
  'tag: above the most': [create({ ...MINIMAL, tags: tags(50) }), tag({ tags: [{ Key: 'one-more', Value: 'v' }] })],
  'tag: above the most at once': [create(), tag({ tags: tags(51) })],
  'tag: with no tags': [create(), tag({ tags: [] })],
  'tag: without tags': [create(), tag({})],
  'tag: without a key': [create(), tag({ tags: [{ Value: 'v' }] })],
  'tag: without a value': [create(), tag({ tags: [{ Key: 'team' }] })],
  'tag: with an empty value': [create(), tag({ tags: [{ Key: 'team', Value: '' }] }), listTags()],
  'tag: with too long a value': [create(), tag({ tags: [{ Key: 'team', Value: 'v'.repeat(257) }] })],
  'tag: with a key of other characters': [create(), tag({ tags: [{ Key: 'R&D', Value: 'v' }] })],
  'tag: with a reserved key': [create(), tag({ tags: [{ Key: 'aws:team', Value: 'v' }] })],
  'tag: a template that is missing': [tag({ tags: [{ Key: 'team', Value: 'edge' }] })],
  'tag: in another account': [create(), tag({ resourceArn: TEMPLATE_ARN.replace(ACCOUNT, '210987654321'), tags: tags(1) })],
  'tag: in another Region': [create(), tag({ resourceArn: TEMPLATE_ARN.replace(REGION, 'eu-west-1'), tags: tags(1) })],
  'tag: no ARN': [tag({ resourceArn: 'one', tags: tags(1) })],
  'tag: no ARN at all': [tag({ resourceArn: undefined, tags: tags(1) })],

  'untag: a template': [create(FULL), untag({ tagKeys: ['team'] })],
  'untag: one of two keys': [create({ ...MINIMAL, tags: tags(2) }), untag({ tagKeys: ['key-0'] }), listTags()],
  'untag: a key that is missing': [create(FULL), untag({ tagKeys: ['stage'] }), listTags()],
  'untag: no keys': [create(FULL), untag({ tagKeys: [] })],
  'untag: without keys': [create(FULL), untag({})],
  'untag: an empty key': [create(FULL), untag({ tagKeys: [''] })],
  'untag: a key of other characters': [create(FULL), untag({ tagKeys: ['R&D'] })],
  'untag: a reserved key': [create(FULL), untag({ tagKeys: ['aws:team'] })],
  'untag: a template that is missing': [untag({ tagKeys: ['team'] })],
  'untag: in another Region': [create(FULL), untag({ resourceArn: TEMPLATE_ARN.replace(REGION, 'eu-west-1'), tagKeys: ['team'] })],
  'untag: no ARN': [untag({ resourceArn: 'one', tagKeys: ['team'] })],

  'describe managed: a template': [request('GET', '/managed-job-templates/AWS-Reboot')],
  'describe managed: a version': [request('GET', '/managed-job-templates/AWS-Reboot?templateVersion=1.0')],
  'describe managed: a template that is missing': [request('GET', '/managed-job-templates/AWS-Missing')],
  'describe managed: a version that is missing': [request('GET', '/managed-job-templates/AWS-Reboot?templateVersion=0.1')],
};
