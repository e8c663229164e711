import { NotChecked } from './check';

/** The outcome of a call. */
export interface Answer {
  readonly isAccepted: boolean;
  /** The name of the error. */
  readonly name?: string;
  readonly message?: string;
  /** The whole outcome, for the table. */
  readonly text: string;
}

/**
 * @throws NotChecked if the answer says nothing about the request, because the caller lacks a permission or the
 * service is busy
 */
export async function answerOf(call: Promise<unknown>): Promise<Answer> {
  const answer = await verdictOf(call);
  if (isDenied(answer)) throw new NotChecked(answer.text);
  return answer;
}

/** The same as `answerOf`, for a call that IAM may deny. */
export async function verdictOf(call: Promise<unknown>): Promise<Answer> {
  try {
    await call;
    return { isAccepted: true, text: 'accepted' };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    if (status === undefined) throw error;
    const text = `${status} ${name}: ${message}`;
    // A full quota concerns the account, but a large document concerns the request.
    const isFull = name === 'LimitExceededException' && !/document/i.test(message);
    if (status >= 500 || isFull || /Throttl|TooManyRequests/.test(name)) throw new NotChecked(text);
    return { isAccepted: false, name, message, text };
  }
}

/** Whether IAM denied a call. */
export const isDenied = ({ name = '' }: Answer): boolean => /^(AccessDenied|Forbidden|Unauthorized)/.test(name);

/** The name and the message of an error. `X` in the message stands for any text. */
export interface Refusal {
  /** @default InvalidRequestException; `X` stands for any name */
  readonly name?: string;
  /** @default - any message */
  readonly message?: string;
}

const INVALID = 'InvalidRequestException';

export const isRefused = (answer: Answer, { name = INVALID, message = 'X' }: Refusal): boolean =>
  !answer.isAccepted && isLike(answer.name!, name) && isLike(answer.message!, message);

/** The refusal as text, for the table. */
export function refusalText({ name = INVALID, message }: Refusal): string {
  const error = name === 'X' ? 'refused' : name;
  return message === undefined ? error : `${error}: ${message}`;
}

function isLike(text: string, expected: string): boolean {
  const pattern = expected.split(/\bX\b/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return new RegExp(`^${pattern}$`, 's').test(text);
}
