import type { Difference } from './replay';

/**
 * The rules that neither MiniStack nor moto implements. Acceptance by an emulator proves nothing. Each rule has its
 * own source in the evidence register.
 */
export const UNCHECKED: readonly string[] = [
  'create: an empty description',
  'create: a description that is too long',
  'create: a description with a newline',
  'create: a presigned URL of version 1 without a role',
  'create: an upload without a role',
  'create: more placeholders than there may be',
  'create: a role that is too short',
  'create: a role that is none',
  'create: an expiry below the least',
  'create: an expiry above the most',
  'create: an empty rollout',
  'create: a rollout of 0 a minute',
  'create: a rollout of 1001 a minute',
  'create: an exponential rollout without a maximum',
  'create: a base rate of 0',
  'create: a base rate of 1001',
  'create: a base rate above the maximum',
  'create: a base rate that is missing',
  'create: an increment below the least',
  'create: an increment above the most',
  'create: an increment of two decimals',
  'create: no rate increase criteria',
  'create: both rate increase criteria',
  'create: a rate increase after 0 things',
  'create: a rate increase after more things than can be counted',
  'create: an abort criterion after more things than can be counted',
  'create: a timeout configuration that is a list',
  'create: no retry criteria',
  'create: a retry configuration without a list',
  'create: three retry criteria',
  'create: a retry criterion of all failures beside another',
  'create: a retry criterion of no known failure type',
  'create: retries below 0',
  'create: retries above the most',
  'create: retries above the most together',
  'create: retries after a timeout without one',
  'create: a maintenance window without a start',
  'create: a maintenance window that starts at no cron expression',
  'create: a maintenance window that starts on a day of the month and of the week',
  'create: a maintenance window with too long a start',
  'create: a maintenance window without a duration',
  'create: a maintenance window of 0 minutes',
  'create: a maintenance window of 1431 minutes',
  'create: more package versions than there may be',
  'create: a package version that is no ARN',
  'create: a package version that is empty',
  'create: a package version that is too long',
];

/** The differences between MiniStack and the fake, with their reasons. */
export const MINISTACK_DIFFERENCES: readonly Difference[] = [
  { reason: 'MiniStack accepts what it does not check', in: ['only the fake refuses'], of: UNCHECKED },
  {
    reason: 'MiniStack does not check this, and comes to a later reason to refuse the request',
    in: ['message'],
    of: [
      'create: a source that is too long',
      'create: several breaches at once',
      'list tags: of nothing',
      'tag: no ARN at all',
    ],
  },
  {
    reason: 'MiniStack does not check types, and takes what it cannot read for nothing',
    in: ['error', 'message'],
    of: ['create: a timeout that is a text', 'create: no JSON', 'create: a body that is a list'],
  },
  { reason: 'The fake has pages of few tags, so that a client which reads one page only is found out', in: ['body'], of: ['list tags: of more than a page'] },
  { reason: 'The fake tags nothing but job templates', in: ['only the fake refuses'], of: ['list tags: of a job'] },
  {
    reason: 'MiniStack has no templates that AWS manages',
    in: ['only the fake accepts'],
    of: ['describe managed: a template', 'describe managed: a version'],
  },
  { reason: 'MiniStack has no templates that AWS manages', in: ['status', 'error', 'message'], of: ['describe managed: a template that is missing'] },
  { reason: 'MiniStack has no templates that AWS manages', in: ['message'], of: ['describe managed: a version that is missing'] },
];
