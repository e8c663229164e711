import { App } from 'aws-cdk-lib';
import { CatalogStack } from '../lib/catalog-stack';
import { FirmwareStack } from '../lib/firmware-stack';
import { OperationsStack } from '../lib/operations-stack';
import { ReleaseStack } from '../lib/release-stack';

const app = new App();
const setting = (name: string): string => app.node.getContext(name);

const catalog = new CatalogStack(app, 'FleetCatalog', { auditTemplateId: setting('auditTemplateId') });

const firmware = new FirmwareStack(app, 'FirmwareFleet', {
  firmwareVersion: setting('firmwareVersion'),
  ring: setting('ring'),
  documentsBucketName: setting('documentsBucket'),
  documentVersion: app.node.tryGetContext('documentVersion'),
  provenJobArn: setting('provenJobArn'),
  audit: catalog.audit,
});

new OperationsStack(app, 'FleetOperations', {
  firmwareUpdate: firmware.firmwareUpdate,
  securityPatchArn: setting('securityPatchArn'),
  thingGroupName: setting('thingGroup'),
  audit: catalog.audit,
  downloadFile: catalog.downloadFile,
});

new ReleaseStack(app, 'FleetRelease', {
  canaryUpdate: firmware.canaryUpdate,
  canaryGroupName: setting('canaryGroup'),
  firmwareVersion: setting('firmwareVersion'),
});
