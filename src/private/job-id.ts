import type { IConstruct } from 'constructs';
import { digest } from '../shared/fingerprint';

/** Evidence: job-members. */
export const JOB_ID_MAX_LENGTH = 64;

/** The characters of job ids. */
export const JOB_ID_CHARACTERS = /^[a-zA-Z0-9_-]+$/;

const HASH_LENGTH = 8;

/** A hash of the path of a construct. */
export const pathHashOf = ({ node }: IConstruct): string => digest(node.path, HASH_LENGTH);

/** A prefix of job ids for a construct. It is readable, and unique to the path of the construct. */
export function defaultJobIdPrefix(construct: IConstruct, maxLength: number): string {
  const name = readablePrefix(construct.node.id, maxLength - HASH_LENGTH - 1);
  return [name, pathHashOf(construct)].filter(part => part !== '').join('-');
}

/** The characters of a name that job ids may have. */
export const readablePrefix = (name: string, maxLength: number): string => name.replace(/[^a-zA-Z0-9_-]/g, '').slice(0, maxLength);
