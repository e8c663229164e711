import type { Assembly } from 'jsii-reflect';
import { assemblyOf, dependencies, type Spec, without } from './assembly';
import { lint, unsettled } from './awslint';
import { EXCLUSIONS, WITHOUT_L1 } from './exclusions';
import { acceptedApi, breaks, isSame, publicApi } from './public-api';

let among: readonly Assembly[];
beforeAll(async () => { among = await dependencies(); });

/** The assembly without the classes that the linter cannot judge. */
const judged = (spec: Spec): Assembly => assemblyOf(without(WITHOUT_L1, spec), among);

describe('the rules of the CDK', () => {
  test('are asked: an API without docstrings is found out', () => {
    const keys = lint(judged(acceptedApi())).map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['docs-public-apis:JobTemplate.fromJobTemplateId']));
  });

  test('are not asked of what the library depends on', () => {
    expect(lint(judged(acceptedApi())).map(({ key }) => key).filter(key => key.includes('aws-cdk-lib'))).toEqual([]);
  });

  test('find an attribute that is not said to be one', () => {
    const untagged = changed(({ IJobTemplate, JobTemplate }) => [IJobTemplate, JobTemplate].forEach(type => { delete prop(type, 'jobTemplateArn').docs.custom; }));
    const keys = lint(judged(untagged)).map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['attribute-tag:JobTemplate.jobTemplateArn']));
  });

  test('leave nothing open but what is excluded, and no exclusion of what is not found', () => {
    const finding = (key: string) => ({ key, message: 'is wrong' });
    const exclusion = (key: string) => ({ key, reason: 'is right here' });
    expect(unsettled([finding('a'), finding('b')], [exclusion('b'), exclusion('c')])).toEqual([
      'a\n    is wrong',
      'c\n    is excluded, and not found any more: remove the exclusion',
    ]);
    expect(unsettled([finding('a')], [exclusion('a')])).toEqual([]);
  });

  test('are excluded once, each for a reason', () => {
    expect(new Set(EXCLUSIONS.map(({ key }) => key)).size).toBe(EXCLUSIONS.length);
    expect(EXCLUSIONS.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});

describe('the public API', () => {
  test('is not broken if nothing changed', () => {
    expect(breaks(acceptedApi(), acceptedApi(), among)).toEqual([]);
  });

  test.each<[string, (types: Types) => void, RegExp]>([
    ['a class less', types => { delete types.RateIncrease; }, /RateIncrease.*has been removed/],
    ['a method less', ({ JobDocument }) => { JobDocument.methods.pop(); }, /JobDocument\.\w+.*has been removed/],
    ['a prop that must now be given', ({ JobTemplateProps }) => { delete prop(JobTemplateProps, 'rollout').optional; }, /newly required property 'rollout'/],
    ['a prop of another type', ({ JobTemplateProps }) => { prop(JobTemplateProps, 'description').type = { primitive: 'number' }; }, /description/],
    ['an attribute that may be missing', ({ IJobTemplate }) => { prop(IJobTemplate, 'grants').optional = true; }, /grants.*now optional/],
    ['a failure less', ({ JobFailureType }) => { JobFailureType.members.pop(); }, /JobFailureType/],
  ])('is broken by %s', (_, change, message) => {
    expect(breaks(acceptedApi(), changed(change), among)).toContainEqual(expect.stringMatching(message));
  });

  test('is broken by a higher floor of the CDK', () => {
    const after = { ...acceptedApi(), dependencies: { ...acceptedApi().dependencies, 'aws-cdk-lib': '^2.999.0' } };
    expect(breaks(acceptedApi(), after, among)).toEqual([expect.stringContaining('^2.999.0')]);
  });

  test('grows by a prop that may be given, which breaks nothing', () => {
    const after = changed(({ JobTemplateProps }) => {
      JobTemplateProps.properties.push({ ...prop(JobTemplateProps, 'rollout'), name: 'somethingNew' });
    });
    expect(breaks(acceptedApi(), after, among)).toEqual([]);
    expect(isSame(acceptedApi(), after)).toBe(false);
  });

  test('is the same whatever is said of it, wherever it stands', () => {
    const after = changed(types => {
      const jobTemplate = types.JobTemplate;
      jobTemplate.docs = { ...jobTemplate.docs, summary: 'Something else.' };
      jobTemplate.locationInModule = { filename: 'elsewhere.ts', line: 1 };
      const [first, ...others] = Object.entries(types);
      Object.keys(types).forEach(name => delete types[name]);
      Object.assign(types, Object.fromEntries([...others, first]));
    });
    expect(isSame(acceptedApi(), publicApi(after))).toBe(true);
  });
});

type Types = { [name: string]: any };

/** The accepted API with a change to its types. */
function changed(change: (types: Types) => void): Spec {
  const spec = acceptedApi();
  const types: Types = Object.fromEntries(Object.values<any>(spec.types!).map(type => [type.name, type]));
  change(types);
  return { ...spec, types: Object.fromEntries(Object.values<any>(types).map(type => [type.fqn, type])) };
}

const prop = (struct: any, name: string): any => struct.properties.find((property: any) => property.name === name);
