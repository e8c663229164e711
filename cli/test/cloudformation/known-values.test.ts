import type { DeployedStack } from '../../src/account/deployed-stack';
import { deployedValues, futureValues } from '../../src/cloudformation/known-values';
import { resolveProperties, Unresolved } from '../../src/cloudformation/properties';
import type { TemplateFile } from '../../src/cloudformation/template-file';

const ID = 'arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/Fleet/uuid';
const RESOURCES = {
  Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/devices/' } },
  PlainRole: { Type: 'AWS::IAM::Role' },
  OddRole: { Type: 'AWS::IAM::Role', Properties: { Path: { Ref: 'Unknown' } } },
  Bucket: { Type: 'AWS::S3::Bucket' },
  Function: { Type: 'AWS::Lambda::Function' },
  Topic: { Type: 'AWS::SNS::Topic' },
  Template: { Type: 'Custom::IoTJobTemplate', Properties: {} },
  Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'a' } },
  Failed: { Type: 'AWS::S3::Bucket' },
};
const TEMPLATE: TemplateFile = {
  Parameters: {
    Team: { Type: 'String', Default: 'default' },
    New: { Type: 'String', Default: 'new' },
    Passed: { Type: 'String' },
    Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/name' },
    Zones: { Type: 'CommaDelimitedList' },
    Groups: { Type: 'List<AWS::EC2::SecurityGroup::Id>', Default: 'sg-1, sg-2' },
  },
  Mappings: { Map: { one: { two: 'mapped' } } },
  Conditions: {
    IsFleet: { 'Fn::Equals': [{ Ref: 'Team' }, 'fleet'] },
    IsNot: { 'Fn::Not': [{ Condition: 'IsFleet' }] },
    Both: { 'Fn::And': [{ Condition: 'IsFleet' }, { 'Fn::Equals': ['1', 1] }] },
    Either: { 'Fn::Or': [{ Condition: 'IsNot' }, { Condition: 'IsFleet' }] },
  },
  Resources: RESOURCES,
};

const deployed: DeployedStack = {
  stack: {
    name: 'Fleet', id: ID, status: 'UPDATE_COMPLETE', parameters: new Map([['Team', 'fleet'], ['Secret', 'resolved'], ['Zones', 'a,b']]), outputs: new Map(),
  },
  template: TEMPLATE,
  resources: new Map(Object.entries(RESOURCES).map(([logicalId, { Type }]) =>
    [logicalId, { logicalId, physicalId: logicalId === 'Failed' ? '' : `physical-${logicalId}`, type: Type }])),
  nestedOutputs: new Map([['Nested', new Map([['Url', 'https://a']])]]),
};
const exported = new Map([['Shared', 'exported']]);
const BEFORE = deployedValues(deployed, exported);
const place = { partition: 'aws-cn', region: 'cn-north-1', account: '123456789012', name: 'Fleet', id: ID };
const valueOf = (value: unknown, values = BEFORE): unknown => {
  const { resolved } = resolveProperties({ value }, values);
  return resolved.value instanceof Unresolved ? `? ${resolved.value.reference}` : resolved.value;
};

