import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { IoTClient } from '@aws-sdk/client-iot';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import { parseKnownFiles } from '@smithy/core/config';
import { Throttle } from './throttle';
import type { GlobalOptions } from '../command';
import { missingProfile, UNANSWERED, UserError } from '../explain';
import { oncePer } from '../once';

type Service = 'iot' | 'cloudformation';

/** The rate at which an account may call each of the operations that read job templates. */
const REQUESTS_PER_SECOND = 10;
/** Other tools of the account share the rate, so a request may be throttled in spite of the limit. */
const MAX_ATTEMPTS = 8;

/** How long a request waits, so that an endpoint which never answers ends the tool. In milliseconds. */
export const TIMEOUTS = { connection: 10_000, response: 30_000 };

/** The Region of the environment, by either of the variables that the CDK CLI reads. The SDK reads only the first. */
export const environmentRegion = (): string | undefined => process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || undefined;

/** A client of AWS IoT whose requests, also repeated ones, keep to the rate that AWS IoT allows. */
export const iotClient = (options: GlobalOptions): IoTClient => prepared(new IoTClient(configuration(options)), 'iot', options);

export const cloudFormationClient = (options: GlobalOptions): CloudFormationClient =>
  prepared(new CloudFormationClient(configuration(options)), 'cloudformation', options);

/** Everything else comes from the environment and the configuration files, as in other tools. */
const configuration = ({ region = environmentRegion(), profile }: GlobalOptions) => ({
  maxAttempts: MAX_ATTEMPTS,
  requestHandler: { connectionTimeout: TIMEOUTS.connection, requestTimeout: TIMEOUTS.response, throwOnRequestTimeout: true },
  ...region === undefined ? {} : { region },
  // The default chain would go on to other credentials if there is no such profile.
  ...profile === undefined ? {} : { profile, credentials: fromIni({ profile }) },
});

/**
 * The variable that leads to another endpoint, if there is one.
 *
 * @throws if it has no URL. The SDK would not name the variable
 */
function endpointVariable(service: Service): string | undefined {
  const name = [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL'].find(each => process.env[each]);
  if (name === undefined || /^https?:/.test(process.env[name]!) && URL.canParse(process.env[name]!)) return name;
  throw new UserError(`${name} is ${JSON.stringify(process.env[name])}, but must be a URL such as http://localhost:4566: correct or unset it`);
}

/** @throws if the profile of the environment does not exist. The SDK would go on to other credentials, such as those of an instance. */
async function checkProfile({ profile }: GlobalOptions): Promise<void> {
  const { AWS_PROFILE: name } = process.env;
  // Nobody has to have the default profile.
  if (profile !== undefined || !name || name === 'default' || name in await parseKnownFiles({})) return;
  throw new UserError(missingProfile(name, 'AWS_PROFILE'));
}

function prepared<Client extends IoTClient | CloudFormationClient>(client: Client, service: Service, options: GlobalOptions): Client {
  const endpoint = endpointVariable(service);
  const throttle = new Throttle(REQUESTS_PER_SECOND);
  const checkProfileOnce = oncePer(checkProfile);
  const stack = client.middlewareStack as IoTClient['middlewareStack'];
  stack.add((next, { commandName = '' }) => async args => {
    // Before the Region, which the profile may have.
    await checkProfileOnce(options);
    try {
      return await next(args);
    } catch (error) {
      throw Object.assign(error as Error, { action: `${service}:${commandName.replace(/Command$/, '')}`, endpoint });
    }
  }, { step: 'initialize', name: 'nameAction', priority: 'high' });
  // After the middleware that repeats requests.
  stack.add(next => async args => {
    await throttle.turn();
    try {
      return await next(args);
    } catch (error) {
      // Repeating what was not answered would keep the user waiting for minutes.
      if ((error as Error).name === 'TimeoutError') throw Object.assign(new Error('there was no answer in time'), { name: UNANSWERED });
      throw error;
    }
  }, { step: 'finalizeRequest', name: 'throttle', priority: 'low' });
  return client;
}
