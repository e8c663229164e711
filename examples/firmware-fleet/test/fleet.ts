import { App, type AppProps } from 'aws-cdk-lib';
import { FirmwareStack } from '../lib/firmware-stack';
import { OperationsStack } from '../lib/operations-stack';

export interface Fleet {
  readonly firmware: FirmwareStack;
  readonly operations: OperationsStack;
}

/** The app as `bin/app.ts` makes it, with settings that no environment changes. */
export function fleet(props: AppProps = {}): Fleet {
  const app = new App(props);
  const firmware = new FirmwareStack(app, 'FirmwareFleet', {
    firmwareVersion: '1.0.0',
    ring: 'test',
    documentsBucketName: 'documents',
    provenJobArn: 'arn:aws:iot:eu-west-1:123456789012:job/pilot',
  });
  const operations = new OperationsStack(app, 'FleetOperations', {
    firmwareUpdate: firmware.firmwareUpdate,
    securityPatchArn: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/security-patch',
    thingGroupName: 'gateways',
  });
  return { firmware, operations };
}
