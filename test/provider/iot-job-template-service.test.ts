import { type IoTClient, IoTServiceException } from '@aws-sdk/client-iot';
import { IotJobTemplateService } from '../../src/provider/iot-job-template-service';
import { Patience } from '../../src/provider/patience';
import { ImpatientClock } from '../support/impatient-clock';

/** The service behind a client that answers as it is told. */
function serviceOf(...answers: object[]): IotJobTemplateService {
  return serviceThat(async () => answers.shift());
}

function serviceThat(send: () => Promise<unknown>): IotJobTemplateService {
  const client = { send } as unknown as IoTClient;
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

test.each<[string, (service: IotJobTemplateService) => Promise<unknown>, unknown]>([
  ['reading it', service => service.describe('reboot'), undefined],
  ['reading one that AWS manages', service => service.describeManaged({ templateName: 'AWS-Reboot' }), undefined],
  ['removing it', service => service.delete('reboot'), undefined],
  ['reading its tags', service => service.tags('reboot'), undefined],
  ['setting tags', service => service.tag('reboot', new Map([['a', 'b']])), false],
  ['removing tags', service => service.untag('reboot', ['a']), false],
])('what is not there is an answer and no trouble: %s', async (_, call, answer) => {
  const gone = new IoTServiceException({ name: 'ResourceNotFoundException', $fault: 'client', $metadata: { httpStatusCode: 404 } });
  const send = jest.fn(() => Promise.reject(gone));
  expect(await call(serviceThat(send))).toBe(answer);
  expect(send).toHaveBeenCalledTimes(1);
});
