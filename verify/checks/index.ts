import type { Check } from '../check';
import { DOCUMENTS } from './documents';
import { FROM_JOB } from './from-job';
import { IAM } from './iam';
import { JOBS } from './jobs';
import { LIBRARY } from './library';
import { MANAGED_TEMPLATES } from './managed-templates';
import { PLACEHOLDERS } from './placeholders';
import { SETTINGS } from './settings';
import { TAGS } from './tags';
import { TEMPLATES } from './templates';
import { TIMING } from './timing';

/** The checks, in the order in which they run. The checks of the library deploy one stage after the other. */
export const CHECKS: readonly Check[] = [
  ...TEMPLATES, ...TAGS, ...TIMING, ...DOCUMENTS, ...SETTINGS, ...PLACEHOLDERS, ...FROM_JOB, ...JOBS, ...MANAGED_TEMPLATES, ...IAM, ...LIBRARY,
];
