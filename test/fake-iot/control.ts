import type { IotBackend } from './backend';
import { answer, FakeAnswer, FakeRequest } from './protocol';
import type { SeedTemplate } from './service';

const PREFIX = '/_fake/';

type Body = { quota: number; template: SeedTemplate; tags?: Record<string, string> };

const ROUTES: Readonly<Record<string, (service: IotBackend, body: Body) => object>> = {
  'GET health': () => ({ status: 'ok' }),
  'GET templates': (service) => service.snapshot(),
  'GET calls': (service) => service.calls,
  'POST quota': (service, { quota }) => ({ quota: service.quota = quota }),
  'POST seed': (service, { template, tags }) => service.seed(template, tags),
  'POST reset': (service) => {
    service.reset();
    return {};
  },
};

/** Lets another process read and change the service. Returns undefined for any other request. */
export function control(service: IotBackend, { method, path, body }: FakeRequest): FakeAnswer | undefined {
  if (!path.startsWith(PREFIX)) return undefined;
  const act = ROUTES[`${method} ${path.slice(PREFIX.length)}`];
  if (!act) return failure(404, `nothing at ${method} ${path}`);
  try {
    return answer(act(service, JSON.parse(body || '{}') as Body));
  } catch (error) {
    return failure(400, String(error));
  }
}

function failure(status: number, message: string): FakeAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}
