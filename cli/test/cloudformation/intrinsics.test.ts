import { resolveIntrinsics } from '../../src/cloudformation/intrinsics';

const known = {
  refs: new Map<string, unknown>([['Team', 'radio'], ['AWS::Region', 'eu-west-1'], ['Count', 3]]),
  mappings: { Rates: { 'eu-west-1': { Maximum: 50 } } },
};

describe('An intrinsic function', () => {
  test.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Team' }, 'radio'],
    ['Ref to nothing, which removes a member', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['Fn::Sub', { 'Fn::Sub': '${Team} in ${AWS::Region}' }, 'radio in eu-west-1'],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${Team}-${X}', { X: { Ref: 'Count' } }] }, 'radio-3'],
    ['Fn::Sub with a literal', { 'Fn::Sub': '${!aws:iot:s3-presigned-url:https://a/b}' }, '${aws:iot:s3-presigned-url:https://a/b}'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Team' }]] }, 'a-radio'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Rates', { Ref: 'AWS::Region' }, 'Maximum'] }, 50],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { team: { Ref: 'Team' } } }, '{"team":"radio"}'],
    ['that is none', { Ref: 'Team', other: 1 }, { Ref: 'Team', other: 1 }],
  ])('%s is replaced', (_, value, expected) => {
    expect(resolveIntrinsics({ value }, known)).toEqual({ value: expected });
  });

  test.each<[unknown, string]>([
    [{ Ref: 'Bucket' }, 'Bucket'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'Role.Arn'],
    [{ 'Fn::GetAtt': 'Role.Arn' }, 'Role.Arn'],
    [{ 'Fn::Sub': '${Role.Arn}' }, 'Role.Arn'],
    [{ 'Fn::ImportValue': 'x' }, 'the export x'],
    [{ 'Fn::If': ['IsProduction', 1, 2] }, 'the condition IsProduction'],
    [{ 'Fn::GetAZs': '' }, 'Fn::GetAZs'],
    [{ 'Fn::FindInMap': ['Rates', 'us-east-1', 'Maximum'] }, 'the mapping Rates'],
  ])('%j is known only at deployment', (value, reference) => {
    expect(() => resolveIntrinsics({ a: [value] }, known)).toThrow(`it depends on ${reference}, which is known only at deployment`);
  });
});
