import type { IoTClient } from '@aws-sdk/client-iot';
import { IotJobTemplateService } from '../../src/provider/iot-job-template-service';
import { Patience } from '../../src/provider/patience';
import { ImpatientClock } from '../support/impatient-clock';

/** The service behind a client that answers as it is told. */
function serviceOf(...answers: object[]): IotJobTemplateService {
  const client = { send: async () => answers.shift() } as unknown as IoTClient;
  const clock = new ImpatientClock();
  return new IotJobTemplateService(client, id => `arn:${id}`, new Patience(clock, () => {}, clock.now() + 1_000));
}

test('a page without tags is an empty one', async () => {
  expect(await serviceOf({}).tags('reboot')).toEqual(new Map());
  expect(await serviceOf({ nextToken: 'more' }, { tags: [{ Key: 'a', Value: 'b' }] }).tags('reboot')).toEqual(new Map([['a', 'b']]));
});

test('a tag without a value has an empty one', async () => {
  expect(await serviceOf({ tags: [{ Key: 'a' }] }).tags('reboot')).toEqual(new Map([['a', '']]));
});
