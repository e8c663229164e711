import { DescribeJobTemplateCommand, type IoTClient, IoTServiceException, ListTagsForResourceCommand } from '@aws-sdk/client-iot';
import { IotJobTemplateService } from '../../src/handler/iot-job-template-service';
import { Redactor } from '../../src/handler/redactor';
import { ServiceCaller } from '../../src/handler/service-caller';
import { OWNER_TAG } from '../../src/shared/contract';
import { ImpatientClock } from '../support/impatient-clock';

/** The service behind a client that answers as it is told. */
function serviceOf(...answers: object[]): IotJobTemplateService {
  return serviceThat(async () => answers.shift());
}

function serviceThat(send: (command: unknown) => Promise<unknown>): IotJobTemplateService {
  const client = { send } as unknown as IoTClient;
  const clock = new ImpatientClock();
  return new IotJobTemplateService(client, id => `arn:${id}`, new ServiceCaller({ clock, log: () => {}, deadline: clock.now() + 1_000, redactor: new Redactor() }));
}

test('a page without tags is an empty one', async () => {
  expect(await serviceOf({}).tags('reboot')).toEqual(new Map());
  expect(await serviceOf({ nextToken: 'more' }, { tags: [{ Key: 'a', Value: 'b' }] }).tags('reboot')).toEqual(new Map([['a', 'b']]));
});

test('a tag without a value has an empty one', async () => {
  expect(await serviceOf({ tags: [{ Key: 'a' }] }).tags('reboot')).toEqual(new Map([['a', '']]));
});

type Act = (service: IotJobTemplateService) => Promise<unknown>;

const error = (name: string, status: number) => new IoTServiceException({ name, message: 'why', $fault: 'client', $metadata: { httpStatusCode: status } });

describe.each<[operation: string, id: string, act: Act, answer: unknown]>([
  ['DescribeJobTemplate', 'reboot', service => service.describe('reboot'), undefined],
  ['DescribeManagedJobTemplate', 'AWS-Reboot', service => service.describeManaged({ templateName: 'AWS-Reboot' }), undefined],
  ['DeleteJobTemplate', 'reboot', service => service.delete('reboot'), false],
  ['ListTagsForResource', 'reboot', service => service.tags('reboot'), new Map()],
  ['TagResource', 'reboot', service => service.tag('reboot', new Map([['a', 'b']])), false],
  ['UntagResource', 'reboot', service => service.untag('reboot', ['a']), false],
])('%s', (operation, id, act, answer) => {
  test('of a missing template reports that it is missing', async () => {
    const send = jest.fn(() => Promise.reject(error('ResourceNotFoundException', 404)));
    expect(await act(serviceThat(send))).toEqual(answer);
    expect(send).toHaveBeenCalledTimes(1);
  });

  test.each(['constructor', '__proto__', 'toString'])('that is refused with the name %s fails', async name => {
    await expect(act(serviceThat(() => Promise.reject(error(name, 400))))).rejects.toThrow(`job template ${id}: ${name}: why`);
  });

  test('that is refused is named', async () => {
    await expect(act(serviceThat(() => Promise.reject(error('InvalidRequestException', 400)))))
      .rejects.toThrow(`AWS IoT did not accept ${operation} for job template ${id}: InvalidRequestException: why`);
  });
});