describe('The values of a deployed stack', () => {
  test.each<[object | string | number | boolean, unknown]>([
    ['a text', 'a text'],
    [5, '5'],
    [true, 'true'],
    [[1, { a: 2 }], ['1', { a: '2' }]],
    [{ Ref: 'Team' }, 'fleet'],
    [{ Ref: 'Secret' }, 'resolved'],
    [{ Ref: 'Bucket' }, 'physical-Bucket'],
    [{ Ref: 'AWS::Partition' }, 'aws-cn'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com.cn'],
    [{ Ref: 'AWS::Region' }, 'cn-north-1'],
    [{ Ref: 'AWS::AccountId' }, '123456789012'],
    [{ Ref: 'AWS::StackName' }, 'Fleet'],
    [{ Ref: 'AWS::StackId' }, ID],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [[{ Ref: 'AWS::NoValue' }, 'a'], ['a']],
    [{ Ref: 'Missing' }, '? Missing'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws-cn:iam::123456789012:role/devices/physical-Role'],
    [{ 'Fn::GetAtt': 'PlainRole.Arn' }, 'arn:aws-cn:iam::123456789012:role/physical-PlainRole'],
    [{ 'Fn::GetAtt': ['OddRole', 'Arn'] }, '? OddRole.Arn'],
    [{ 'Fn::GetAtt': ['Role', 'RoleId'] }, '? Role.RoleId'],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws-cn:s3:::physical-Bucket'],
    [{ 'Fn::GetAtt': ['Failed', 'Arn'] }, '? Failed.Arn'],
    [{ 'Fn::GetAtt': ['Function', 'Arn'] }, 'arn:aws-cn:lambda:cn-north-1:123456789012:function:physical-Function'],
    [{ 'Fn::GetAtt': ['Topic', 'TopicArn'] }, 'physical-Topic'],
    [{ 'Fn::GetAtt': ['Template', 'Arn'] }, 'arn:aws-cn:iot:cn-north-1:123456789012:jobtemplate/physical-Template'],
    [{ 'Fn::GetAtt': ['Nested', 'Outputs.Url'] }, 'https://a'],
    [{ 'Fn::GetAtt': ['Nested', 'Outputs.Other'] }, '? Nested.Outputs.Other'],
    [{ 'Fn::ImportValue': 'Shared' }, 'exported'],
    [{ 'Fn::ImportValue': { 'Fn::Sub': 'Shared' } }, 'exported'],
    [{ 'Fn::ImportValue': 'Other' }, '? the export Other'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Team' }]] }, 'a-fleet'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Missing' }]] }, '? Missing'],
    [{ 'Fn::Sub': '${Team}-${Role.Arn}-${!Kept}' }, 'fleet-arn:aws-cn:iam::123456789012:role/devices/physical-Role-${Kept}'],
    [{ 'Fn::Sub': ['${a}-${Team}', { a: { Ref: 'Bucket' } }] }, 'physical-Bucket-fleet'],
    [{ 'Fn::Sub': '${Role.RoleId}' }, '? Role.RoleId'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }, 'Fleet'],
    [{ 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
    [{ 'Fn::Select': [1, { Ref: 'Zones' }] }, 'b'],
    [{ 'Fn::FindInMap': ['Map', 'one', 'two'] }, 'mapped'],
    [{ 'Fn::FindInMap': ['Map', 'one', 'three'] }, '? the mapping Map'],
    [{ 'Fn::If': ['IsFleet', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['IsNot', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
    [{ 'Fn::If': ['Both', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['Either', 5, 'no'] }, '5'],
    [{ 'Fn::If': ['Missing', 'yes', 'no'] }, '? the condition Missing'],
    [{ 'Fn::GetAZs': '' }, '? Fn::GetAZs'],
    ['{{resolve:ssm:name}}', '? a dynamic reference'],
  ])('%j is %j', (value, expected) => {
    expect(valueOf(value)).toEqual(expected);
  });
});

describe('The values that a deployment will have', () => {
  const changed: TemplateFile = {
    ...TEMPLATE,
    Resources: { ...RESOURCES, Role: { Type: 'AWS::IAM::Role', Properties: { Path: '/other/' } }, Topic: { Type: 'AWS::SQS::Queue' }, Added: { Type: 'AWS::S3::Bucket' } },
  };
  const AFTER = futureValues({ template: changed, parameters: { Passed: 'passed' }, place, deployed, exported });
  const FIRST = futureValues({ template: TEMPLATE, parameters: {}, place: { region: 'cn-north-1' }, exported });

  test.each<[string, object, typeof AFTER, unknown]>([
    ['a parameter keeps its value', { Ref: 'Team' }, AFTER, 'fleet'],
    ['a new parameter has its default', { Ref: 'New' }, AFTER, 'new'],
    ['a parameter that is a list has its items', { 'Fn::Select': [1, { Ref: 'Groups' }] }, AFTER, 'sg-2'],
    ['a parameter is passed', { Ref: 'Passed' }, AFTER, 'passed'],
    ['a parameter of Systems Manager may have another value', { Ref: 'Secret' }, AFTER, '? Secret'],
    ['a resource that does not change keeps its name', { Ref: 'Bucket' }, AFTER, 'physical-Bucket'],
    ['a resource that does not change keeps its attributes', { 'Fn::GetAtt': ['PlainRole', 'Arn'] }, AFTER, 'arn:aws-cn:iam::123456789012:role/physical-PlainRole'],
    ['a resource with other properties may be replaced', { Ref: 'Role' }, AFTER, '? Role'],
    ['so may its attributes', { 'Fn::GetAtt': ['Role', 'Arn'] }, AFTER, '? Role.Arn'],
    ['a resource of another type is another', { Ref: 'Topic' }, AFTER, '? Topic'],
    ['a new resource has no name yet', { Ref: 'Added' }, AFTER, '? Added'],
    ['a new stack has no resources', { Ref: 'Bucket' }, FIRST, '? Bucket'],
    ['a new stack has a Region', { Ref: 'AWS::Region' }, FIRST, 'cn-north-1'],
    ['a new stack has no id', { Ref: 'AWS::StackId' }, FIRST, '? AWS::StackId'],
    ['the account of a new stack may not be known', { Ref: 'AWS::AccountId' }, FIRST, '? AWS::AccountId'],
  ])('%s', (_, value, values, expected) => {
    expect(valueOf(value, values)).toBe(expected);
  });
});
