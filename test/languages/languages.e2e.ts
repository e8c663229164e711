import { type Consumer, GO, JAVA, PYTHON, synthesize, TYPESCRIPT } from './consumers';

const synthesized = new Map<Consumer, object | Error>();

beforeAll(async () => {
  // Two at a time: Go compiles while the others take turns.
  await Promise.all([[GO], [TYPESCRIPT, PYTHON, JAVA]].map(async (lane) => {
    for (const consumer of lane) synthesized.set(consumer, await synthesize(consumer).catch(error => error));
  }));
}, 1_200_000);

function templateOf(consumer: Consumer): any {
  const template = synthesized.get(consumer);
  if (template instanceof Error) throw template;
  return template;
}

test('the app in TypeScript has a stack with job templates', () => {
  const types = Object.values<any>(templateOf(TYPESCRIPT).Resources).map(({ Type }) => Type);
  expect(types.filter(type => type === 'Custom::IoTJobTemplate')).toHaveLength(9);
});

test.each([PYTHON, JAVA, GO])('the app in $language makes the same template as that in TypeScript', (consumer) => {
  expect(templateOf(consumer)).toEqual(templateOf(TYPESCRIPT));
});

test('in every language, an edit starts another job, and so do other targets and the return to an older content under a new release', () => {
  const { Outputs } = templateOf(TYPESCRIPT);
  const [first, same, ...others] = [
    'FirstJobId', 'SameJobId', 'EditedJobId', 'OtherTargetsJobId', 'FirstReleaseJobId', 'SecondReleaseJobId', 'ReturnedJobId',
  ].map(name => Outputs[name].Value);
  expect(first).toMatch(/^[\w-]{1,64}$/);
  expect(same).toBe(first);
  expect(new Set([first, ...others]).size).toBe(6);
});
