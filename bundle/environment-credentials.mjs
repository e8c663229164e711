/** Lambda gives a function its credentials in the environment, for as long as the process lives. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
