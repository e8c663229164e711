import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { JobTemplateLookup, AwsManagedJobTemplate } from '../src';
import { newJob, newJobTemplate, newStack, propertiesOf } from './support/construct';
import { WarningId } from '../src/private/warning';
import { canonical } from '../src/shared/content';
import * as contract from '../src/shared/contract';
import { CREATE_JOB_TEMPLATE } from '../src/shared/create-job-template';
import { propertyName, type Shape } from '../src/shared/shape';

/**
 * What deployed stacks and tagged templates hold. A change here breaks them: "Modifying service token is not allowed",
 * templates that nobody owns any more, properties that an older handler cannot read.
 */
describe('the contract that outlives a version of the library', () => {
  test('is the types of the resources, and their own properties', () => {
    expect([contract.RESOURCE_TYPE, contract.LOOKUP_RESOURCE_TYPE, contract.MANAGED_LOOKUP_RESOURCE_TYPE])
      .toEqual(['Custom::IoTJobTemplate', 'Custom::IoTJobTemplateLookup', 'Custom::IoTManagedJobTemplateLookup']);
    expect([contract.ADOPT_EXISTING_PROPERTY, contract.ATTRIBUTES_PROPERTY, contract.SYNTHESIZED_AT_PROPERTY])
      .toEqual(['AdoptExisting', 'Attributes', 'SynthesizedAt']);
  });

  test('is the names of the attributes, and how they travel', () => {
    const kinds = (table: object) => Object.entries(table).map(([name, { kind }]) => `${name}: ${kind}`);
    expect(kinds(contract.JOB_TEMPLATE_ATTRIBUTES)).toEqual([
      'Arn: text',
      'CreatedAt: date',
      'Description: text',
      'Document: text',
      'DocumentSource: text',
      'PresignedUrlRoleArn: text',
      'PresignedUrlExpiration: number',
      'MaximumPerMinute: number',
      'BaseRatePerMinute: number',
      'IncrementFactor: number',
      'NumberOfNotifiedThings: number',
      'NumberOfSucceededThings: number',
      'AbortCriteria: json',
      'InProgressTimeout: number',
      'RetryCriteria: json',
      'MaintenanceWindows: json',
      'DestinationPackageVersions: list',
    ]);
    expect(kinds(contract.MANAGED_JOB_TEMPLATE_ATTRIBUTES)).toEqual([
      'Arn: text', 'Version: text', 'Description: text', 'Document: text', 'Environments: list', 'DocumentParameters: json',
    ]);
    expect(contract.LIST_SEPARATOR).toBe('\n');
  });

  test('is the properties of the lookups, and their logical ids', () => {
    const stack = newStack();
    new JobTemplateLookup(stack, 'Existing', { jobTemplateId: 'existing', refreshOnEveryDeployment: true }).jobTemplateCreatedAt;
    AwsManagedJobTemplate.fromName(stack, 'Managed', 'AWS-Reboot', { version: '1.0', refreshOnEveryDeployment: true }).jobTemplateDescription;
    const { Existing4CC9759F, Managed658ACE2E } = Template.fromStack(stack).toJSON().Resources;
    expect(Object.keys(Existing4CC9759F.Properties)).toEqual(['ServiceToken', 'ServiceTimeout', 'JobTemplateId', 'Attributes', 'SynthesizedAt']);
    expect(Object.keys(Managed658ACE2E.Properties))
      .toEqual(['ServiceToken', 'ServiceTimeout', 'TemplateName', 'TemplateVersion', 'Attributes', 'SynthesizedAt']);
  });

  test('is the keys of the tags', () => {
    expect(contract.OWNER_TAG).toBe('cdk-iot-job-template:owner');
    expect(contract.ADOPTED_FROM_TAGS).toEqual(['cdk-iot-job-template:adopted-from', 'cdk-iot-job-template:adopted-from:2']);
    expect(contract.CONTENT_TAG).toBe('cdk-iot-job-template:content');
    expect(contract.REQUESTS_TAG).toBe('cdk-iot-job-template:requests');
  });

  test('is the ids that warnings are acknowledged by', () => {
    expect(Object.values(WarningId)).toEqual([
      'timedOutWithoutTimeout', 'redundantAbortCriterion', 'rolloutNeverFaster', 'maintenanceWindowsOverlap', 'documentNearLimit', 'unknownPlaceholder',
      'parameterPlaceholder', 'declaredVersionIsDraft', 'repeatedRetryCriterion', 'inheritedRoleUnknown', 'inheritedRoleReplaced', 'tagValueCharacters',
      'bucketKeyUnknown', 'bucketPolicyNotChanged', 'keyPolicyNotChanged', 'nothingGranted', 'presignedUrlRolePath', 'presignedUrlRoleNotRetained',
      'variableOutsideUpload', 'placeholderCase', 'documentNotObject', 'repeatedPackage', 'unlikelyObjectKey',
      'thresholdBelowOne', 'repeatedMaintenanceWindow', 'expirationWithoutRole', 'undefinedMember', 'jobElsewhere', 'bucketDeploymentNotAwaited',
      'secretInDocument', 'fixedStartTime', 'scheduleOutOfRange', 'endBehaviorWithoutEnd', 'retainedWithoutRelease', 'targetElsewhere', 'stepSettingMisread',
      'templateElsewhere', 'fixedEndTime', 'fixedJobId', 'pathAsText', 'unknownDocumentParameter', 'continuousOnSchedule', 'executionHistoryFull',
      'expressStateMachine', 'tooManyTargets',
    ]);
  });

  test('is the logical ids of a template and of the shared resources', () => {
    const stack = newStack();
    newJobTemplate({}, stack);
    expect(logicalIds(stack)).toEqual({
      Reboot1D607AD4: 'Custom::IoTJobTemplate',
      JobTemplateProviderFunction0DB067A4: 'AWS::Lambda::Function',
      JobTemplateProviderRoleBABCE165: 'AWS::IAM::Role',
      JobTemplateProviderRoleDefaultPolicyFCC7BAD8: 'AWS::IAM::Policy',
      JobTemplateProviderLogGroup0EE47795: 'AWS::Logs::LogGroup',
    });
  });

  test('is the generated id of a job, because another id starts another job', () => {
    const stack = newStack();
    newJob({}, stack);
    expect(propertiesOf(stack, 'AWS::IoT::Job').JobId).toBe('Fleet-Reboot-b0bf5c3a-cbb0f1ec503e');
  });

  test('is the text of a content, whose fingerprint is a tag', () => {
    expect(canonical({ description: 'b', document: '{}', timeoutConfig: { inProgressTimeoutInMinutes: 1 }, destinationPackageVersions: ['z', 'a'] })).toBe(
      '{"description":"b","destinationPackageVersions":["z","a"],"document":"{}","timeoutConfig":{"inProgressTimeoutInMinutes":1}}');
  });

  test('is the names of the properties', () => {
    expect(propertiesIn(CREATE_JOB_TEMPLATE, '')).toEqual([
      'JobTemplateId',
      'Description',
      'JobArn',
      'DocumentSource',
      'Document',
      'PresignedUrlConfig.RoleArn',
      'PresignedUrlConfig.ExpiresInSec',
      'JobExecutionsRolloutConfig.MaximumPerMinute',
      'JobExecutionsRolloutConfig.ExponentialRate.BaseRatePerMinute',
      'JobExecutionsRolloutConfig.ExponentialRate.IncrementFactor',
      'JobExecutionsRolloutConfig.ExponentialRate.RateIncreaseCriteria.NumberOfNotifiedThings',
      'JobExecutionsRolloutConfig.ExponentialRate.RateIncreaseCriteria.NumberOfSucceededThings',
      'AbortConfig.CriteriaList[].FailureType',
      'AbortConfig.CriteriaList[].Action',
      'AbortConfig.CriteriaList[].ThresholdPercentage',
      'AbortConfig.CriteriaList[].MinNumberOfExecutedThings',
      'TimeoutConfig.InProgressTimeoutInMinutes',
      'JobExecutionsRetryConfig.CriteriaList[].FailureType',
      'JobExecutionsRetryConfig.CriteriaList[].NumberOfRetries',
      'MaintenanceWindows[].StartTime',
      'MaintenanceWindows[].DurationInMinutes',
      'DestinationPackageVersions[]',
      'Tags[].Key',
      'Tags[].Value',
    ]);
  });
});

const logicalIds = (stack: Stack): { [id: string]: string } =>
  Object.fromEntries(Object.entries<any>(Template.fromStack(stack).toJSON().Resources).map(([id, { Type }]) => [id, Type]));

function propertiesIn(shape: Shape, path: string): string[] {
  switch (shape.kind) {
    case 'structure':
      return Object.entries(shape.members).flatMap(([name, member]) => propertiesIn(member, `${path}${path && '.'}${propertyName(name)}`));
    case 'list': return propertiesIn(shape.item, `${path}[]`);
    default: return [path];
  }
}
