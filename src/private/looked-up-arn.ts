import { ContextProvider, Stack, Token } from 'aws-cdk-lib';
import { ContextProvider as Provider } from 'aws-cdk-lib/cloud-assembly-schema';
import type { Construct } from 'constructs';
import { jobTemplateArnIn } from './arn';
import { errorAt } from './errors';
import { checkJobTemplateId } from './job-template-id';
import { checkOptions } from './prop-types';

/**
 * The ARN of a template, which the CLI reads with Cloud Control. The ARN is the only property that can be read: the configuration of a template
 * is write-only there, and the CLI fails if a requested property is missing. Evidence: cloud-control-job-template.
 */
export function lookedUpArn(scope: Construct, id: string, options: { readonly jobTemplateId: string }): string {
  const path = `${scope.node.path}/${id}`;
  checkOptions(path, 'options', options, ['jobTemplateId']);
  const { jobTemplateId } = options;
  checkJobTemplateId(path, jobTemplateId, 'of an ARN, pass the part after jobtemplate/');
  if (Token.isUnresolved(jobTemplateId)) {
    throw errorAt(path, 'lookupNotKnown', 'jobTemplateId is a token, must be known at synthesis: use JobTemplate.fromJobTemplateId for an id that is a token');
  }
  const stack = Stack.of(scope);
  if ([stack.account, stack.region].some(Token.isUnresolved)) {
    throw errorAt(path, 'lookupNotKnown', `the account or the Region of stack ${stack.node.path} is not known, must be known for a lookup at synthesis: `
      + 'give the stack an explicit env');
  }
  const { value: [found] } = ContextProvider.getValue(scope, {
    provider: Provider.CC_API_PROVIDER,
    props: { typeName: 'AWS::IoT::JobTemplate', exactIdentifier: jobTemplateId, propertiesToReturn: ['Arn'] },
    // Until the CLI has read it.
    dummyValue: [{ Arn: jobTemplateArnIn(stack, jobTemplateId) }],
  });
  return found.Arn;
}
