import { Stack } from 'aws-cdk-lib';
import * as iot from 'aws-cdk-lib/aws-iot';
import { JobTarget } from '../src';
import { deployed, ENV, newStack, unknownText } from './support/construct';

const arnOf = (target: JobTarget, stack: Stack = newStack({ env: ENV })): string => deployed(stack.resolve(target._targetArnIn(stack)));

test('a thing and a thing group by their names are in the account and Region of the job', () => {
  expect(arnOf(JobTarget.thingName('gateway-1'))).toBe('arn:aws:iot:eu-west-1:123456789012:thing/gateway-1');
  expect(arnOf(JobTarget.thingGroupName('gateways'))).toBe('arn:aws:iot:eu-west-1:123456789012:thinggroup/gateways');
});

test('a native thing and a native thing group are targeted by their ARNs', () => {
  const stack = newStack({ env: ENV });
  const thing = new iot.CfnThing(stack, 'Thing');
  const group = new iot.CfnThingGroup(stack, 'Group', { thingGroupName: 'gateways' });
  expect(stack.resolve(JobTarget.thing(thing)._targetArnIn(stack))).toEqual({ 'Fn::GetAtt': ['Thing', 'Arn'] });
  expect(stack.resolve(JobTarget.thingGroup(group)._targetArnIn(stack))).toEqual({ 'Fn::GetAtt': ['Group', 'Arn'] });
});

test('an imported thing and an imported thing group are targets, too', () => {
  const stack = newStack({ env: ENV });
  const [thing, group] = ['thing/gateway-1', 'thinggroup/gateways'].map(resource => `arn:aws:iot:eu-west-1:123456789012:${resource}`);
  expect(arnOf(JobTarget.thing(iot.CfnThing.fromThingArn(stack, 'Thing', thing)), stack)).toBe(thing);
  expect(arnOf(JobTarget.thingGroup(iot.CfnThingGroup.fromThingGroupArn(stack, 'Group', group)), stack)).toBe(group);
});

test.each([
  'arn:aws:iot:eu-west-1:123456789012:thing/gateway-1', 'arn:aws-cn:iot:cn-north-1:123456789012:thinggroup/a:b_c', unknownText('anything'),
])('a target may have the ARN %s', (arn) => {
  expect(JobTarget.arn(arn)._targetArnIn(newStack())).toBe(arn);
});

test.each([
  '', 'gateway-1', 'arn:aws:iot:eu-west-1:123456789012:thing/', 'arn:aws:iot:eu-west-1:123456789012:thing/*', 'arn:aws:iot:eu-west-1:123456789012:job/pilot',
  'arn:aws:iot:::thing/gateway-1', `arn:aws:iot:eu-west-1:123456789012:thing/${'n'.repeat(129)}`, 5 as never, undefined as never,
])('a target may not have the ARN %j', (arn) => {
  expect(() => JobTarget.arn(arn)).toThrow(
    `[JobTarget.arn] arn is ${arn === undefined ? 'missing' : JSON.stringify(arn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:thing/NAME or `
    + 'arn:PARTITION:iot:REGION:ACCOUNT:thinggroup/NAME: use JobTarget.thingName or JobTarget.thingGroupName for a name, targetsFrom for targets of the state');
});

describe.each(['thingName', 'thingGroupName'] as const)('JobTarget.%s', (method) => {
  test.each(['a', 'Az09:_-', 'n'.repeat(128), unknownText('a b')])('takes %s', (name) => {
    expect(() => JobTarget[method](name)).not.toThrow();
  });

  test.each([
    ['', 'must have 1 to 128 characters, has 0'],
    ['n'.repeat(129), 'must have 1 to 128 characters, has 129'],
    ['gateway 1', 'must be made of letters, digits, :, _ and - only'],
    ['gateway*', 'must be made of letters, digits, :, _ and - only'],
    ['arn:aws:iot:eu-west-1:123456789012:thing/a', 'must be made of letters, digits, :, _ and - only: use JobTarget.arn for an ARN'],
    ['$.thing', 'must be made of letters, digits, :, _ and - only: use targetsFrom for targets of the state'],
    ['{% $states.input.thing %}', 'must be made of letters, digits, :, _ and - only: use targetsFrom for targets of the state'],
    [5, 'must be a string'],
  ])('refuses %j', (name, must) => {
    expect(() => JobTarget[method](name as string)).toThrow(`[JobTarget.${method}] ${method} is ${JSON.stringify(name)}, ${must}`);
  });

  test('refuses a name that is not given', () => {
    expect(() => JobTarget[method](undefined as never)).toThrow(`[JobTarget.${method}] ${method} is missing, must be given`);
  });
});

test('a name is no native thing', () => {
  expect(() => JobTarget.thing('gateway-1' as never)).toThrow('[JobTarget.thing] thing is "gateway-1", must be a thing, such as a CfnThing: JobTarget.thingName takes a name');
  expect(() => JobTarget.thingGroup(new iot.CfnThing(newStack(), 'Thing') as never)).toThrow('must be a thing group, such as a CfnThingGroup');
});
