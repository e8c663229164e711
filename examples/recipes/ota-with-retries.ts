import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import { JobDocument, JobRetryableFailureType, JobTemplate, MaintenanceWindow } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

export interface OtaStackProps extends StackProps {
  /**
   * The ARN of the job of a FreeRTOS OTA update, which `aws iot get-ota-update` returns as `awsIotJobArn`. Create the
   * update for one test device first, and keep it: over MQTT, devices get the files from its stream.
   */
  readonly otaJobArn: string;
}

/**
 * A template with the document of an OTA update, and with retries and a maintenance window, which CreateOTAUpdate
 * cannot set. The template inherits the rollout, the abort criteria and the presigned URL settings of the update.
 */
export class OtaStack extends Stack {
  readonly template: JobTemplate;

  constructor(scope: Construct, id: string, props: OtaStackProps) {
    super(scope, id, props);
    this.template = new JobTemplate(this, 'Ota', {
      description: 'Installs the OTA update that the test device has installed',
      // With HTTP, also pass the role of the update as `inheritedPresignedUrlRole`: starting a job passes it to AWS IoT.
      document: JobDocument.fromJobArn(props.otaJobArn),
      // Retries after a timeout need one. The update may have none.
      inProgressTimeout: Duration.hours(1),
      retryCriteria: [
        { failureType: JobRetryableFailureType.FAILED, numberOfRetries: 3 },
        { failureType: JobRetryableFailureType.TIMED_OUT, numberOfRetries: 2 },
      ],
      maintenanceWindows: [MaintenanceWindow.daily({ hour: 2, duration: Duration.hours(3) })],
    });
  }
}
