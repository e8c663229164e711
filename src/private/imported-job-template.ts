import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type JobTemplateAttributes, JobTemplateBase } from '../job-template-base';
import { JobTemplateGrants } from '../job-template-grants';
import { isJobTemplateId, isManagedJobTemplateId } from '../request/check';

/** A template that is managed elsewhere: what is known of it is what was given. */
export class ImportedJobTemplate extends JobTemplateBase {
  public readonly jobTemplateArn: string;
  public readonly jobTemplateId: string;
  public readonly grants: JobTemplateGrants;

  constructor(scope: Construct, id: string, attrs: JobTemplateAttributes) {
    const { jobTemplateArn, presignedUrlRole, destinationPackageVersions } = attrs;
    super(scope, id, { environmentFromArn: jobTemplateArn });
    const { service, account, resource, resourceName } = Stack.of(scope).splitArn(jobTemplateArn, ArnFormat.SLASH_RESOURCE_NAME);
    const isOther = (part: string, wanted: string) => part !== wanted && !Token.isUnresolved(part);
    const isId = (name: string) => Token.isUnresolved(name) || (account === '' ? isManagedJobTemplateId(name) : isJobTemplateId(name));
    if (!resourceName || !isId(resourceName) || isOther(service, 'iot') || isOther(resource, 'jobtemplate')) {
      throw new Error(`[${this.node.path}] jobTemplateArn is ${JSON.stringify(jobTemplateArn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:jobtemplate/ID`);
    }
    this.jobTemplateArn = jobTemplateArn;
    this.jobTemplateId = resourceName;
    this.grants = JobTemplateGrants._of(this, {
      presignedUrlRoleArn: presignedUrlRole?.roleRef.roleArn,
      packageVersions: destinationPackageVersions?.map(version => version._arnIn(this)),
      isManagedByAws: account === '',
    });
  }
}
