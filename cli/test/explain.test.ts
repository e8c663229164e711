import { explain, UserError } from '../src/explain';

const failure = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name, ...more });

test.each<[string, unknown, string]>([
  ['a Region', failure('Error', 'Region is missing'), 'there is no AWS Region: pass --region, such as --region eu-central-1, or set AWS_REGION'],
  [
    'an invalid Region', failure('Error', 'Region not accepted: region="eu west" is not a valid hostname component.', { action: 'iot:ListJobTemplates' }),
    'there is no AWS Region "eu west": correct --region, AWS_REGION or the Region of the profile',
  ],
  [
    'credentials', failure('CredentialsProviderError', 'Could not load credentials from any providers', { action: 'iot:ListJobTemplates' }),
    'there are no valid AWS credentials for iot:ListJobTemplates (Could not load credentials from any providers): sign in',
  ],
  ['a token', failure('ExpiredTokenException', 'The security token included in the request is expired.'), 'there are no valid AWS credentials (The security token'],
  [
    'a permission', failure('AccessDeniedException', 'User: x is not authorized.', { action: 'iot:DescribeJobTemplate' }),
    'the credentials do not allow iot:DescribeJobTemplate (User: x is not authorized): allow this action, or run the command with --print-policy',
  ],
  ['the network', failure('Error', 'getaddrinfo ENOTFOUND iot.x', { code: 'ENOTFOUND', action: 'iot:ListJobTemplates' }), 'AWS could not be reached for iot:ListJobTemplates'],
  ['an argument', new UserError('there is no stack A'), 'there is no stack A'],
  ['anything else', failure('InternalFailureException', 'Oops.', { action: 'iot:ListJobTemplates' }), 'InternalFailureException for iot:ListJobTemplates: Oops'],
  ['something that is no error', 'text', 'Error: text'],
])('an error about %s says what to do', (_, error, text) => {
  expect(explain(error, {})).toContain(text);
});

test('an error about the credentials of a profile names the profile', () => {
  const error = failure('CredentialsProviderError', 'The SSO session associated with this profile has expired.');
  expect(explain(error, { profile: 'prod' })).toMatch(/^there are no valid AWS credentials of profile prod \(.*\): sign in, .*--profile prod"$/);
});

test('an error about the credentials of the profile of the environment names the profile', () => {
  const error = failure('CredentialsProviderError', 'Could not load credentials from any providers');
  process.env.AWS_PROFILE = 'prod';
  expect(explain(error, {})).toMatch(/^there are no valid AWS credentials of profile prod /);
  delete process.env.AWS_PROFILE;
});

test('an error about the source of a profile names both', () => {
  const error = failure('CredentialsProviderError', 'Could not resolve credentials using profile: [nope] in configuration/credentials file(s).');
  expect(explain(error, { profile: 'chain' })).toMatch(/^there is no profile nope with credentials in .+: correct the source_profile of profile chain, or add the profile/);
});

test('an error about a missing profile names the profile and the files', () => {
  const error = failure('CredentialsProviderError', 'Could not resolve credentials using profile: [prod] in configuration/credentials file(s).');
  expect(explain(error, { profile: 'prod' })).toMatch(/^there is no profile prod with credentials in .+ or .+: correct --profile/);
});
