import { Match, Template } from 'aws-cdk-lib/assertions';
import './asset-hashes';
import { fleet } from './fleet';

const template = Template.fromStack(fleet().catalog);

test('the template that is deployed is the one that was reviewed', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('the template of the security team is read, for what the other stacks use of it', () => {
  template.hasResourceProperties('Custom::IoTJobTemplateLookup', {
    JobTemplateId: 'audit',
    Attributes: Match.arrayWith(['Description', 'Document', 'InProgressTimeout', 'MaximumPerMinute']),
  });
});

test('nothing may be changed', () => {
  const actions = Object.values<any>(template.findResources('AWS::IAM::Role'))
    .flatMap(({ Properties }) => Properties.Policies)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action }) => Action)
    .filter((action: string) => action.startsWith('iot:'));
  expect(actions.sort()).toEqual(['iot:DescribeJobTemplate', 'iot:DescribeManagedJobTemplate']);
  template.resourceCountIs('AWS::IAM::Policy', 0);
});
