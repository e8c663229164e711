/** An error whose message says what is wrong and what to do. */
export class UserError extends Error {}

/** An action of IAM that a call of the SDK needs, added to the error of a failed call. */
export interface FailedCall {
  readonly action?: string;
}

const CREDENTIALS = /^(CredentialsProviderError|TokenProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure)$/;
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedException|NotAuthorized|UnauthorizedOperation|ForbiddenException)$/;
const UNREACHABLE = /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|TimeoutError)$/;

/** What went wrong and what to do, in one sentence or two. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const { name = 'Error', message = String(error), code, action } = error as Partial<Error> & FailedCall & { readonly code?: string };
  const reason = message.replace(/\.$/, '');
  const call = action === undefined ? '' : ` for ${action}`;
  if (/region is missing/i.test(message)) return 'there is no AWS Region: pass --region, such as --region eu-central-1, or set AWS_REGION';
  if (/profile/i.test(message) && /could not be found|not found|does not exist/i.test(message)) {
    return `there is no such profile in the AWS configuration files (${reason}): pass another --profile`;
  }
  if (CREDENTIALS.test(name)) {
    return `there are no valid AWS credentials${call} (${reason}): sign in, for example with "aws sso login", pass --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`;
  }
  if (DENIED.test(name)) {
    return `the credentials do not allow ${action ?? 'a call'} (${reason}): allow this action, or run the command with --print-policy to see the whole policy that it needs`;
  }
  if (UNREACHABLE.test(code ?? name)) return `AWS could not be reached${call} (${reason}): check the Region, the network and AWS_ENDPOINT_URL`;
  return `${name}${call}: ${reason}`;
}
