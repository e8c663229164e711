import { Stack, StackProps } from 'aws-cdk-lib';
import { JobTemplateLookup, AwsManagedJobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface CatalogStackProps extends StackProps {
  /** The id of the template with which the security team audits devices. They made it in the console, and keep it. */
  readonly auditTemplateId: string;
}

/** What others have made, for the stacks of this app: read while this one is deployed, and never changed. */
export class CatalogStack extends Stack {
  readonly audit: JobTemplateLookup;
  readonly downloadFile: AwsManagedJobTemplate;

  constructor(scope: Construct, id: string, props: CatalogStackProps) {
    super(scope, id, props);
    this.audit = new JobTemplateLookup(this, 'Audit', { jobTemplateId: props.auditTemplateId });
    // Of the default version: what that is, and so the ARN, is known when the stack is deployed.
    this.downloadFile = AwsManagedJobTemplate.fromName(this, 'DownloadFile', AwsManagedJobTemplate.AWS_DOWNLOAD_FILE);
  }
}
