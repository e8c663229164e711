import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type JobTemplateAttributes, JobTemplateBase } from './job-template-base';
import { JobTemplateGrants } from './job-template-grants';
import { errorAt } from './private/errors';
import type { KnownTemplate } from './private/known-template';
import { checkTypes } from './private/prop-types';
import { isJobTemplateId, isManagedJobTemplateId } from './shared/check';

/** A template that is managed elsewhere. Only the given attributes are known. */
export class ImportedJobTemplate extends JobTemplateBase {
  public readonly jobTemplateArn: string;
  public readonly jobTemplateId: string;
  public readonly grants: JobTemplateGrants;

  /** @internal */
  public readonly _known: KnownTemplate;

  constructor(scope: Construct, id: string, attrs: JobTemplateAttributes) {
    const { jobTemplateArn, presignedUrlRole, destinationPackageVersions } = attrs;
    const path = `${scope.node.path}/${id}`;
    // The CDK splits the ARN, and its own message names no construct.
    if (!Token.isUnresolved(jobTemplateArn) && !ARN.test(jobTemplateArn)) throw refusalOf(jobTemplateArn, path);
    super(scope, id, { environmentFromArn: jobTemplateArn });
    checkTypes(this, { destinationPackageVersions });
    const { service, account, resource, resourceName } = Stack.of(scope).splitArn(jobTemplateArn, ArnFormat.SLASH_RESOURCE_NAME);
    const isOther = (part: string, wanted: string) => part !== wanted && !Token.isUnresolved(part);
    const isId = (name: string) => Token.isUnresolved(name) || (account === '' ? isManagedJobTemplateId(name) : isJobTemplateId(name));
    if (!resourceName || !isId(resourceName) || isOther(service, 'iot') || isOther(resource, 'jobtemplate')) {
      throw refusalOf(jobTemplateArn, path);
    }
    this.jobTemplateArn = jobTemplateArn;
    this.jobTemplateId = resourceName;
    const isManagedByAws = account === '';
    this._known = {
      jobTemplateId: resourceName,
      // The id of an AWS managed template has its version, whose content does not change.
      fingerprint: isManagedByAws && !Token.isUnresolved(resourceName) ? resourceName : undefined,
      isManagedByAws: Token.isUnresolved(account) ? undefined : isManagedByAws,
    };
    this.grants = JobTemplateGrants._of(this, {
      presignedUrlRoleArn: presignedUrlRole?.roleRef.roleArn,
      packageVersions: destinationPackageVersions?.map(version => version._arnIn(this)),
      isManagedByAws,
    });
  }
}

/** The parts that the CDK needs to split an ARN. */
const ARN = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./;

function refusalOf(given: unknown, path: string): Error {
  const hint = isJobTemplateId(given) ? ': JobTemplate.fromJobTemplateId imports a template by its id' : '';
  return errorAt(path, 'invalidJobTemplateArn', `jobTemplateArn is ${JSON.stringify(given)}, must be arn:PARTITION:iot:REGION:ACCOUNT:jobtemplate/ID${hint}`);
}
