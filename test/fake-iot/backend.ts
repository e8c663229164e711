import type { FakeIotService, StoredTemplate } from './service';

/** The templates of an account. A template that was got may be changed: whoever is called next finds it so. */
export type Templates = Pick<Map<string, StoredTemplate>, 'get' | 'has' | 'delete' | 'clear'>;

/** What a server and the tests need of AWS IoT, whoever plays it: the fake, or an implementation that nobody here wrote. */
export interface IotBackend extends Pick<
  FakeIotService,
  'calls' | 'contents' | 'handle' | 'identify' | 'log' | 'quota' | 'requestsPerSecond' | 'reset' | 'restore' | 'seed' | 'snapshot'
> {
  readonly templates: Templates;
}
