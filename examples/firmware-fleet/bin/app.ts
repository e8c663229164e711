import { App } from 'aws-cdk-lib';
import { FirmwareStack } from '../lib/firmware-stack';
import { OperationsStack } from '../lib/operations-stack';

const app = new App();
const setting = (name: string): string => app.node.getContext(name);

const firmware = new FirmwareStack(app, 'FirmwareFleet', {
  firmwareVersion: setting('firmwareVersion'),
  ring: setting('ring'),
  documentsBucketName: setting('documentsBucket'),
  documentVersion: app.node.tryGetContext('documentVersion'),
  provenJobArn: setting('provenJobArn'),
});

new OperationsStack(app, 'FleetOperations', {
  firmwareUpdate: firmware.firmwareUpdate,
  securityPatchArn: setting('securityPatchArn'),
  thingGroupName: setting('thingGroup'),
});
