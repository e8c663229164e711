import { Match, Template } from 'aws-cdk-lib/assertions';
import './asset-hashes';
import { fleet } from './fleet';

const template = Template.fromStack(fleet().release);

test('the template that is deployed is the one that was reviewed', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('the job is for the canaries, from the template of the other stack', () => {
  template.hasResourceProperties('AWS::IoT::Job', {
    JobTemplateArn: { 'Fn::ImportValue': Match.stringLikeRegexp('FirmwareFleet:.*CanaryUpdate.*Arn') },
    Targets: [{ 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':thinggroup/canaries$')])] }],
  });
});

test('a device that executes the job can report it, even if the stack is removed', () => {
  template.hasResource('AWS::IoT::Job', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});
