import { Stack, StackProps } from 'aws-cdk-lib';
import { JobTemplateLookup, AwsManagedJobTemplate } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface CatalogStackProps extends StackProps {
  /**
   * The id of the template that the security team uses to audit devices. The team created it in the console, and
   * maintains it.
   */
  readonly auditTemplateId: string;
}

/**
 * Templates that others manage, for the stacks of this app. This stack reads them at deployment, and never changes
 * them.
 */
export class CatalogStack extends Stack {
  readonly audit: JobTemplateLookup;
  readonly downloadFile: AwsManagedJobTemplate;

  constructor(scope: Construct, id: string, props: CatalogStackProps) {
    super(scope, id, props);
    this.audit = new JobTemplateLookup(this, 'Audit', { jobTemplateId: props.auditTemplateId });
    // It has the default version. That version, and therefore the ARN, is known only at deployment.
    this.downloadFile = AwsManagedJobTemplate.fromName(this, 'DownloadFile', AwsManagedJobTemplate.AWS_DOWNLOAD_FILE);
  }
}
