import { callsOfLambda, Catalog, Fleet, type Inhabited } from './fleet';
import { type Mutant, mutantsOf } from './mutants';
import { type Asked, distinct, escapesOf, those } from './requests';
import { authorizationsOf, isDone } from '../iam/authorizations';
import { isAllowed, listed, type Statement } from '../iam/policy-simulator';
import type { Event } from '../support/cloudformation-event';
import { Harness, OWNER } from '../support/harness';
import { recorded, startRecording } from '../support/recorder';

beforeAll(startRecording);

/** What a stack asks for in its life. */
async function askedIn(stackName: string, declare: (stackId: string) => Inhabited): Promise<Asked[]> {
  const harness = await Harness.start();
  const { stackId } = harness.resource('Any', stackName);
  const stack = declare(stackId);
  const { deployed, keys, logGroup } = stack;
  await stack.live(harness).finally(() => harness.close());
  const own = recorded().filter(({ event, call }) => (event as Event).StackId === stackId && harness.iot.calls.includes(call) && !isDone(call));
  const requests = [...own.flatMap(({ call }) => authorizationsOf(call, stackId, keys)), ...callsOfLambda(logGroup)];
  return distinct(requests.map(request => ({ request, statements: deployed.providerStatements, stackId })));
}

const STACKS = {
  'a template of every kind': () => askedIn('fleet', stackId => new Fleet(stackId)),
  'lookups only': () => askedIn('catalog', stackId => new Catalog(stackId)),
};

describe.each(Object.entries(STACKS))('The policy of a stack with %s', (_, live) => {
  let statements: readonly Statement[];
  let asked: Asked[];
  let escapes: Asked[];

  beforeAll(async () => {
    asked = await live();
    [{ statements }] = asked;
    escapes = escapesOf(asked);
  });

  test('allows all of its life, and what Lambda does for the function', async () => {
    expect(await those(asked, 'denied')).toEqual([]);
  });

  test('allows none of it elsewhere', async () => {
    expect(await those(escapes, 'allowed')).toEqual([]);
  });

  test('only allows, names actions in full, and has conditions only on owners and services', () => {
    for (const { Effect, Action, Condition = {} } of statements) {
      expect(Effect).toBe('Allow');
      expect(listed(Action).filter(action => action.includes('*'))).toEqual([]);
      for (const key of Object.values(Condition).flatMap(Object.keys)) {
        expect(key).toMatch(/^aws:(Request|Resource)Tag\/cdk-iot-job-template:(owner|adopted-from(:2)?)$|^aws:TagKeys$|^iam:PassedToService$|^lambda:SourceFunctionArn$/);
      }
    }
  });

  test('is minimal: removing any part denies a needed call or allows a foreign one', async () => {
    const mutants = mutantsOf(statements);
    const survivors: string[] = [];
    for (const mutant of mutants) if (!await isCaught(mutant)) survivors.push(mutant.name);
    expect(survivors).toEqual([]);
    const counted = mutants.reduce<{ [kind: string]: number }>((sum, { kind }) => ({ ...sum, [kind]: (sum[kind] ?? 0) + 1 }), {});
    console.info({ calls: asked.length, escapes: escapes.length, caught: counted });
    expect(Object.values(counted).every(count => count > 0)).toBe(true);
  });

  async function isCaught({ statements: mutated, actions }: Mutant): Promise<boolean> {
    const isTouched = ({ request }: Asked) => actions.includes(request.action);
    for (const { request } of asked.filter(isTouched)) if (!await isAllowed(mutated, request)) return true;
    for (const { request } of escapes.filter(isTouched)) if (await isAllowed(mutated, request)) return true;
    return false;
  }
});

test('The policy of lookups only allows reading', async () => {
  const isLambdas = (action: string) => /^(ec2|logs):/.test(action);
  const [ofTemplates, [{ statements }]] = await Promise.all(Object.values(STACKS).map(live => live()));
  const actions = new Set(statements.flatMap(({ Action }) => listed(Action)).filter(action => !isLambdas(action)));
  expect(actions).toEqual(new Set(['iot:DescribeJobTemplate', 'iot:DescribeManagedJobTemplate']));
  const others = ofTemplates.filter(({ request: { action } }) => !isLambdas(action) && !actions.has(action)).map(one => ({ ...one, statements }));
  expect(others.map(({ request: { action } }) => action)).toEqual(expect.arrayContaining(['iot:CreateJobTemplate', 'iot:TagResource', 'iot:UntagResource', 'iot:DeleteJobTemplate']));
  expect(await those(others, 'allowed')).toEqual([]);
});

describe('What the policy of templates does allow beyond the stack, since IAM cannot tell:', () => {
  const stackId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid';
  const statements = new Fleet(stackId).deployed.providerStatements;
  const template = 'arn:aws:iot:us-east-1:123456789012:jobtemplate/theirs';
  const ofOthers = { [`aws:ResourceTag/${OWNER}`]: 'other/uuid/Template' };

  test.each(['iot:DescribeJobTemplate', 'iot:ListTagsForResource'])('%s of any template, to see whose it is before anything is done', async action => {
    expect(await isAllowed(statements, { action, resource: template, context: ofOthers })).toBe(true);
  });

  test('tagging a template without an owner, which resembles a creation, but not deleting it', async () => {
    const ours = `${stackId.split(':stack/')[1]}/Template`;
    expect(await isAllowed(statements, { action: 'iot:TagResource', resource: template, context: { [`aws:RequestTag/${OWNER}`]: ours, 'aws:TagKeys': [OWNER] } })).toBe(true);
    expect(await isAllowed(statements, { action: 'iot:DeleteJobTemplate', resource: template, context: {} })).toBe(false);
  });
});
