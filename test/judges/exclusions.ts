/** A rule of the CDK that does not fit here, and why not. */
export interface Exclusion {
  readonly key: string;
  readonly reason: string;
}

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
];
