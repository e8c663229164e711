import type { GlobalOptions } from './command';

/** An error whose message says what is wrong and what to do. */
export class UserError extends Error {}

/** What is added to the error of a failed call of the SDK. */
export interface FailedCall {
  /** The action of IAM that the call needs. */
  readonly action?: string;
  /** The variable that leads to another endpoint. */
  readonly endpoint?: string;
}

/** The name of the error of a request that had no response. */
export const UNANSWERED = 'Unanswered';

const CREDENTIALS = /^(CredentialsProviderError|TokenProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure)$/;
const NO_REGION = /^Region not accepted: region="(.*?)"/;
const NO_PROFILE = /^Could not resolve credentials using profile: \[(.*)\]/;
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedException|NotAuthorized|UnauthorizedOperation|ForbiddenException)$/;
/** The SDK could make nothing of the response. */
const NOT_AWS = /^(Unknown|UnknownError|SyntaxError|TypeError): |: Unknown(Error)?$|Deserialization error/;
const UNREACHABLE = /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|TimeoutError|Unanswered)\b/;

/** @param setBy the option or the variable that names the profile */
export function missingProfile(profile: string, setBy: string): string {
  const { AWS_CONFIG_FILE = '~/.aws/config', AWS_SHARED_CREDENTIALS_FILE = '~/.aws/credentials' } = process.env;
  return `there is no profile ${profile} with credentials in ${AWS_CONFIG_FILE} or ${AWS_SHARED_CREDENTIALS_FILE}: correct ${setBy}, or add the profile, `
    + `for example with "aws configure sso --profile ${profile}"`;
}

/** What went wrong and what to do, in one sentence or two. */
export function explain(error: unknown, { profile = process.env.AWS_PROFILE }: Pick<GlobalOptions, 'profile'>): string {
  if (error instanceof UserError) return error.message;
  const { name = 'Error', message = String(error), code, action, endpoint } = error as Partial<Error> & FailedCall & { readonly code?: string };
  const reason = message.replace(/\.$/, '');
  const call = action === undefined ? '' : ` for ${action}`;
  if (/region is missing/i.test(message)) return 'there is no AWS Region: pass --region, such as --region eu-central-1, or set AWS_REGION';
  const [, region] = NO_REGION.exec(message) ?? [];
  if (region !== undefined) return `there is no AWS Region ${JSON.stringify(region)}: correct --region, AWS_REGION or the Region of the profile`;
  // A profile may name another one.
  const [, missing] = NO_PROFILE.exec(message) ?? [];
  if (missing !== undefined) return missingProfile(missing, profile === undefined || profile === missing ? '--profile' : `the source_profile of profile ${profile}`);
  if (CREDENTIALS.test(name)) {
    const remedy = profile === undefined ? 'sign in, for example with "aws sso login", pass --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
      : `sign in, for example with "aws sso login --profile ${profile}"`;
    return `there are no valid AWS credentials${profile === undefined ? '' : ` of profile ${profile}`}${call} (${reason}): ${remedy}`;
  }
  if (DENIED.test(name)) {
    return `the credentials do not allow ${action ?? 'a call'} (${reason}): allow this action, or run the command with --print-policy to see the whole policy that it needs`;
  }
  if (UNREACHABLE.test(`${code} ${name} ${message}`)) return `AWS could not be reached${call} (${reason}): check the Region, the network and AWS_ENDPOINT_URL`;
  if (endpoint !== undefined && NOT_AWS.test(`${name}: ${message}`)) {
    const service = action?.startsWith('iot:') ? 'AWS IoT' : 'CloudFormation';
    return `${process.env[endpoint]} does not answer like ${service}: correct or unset ${endpoint}`;
  }
  return `${name}${call}: ${reason}`;
}
