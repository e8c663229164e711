import type { Redactor } from './redactor';
import { errorMessage, errorName, isUnreadable, statusOf } from './service-error';

export interface RefusedCall {
  readonly operation: string;
  readonly id: string;
  readonly cause: unknown;
  /** What was tried before, in parentheses. */
  readonly retries?: string;
}

/** A call that AWS IoT has refused, or that did not succeed in time. */
export class ServiceRefusal extends Error {
  readonly cause: unknown;

  constructor({ operation, id, cause, retries = '' }: RefusedCall, redactor: Redactor) {
    super(`AWS IoT did not accept ${operation} for job template ${id}${retries}: ${reasonOf(cause, redactor)}${remedyFor(operation, cause)}`);
    this.name = 'ServiceRefusal';
    this.cause = cause;
  }
}

/** Whether AWS IoT has refused a request because of its content. */
export const isInvalidRequest = (error: unknown): boolean => error instanceof ServiceRefusal && errorName(error.cause) === 'InvalidRequestException';

/** The reason that AWS IoT gives, or a description if it does not give one. */
function reasonOf(error: unknown, redactor: Redactor): string {
  if (isUnreadable(error)) return `the response with HTTP status ${statusOf(error)} could not be read`;
  return redactor.redact(`${errorName(error)}: ${errorMessage(error).replace(/\.$/, '')}`);
}

function remedyFor(operation: string, error: unknown): string {
  switch (errorName(error)) {
    case 'LimitExceededException':
      return operation === 'CreateJobTemplate' ? limitRemedy(errorMessage(error)) : '';
    case 'AccessDeniedException':
      return '. The role of the provider lacks this permission: if the role is your own, compare it with docs/permissions.md of cdk-iot-job-template';
    default:
      return '';
  }
}

/** Evidence: document-source-too-large, quota-templates. A document that is too large causes an error of the same name as a used-up quota. */
const limitRemedy = (message: string): string => /document/i.test(message)
  ? '. The document object is too large: move large parts into objects of their own'
  : '. The quota of job templates in this account and Region is used up: delete templates, or request an increase in Service Quotas';
