/** Lambda passes credentials in the environment. They are valid as long as the process lives. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
