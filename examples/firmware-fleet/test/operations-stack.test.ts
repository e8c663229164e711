import { Match, Template } from 'aws-cdk-lib/assertions';
import './asset-hashes';
import { fleet } from './fleet';

const template = Template.fromStack(fleet().operations);

test('the template that is deployed is the one that was reviewed', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('the function knows the template of the other stack by its ARN', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { FIRMWARE_UPDATE: { 'Fn::ImportValue': Match.stringLikeRegexp('FirmwareFleet:.*FirmwareUpdate.*Arn') } } },
  });
});

test('the function may start jobs, and pass the role of their presigned URLs to AWS IoT only', () => {
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: 'iot:CreateJob', Effect: 'Allow' }),
        Match.objectLike({ Action: 'iam:PassRole', Condition: { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } } }),
        Match.objectLike({ Action: 'iot:DescribeJobTemplate', Resource: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/security-patch' }),
      ]),
    },
  });
});
