import type { FakeIotService, StoredTemplate } from './service';

/** The templates of an account. Changes of a returned template are visible to the next call. */
export type Templates = Pick<Map<string, StoredTemplate>, 'get' | 'has' | 'delete' | 'clear'>;

/** The interface of AWS IoT for a server and the tests. The fake implements it, and so does an independent emulator. */
export interface IotBackend extends Pick<
  FakeIotService,
  'calls' | 'contents' | 'handle' | 'identify' | 'log' | 'quota' | 'requestsPerSecond' | 'reset' | 'restore' | 'seed' | 'snapshot'
> {
  readonly templates: Templates;
}
