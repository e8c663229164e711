import { ContextProvider, Stack, Token } from 'aws-cdk-lib';
import { ContextProvider as Provider } from 'aws-cdk-lib/cloud-assembly-schema';
import type { Construct } from 'constructs';
import { arnComponentsOf } from './arn';
import { errorAt } from './errors';
import { isJobTemplateId } from '../shared/check';

/**
 * The ARN of a template, which the CLI reads with Cloud Control. The ARN is the only property that can be read: the configuration of a template
 * is write-only there, and the CLI fails if a requested property is missing. Evidence: cloud-control-job-template.
 */
export function lookedUpArn(scope: Construct, id: string, jobTemplateId: string): string {
  if (Token.isUnresolved(jobTemplateId) || !isJobTemplateId(jobTemplateId)) {
    const shown = Token.isUnresolved(jobTemplateId) ? 'a token' : JSON.stringify(jobTemplateId);
    throw errorAt(`${scope.node.path}/${id}`, 'invalidJobTemplateId', `jobTemplateId is ${shown}, must be 1 to 64 letters, digits, _ and - that are known at synthesis: `
      + 'use JobTemplate.fromJobTemplateId for an id that is a token');
  }
  const { value: [found] } = ContextProvider.getValue(scope, {
    provider: Provider.CC_API_PROVIDER,
    props: { typeName: 'AWS::IoT::JobTemplate', exactIdentifier: jobTemplateId, propertiesToReturn: ['Arn'] },
    // Until the CLI has read it.
    dummyValue: [{ Arn: Stack.of(scope).formatArn(arnComponentsOf(jobTemplateId)) }],
  });
  return found.Arn;
}