describe('A call that is denied', () => {
  /** The service where nothing is allowed but to read these tags. */
  const readOnly = (tags: () => Promise<{ [key: string]: string }>) => serviceThat(async command => {
    if (command instanceof DescribeJobTemplateCommand) return {};
    if (!(command instanceof ListTagsForResourceCommand)) throw error('AccessDeniedException', 403);
    return { tags: Object.entries(await tags()).map(([Key, Value]) => ({ Key, Value })) };
  });
  const [remove, set, unset]: Act[] = [service => service.delete('reboot'), service => service.tag('reboot', new Map([['a', '1'], ['b', '2']])), service => service.untag('reboot', ['a', 'b'])];

  test.each<[string, Act, { [key: string]: string }]>([
    ['set', set, { a: '1', b: '2', c: '3' }],
    ['removed', unset, { c: '3' }],
  ])('is done if the tags are %s already', async (_, act, tags) => {
    expect(await act(readOnly(async () => tags))).toBe(true);
  });

  test.each<[string, Act, { [key: string]: string }]>([
    ['one of the tags is not set', set, { a: '1' }],
    ['one of the tags has another value', set, { a: '1', b: '1' }],
    ['one of the tags is not removed', unset, { b: '2' }],
    ['the template is there', remove, {}],
  ])('is not done if %s', async (_, act, tags) => {
    await expect(act(readOnly(async () => tags))).rejects.toThrow(/\(not yet allowed, .*AccessDeniedException: why/);
  });

  test.each([remove, set, unset])('is not confused with another error if the tags cannot be read (%#)', async act => {
    await expect(act(readOnly(() => Promise.reject(error('InternalFailureException', 500))))).rejects.toThrow(/\(not yet allowed, .*AccessDeniedException: why/);
  });
});

describe('CreateJobTemplate', () => {
  const request = { jobTemplateId: 'reboot', description: 'Reboots', tags: [{ Key: 'team', Value: 'edge' }, { Key: OWNER_TAG, Value: 'fleet/1/Reboot' }] };
  /** The service that denies the call, and shows these tags. */
  const denying = (tags: () => Promise<{ Key: string; Value: string }[]>) => serviceThat(async command => {
    if (!(command instanceof ListTagsForResourceCommand)) throw error('AccessDeniedException', 403);
    return { tags: await tags() };
  });

  test('that is denied for a template of another owner finds that the id is taken', async () => {
    const taken = denying(async () => [{ Key: 'team', Value: 'core' }, { Key: OWNER_TAG, Value: 'other/2/Reboot' }]);
    expect(await taken.create(request)).toBe('exists');
    expect(await taken.create({ ...request, tags: undefined })).toBe('exists');
    expect(await taken.create({ ...request, tags: [{ Key: 'team', Value: 'edge' }] })).toBe('exists');
  });

  test.each<[string, () => Promise<{ Key: string; Value: string }[]>]>([
    ['belongs to the same owner', async () => [{ Key: OWNER_TAG, Value: 'fleet/1/Reboot' }]],
    ['has no owner', async () => [{ Key: 'team', Value: 'core' }]],
    ['does not show its tags', () => Promise.reject(error('InternalFailureException', 500))],
  ])('that is denied fails if the template %s', async (_, tags) => {
    await expect(denying(tags).create(request)).rejects.toThrow('AccessDeniedException: why');
  });

  const afterLostResponse = (second: () => unknown) => {
    let attempts = 0;
    return serviceThat(async () => {
      if (attempts++ === 0) throw error('InternalFailureException', 500);
      return second();
    });
  };

  test('after a lost response is done if the next attempt is', async () => {
    expect(await afterLostResponse(() => ({})).create(request)).toBe('created');
  });

  test('after a lost response is unclear if the id is taken', async () => {
    expect(await afterLostResponse(() => { throw error('ConflictException', 409); }).create(request)).toBe('unclear');
  });
});

test('a description of a template that must be there fails if it is missing', async () => {
  await expect(serviceThat(() => Promise.reject(error('InvalidRequestException', 400))).describeExisting('reboot'))
    .rejects.toThrow('AWS IoT did not accept DescribeJobTemplate for job template reboot: InvalidRequestException: why');
});

test.each<[string, Error, boolean]>([
  ['without a response is told', error('InternalFailureException', 500), true],
  ['that is refused is not', error('InvalidRequestException', 400), false],
])('a deletion %s', async (_, failure, isTold) => {
  const onLostResponse = jest.fn();
  await expect(serviceThat(() => Promise.reject(failure)).delete('reboot', onLostResponse)).rejects.toThrow(failure.name);
  expect(onLostResponse.mock.calls.length > 0).toBe(isTold);
  await expect(serviceThat(() => Promise.reject(failure)).delete('reboot')).rejects.toThrow(failure.name);
});

test('the removal of tags that may be gone is done if AWS IoT refuses it', async () => {
  const refusing = serviceThat(() => Promise.reject(error('InvalidRequestException', 400)));
  expect(await refusing.untag('reboot', ['a'], { areSeen: false })).toBe(true);
  await expect(refusing.untag('reboot', ['a'])).rejects.toThrow('InvalidRequestException');
});

test('a denied change reads only the tags of a template that has an owner', async () => {
  const commands: unknown[] = [];
  const owned = serviceThat(async command => {
    commands.push(command);
    if (!(command instanceof ListTagsForResourceCommand)) throw error('AccessDeniedException', 403);
    return { tags: [{ Key: OWNER_TAG, Value: 'fleet/1/Reboot' }, { Key: 'a', Value: '1' }] };
  });
  expect(await owned.tag('reboot', new Map([['a', '1']]))).toBe(true);
  expect(commands.some(command => command instanceof DescribeJobTemplateCommand)).toBe(false);
});
