import { transientErrorOf } from '../../src/handler/service-error';

const error = (name: string, httpStatusCode?: number, message = '') => Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

test.each<[string, Error, string | undefined]>([
  ['a used-up quota', error('LimitExceededException', 429), undefined],
  ['throttling by its name', error('ThrottlingException', 400), 'throttled'],
  ['throttling by its status', error('AnyException', 429), 'throttled'],
  ['a template that is not there', error('ResourceNotFoundException', 404), 'not yet there'],
  ['a denied call', error('AccessDeniedException', 403), 'not yet allowed'],
  ['a role that AWS IoT cannot assume', error('InvalidRequestException', 400, 'Unable to assume role'), 'not yet allowed'],
  ['a role without its permissions', error('InvalidRequestException', 400, 'Access denied'), 'not yet allowed'],
  ['an invalid request', error('InvalidRequestException', 400, 'Invalid document'), undefined],
  ['a connection that breaks off', error('TimeoutError'), 'unavailable'],
  ['a redirection', error('AnyException', 302), 'unavailable'],
  ['a request that took too long', error('AnyException', 408), 'unavailable'],
  ['an error of the service', error('InternalFailureException', 500), 'unavailable'],
  ['a conflict', error('ResourceAlreadyExistsException', 409), undefined],
])('%s', (_, given, expected) => {
  expect(transientErrorOf(given)).toBe(expected);
});
