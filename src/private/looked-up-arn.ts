import { ContextProvider, Stack, Token } from 'aws-cdk-lib';
import { ContextProvider as Provider } from 'aws-cdk-lib/cloud-assembly-schema';
import type { Construct } from 'constructs';
import { arnComponentsOf } from './arn';
import { isJobTemplateId } from '../shared/check';

/**
 * The ARN of a template, from Cloud Control. The configuration of a template is write-only there, and the CLI fails if a property is missing
 * that it is asked for, so the ARN is all that can be read. Evidence: cloud-control-job-template.
 */
export function lookedUpArn(scope: Construct, id: string, jobTemplateId: string): string {
  if (Token.isUnresolved(jobTemplateId) || !isJobTemplateId(jobTemplateId)) {
    const shown = Token.isUnresolved(jobTemplateId) ? 'a token' : JSON.stringify(jobTemplateId);
    throw new Error(`[${scope.node.path}/${id}] jobTemplateId is ${shown}, must be 1 to 64 letters, digits, _ and - that are known at synthesis: `
      + 'JobTemplate.fromJobTemplateId imports a template whose id is a token');
  }
  const { value: [found] } = ContextProvider.getValue(scope, {
    provider: Provider.CC_API_PROVIDER,
    props: { typeName: 'AWS::IoT::JobTemplate', exactIdentifier: jobTemplateId, propertiesToReturn: ['Arn'] },
    // Until the CLI has looked.
    dummyValue: [{ Arn: Stack.of(scope).formatArn(arnComponentsOf(jobTemplateId)) }],
  });
  return found.Arn;
}
