// Evidence: error-status, error-denied.
const STATUS = {
  InvalidRequestException: 400,
  SerializationException: 400,
  ThrottlingException: 400,
  UnauthorizedException: 401,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  UnknownOperationException: 404,
  ConflictException: 409,
  LimitExceededException: 410,
  InternalFailureException: 500,
  ServiceUnavailableException: 503,
} as const;

export type ErrorName = keyof typeof STATUS;

/** An error that the service answers with. */
export class ServiceError extends Error {
  readonly status: number;

  constructor(readonly name: ErrorName, message: string, readonly members: Readonly<Record<string, string | null>> = {}) {
    super(message);
    this.status = STATUS[name];
  }
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message);
}
