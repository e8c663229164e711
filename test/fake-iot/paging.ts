import { invalidRequest } from './errors';

export interface Page<T> {
  readonly page: T[];
  /** Absent on the last page. */
  readonly nextToken?: string;
}

/** A page of a list. A token is an offset into the list. Evidence: list-tags-pages, list-token-invalid. */
export function paginate<T>(items: readonly T[], size: number, nextToken: string | undefined): Page<T> {
  const start = nextToken === undefined ? 0 : readToken(nextToken);
  const end = start + size;
  const page = items.slice(start, end);
  return end < items.length ? { page, nextToken: writeToken(end) } : { page };
}

function writeToken(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url');
}

function readToken(token: string): number {
  const offset = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) throw invalidRequest('Next token is invalid.');
  return Number(offset);
}
