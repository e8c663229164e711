import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { stacksOf } from '../../src/code/app';
import { LANGUAGES } from '../../src/code/languages';

const template = (index: number, document = '{}') => ({
  id: `template-${index}`,
  arn: `arn:aws:iot:eu-west-1:123456789012:jobtemplate/template-${index}`,
  content: { description: 'Reboots', document },
  tags: new Map(),
});

describe('The stacks of an app', () => {
  test('have at most 100 templates each', () => {
    const counts = (count: number) => stacksOf(Array.from({ length: count }, (_, index) => template(index)))
      .map(({ statements }) => statements.length);
    expect([counts(1), counts(100), counts(101), counts(250)]).toEqual([[1], [100], [100, 1], [100, 100, 50]]);
  });

  test('have no more bytes than CloudFormation accepts', () => {
    const document = JSON.stringify({ text: 'x'.repeat(32_000) });
    const stacks = stacksOf(Array.from({ length: 60 }, (_, index) => template(index, document)));
    expect(stacks.map(({ stackName, className }) => [stackName, className])).toEqual([
      ['JobTemplates', 'JobTemplatesStack'], ['JobTemplates2', 'JobTemplates2Stack'], ['JobTemplates3', 'JobTemplates3Stack'],
    ]);
    for (const { documents } of stacks) expect(JSON.stringify(documents.map(({ content }) => content)).length).toBeLessThan(900_000);
  });

  test.each([
    ['sensors', ['sensors', 'SensorsStack'], ['sensors2', 'Sensors2Stack']],
    ['FleetStack', ['FleetStack', 'FleetStack'], ['FleetStack2', 'Fleet2Stack']],
    ['Stack', ['Stack', 'StackStack'], ['Stack2', 'Stack2Stack']],
    ['a'.repeat(125), ['a'.repeat(125), `A${'a'.repeat(124)}Stack`], [`${'a'.repeat(125)}2`, `A${'a'.repeat(124)}2Stack`]],
  ])('of %s have names and classes that follow from it', (name, ...expected) => {
    const stacks = stacksOf(Array.from({ length: 101 }, (_, index) => template(index)), name);
    expect(stacks.map(({ stackName, className }) => [stackName, className])).toEqual(expected);
    for (const { stackName } of stacks) expect(new Stack(undefined, stackName).stackName).toBe(stackName);
  });

  test('are of the account and the Region of the templates', () => {
    expect(stacksOf([template(1)])[0].env).toEqual({ account: '123456789012', region: 'eu-west-1' });
  });

  test('give a template an id that a construct can have', () => {
    const ids = [...Object.getOwnPropertyNames(Object.prototype), 'Exports', 'ExportsTemplate', 'toStringTemplate', 'toStringTemplateTemplate', 'reboot'];
    const [{ statements }] = stacksOf(ids.map(id => ({ ...template(1), id })));
    const constructIds = statements.flatMap(each => each.kind === 'creation' ? [each.id] : []);
    const stack = new Stack();
    constructIds.forEach(id => new Construct(stack, id));
    expect(constructIds).toHaveLength(ids.length);
    expect(constructIds.slice(-5)).toEqual(['ExportsTemplateTemplate', 'ExportsTemplate', 'toStringTemplate', 'toStringTemplateTemplate', 'reboot']);
  });

  test('of a file have no account, and a Region if a template depends on it', () => {
    const ofFile = { ...template(1), arn: undefined };
    expect(stacksOf([ofFile])[0].env).toBeUndefined();
    expect(stacksOf([ofFile, { ...ofFile, id: 'other', region: 'eu-west-1' }])[0].env).toEqual({ region: 'eu-west-1' });
  });

  test.each([
    ['typescript', "{ region: 'eu-west-1' }"], ['python', 'cdk.Environment(region="eu-west-1")'], ['java', 'Environment.builder().region("eu-west-1").build()'],
    ['csharp', 'new Environment { Region = "eu-west-1" }'], ['go', '&awscdk.Environment{Region: jsii.String("eu-west-1")}'],
  ])('of a Region are created in it in %s', (name, env) => {
    const [stack] = stacksOf([{ ...template(1), arn: undefined, region: 'eu-west-1' }]);
    expect(LANGUAGES.find(each => each.name === name)!.creation(stack)).toContain(env);
  });
});
