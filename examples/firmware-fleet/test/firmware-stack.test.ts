import { Match, Template } from 'aws-cdk-lib/assertions';
import './asset-hashes';
import { fleet } from './fleet';

const template = Template.fromStack(fleet().firmware);

test('the template that is deployed is the one that was reviewed', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('the properties of a job template are the members of the service\'s request', () => {
  template.hasResourceProperties('Custom::IoTJobTemplate', {
    Description: 'Updates gateways to firmware 1.0.0',
    JobExecutionsRolloutConfig: {
      MaximumPerMinute: 500,
      ExponentialRate: { BaseRatePerMinute: 10, IncrementFactor: 1.5, RateIncreaseCriteria: { NumberOfNotifiedThings: 100 } },
    },
    TimeoutConfig: { InProgressTimeoutInMinutes: 120 },
    Tags: Match.arrayWith([{ Key: 'ring', Value: 'test' }]),
  });
});

test('devices download the certified version of the bootloader', () => {
  template.hasResourceProperties('Custom::IoTJobTemplate', {
    Document: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('boot%20loader.bin%3FversionId%3DL4kqtJlcpXroDTDmpUMLUo')])] },
  });
});

test('what auditors ask for outlives the stack', () => {
  template.hasResource('Custom::IoTJobTemplate', {
    Properties: { JobArn: 'arn:aws:iot:eu-west-1:123456789012:job/pilot' },
    DeletionPolicy: 'Retain',
  });
});

test('one function manages all templates', () => {
  template.resourceCountIs('Custom::IoTJobTemplate', 7);
  template.resourceCountIs('AWS::Lambda::Function', 1);
});
