import { createHash } from 'node:crypto';

/** The beginning of a fingerprint, in hexadecimal digits. It never changes, because deployed ids and names contain fingerprints. */
export const digest = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);
