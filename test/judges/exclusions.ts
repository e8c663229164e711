/** A rule of the CDK that does not apply to the library, and the reason. */
export interface Exclusion {
  readonly key: string;
  readonly reason: string;
}

/**
 * Classes that the linter cannot judge. It compares each resource with the L1 of aws-cdk-lib, and the lowest supported
 * aws-cdk-lib has none for these.
 */
export const WITHOUT_L1: readonly string[] = ['Job'];

const NEEDS_MORE = 'lambda.FunctionProps, to which it is handed on, takes no less in the lowest supported aws-cdk-lib';

export const EXCLUSIONS: readonly Exclusion[] = [
  {
    key: 'construct-ctor:JobTemplateProvider',
    reason: 'A stack has one provider: getOrCreate is the only way to it, and the constructor is private.',
  },
  {
    key: 'props-physical-name:JobTemplateProps',
    reason: 'The rule asks for jobTemplateName. AWS IoT and CloudFormation call it jobTemplateId, and so does the prop.',
  },
  {
    key: 'construct-ctor:AwsManagedJobTemplate',
    reason: 'A template that AWS manages is referred to, not declared: fromName is the only way to it, and the constructor is private.',
  },
  {
    key: 'resource-interface:JobTemplateLookup',
    reason: 'What can be done with a template that is looked up is what can be done with any: its interface is IJobTemplate.',
  },
  {
    key: 'resource-interface:AwsManagedJobTemplate',
    reason: 'The same: its interface is IJobTemplate.',
  },
  {
    key: 'resource-interface:PresignedUrlRole',
    reason: 'It is a role and nothing else: its interface is iam.IRole.',
  },
  {
    key: 'props-physical-name:JobTemplateLookupProps',
    reason: 'As with JobTemplateProps: the prop is jobTemplateId, which says what is looked up.',
  },
  {
    key: 'prefer-ref-interface:JobTemplateProps.presignedUrlRole',
    reason: 'The role is granted the objects of the document, which a reference cannot be.',
  },
  {
    key: 'prefer-ref-interface:JobTemplateProviderProps.role',
    reason: 'The role is granted what the function needs, which a reference cannot be.',
  },
  { key: 'prefer-ref-interface:JobTemplateProviderProps.logGroup', reason: NEEDS_MORE },
  { key: 'prefer-ref-interface:JobTemplateProviderProps.securityGroups', reason: NEEDS_MORE },
  { key: 'prefer-ref-interface:JobTemplateProviderProps.vpc', reason: NEEDS_MORE },
  {
    key: 'interface-extends-ref:IJob',
    reason: 'The lowest supported aws-cdk-lib has no IJobRef.',
  },
  {
    key: 'prefer-ref-interface:RunJob.cancelWhenStopped.stateMachine',
    reason: 'The StateMachine of the lowest supported aws-cdk-lib has no reference interface.',
  },
];
