import { createHash } from 'node:crypto';

/** The beginning of a fingerprint, in hexadecimal digits: what is made of it is deployed, and outlives a version of the library. */
export const digest = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);
