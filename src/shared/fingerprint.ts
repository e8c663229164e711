import { createHash } from 'node:crypto';
import { canonical, contentOf } from './content';
import type { CreateJobTemplateRequest, JobTemplateContent } from './create-job-template';

/** The beginning of a fingerprint, in hexadecimal digits. It never changes, because deployed ids and names contain fingerprints. */
export const digest = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);

/** The fingerprint of a request of CloudFormation, as a bookkeeping tag has it. */
export const requestFingerprint = (requestId: string): string => digest(requestId, 8);

/** The fingerprint of the content of a template, as a bookkeeping tag has it. */
export const contentFingerprint = (request: CreateJobTemplateRequest | JobTemplateContent): string => digest(canonical(contentOf(request)), 32);
