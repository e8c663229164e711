import { App, type AppProps } from 'aws-cdk-lib';
import { CatalogStack } from '../lib/catalog-stack';
import { FirmwareStack } from '../lib/firmware-stack';
import { OperationsStack } from '../lib/operations-stack';
import { ReleaseStack } from '../lib/release-stack';

export interface Fleet {
  readonly catalog: CatalogStack;
  readonly firmware: FirmwareStack;
  readonly operations: OperationsStack;
  readonly release: ReleaseStack;
}

/** The app of `bin/app.ts`, with fixed settings that do not depend on the environment. */
export function fleet(props: AppProps = {}): Fleet {
  const app = new App(props);
  const catalog = new CatalogStack(app, 'FleetCatalog', { auditTemplateId: 'audit' });
  const firmware = new FirmwareStack(app, 'FirmwareFleet', {
    firmwareVersion: '1.0.0',
    ring: 'test',
    documentsBucketName: 'documents',
    provenJobArn: 'arn:aws:iot:eu-west-1:123456789012:job/pilot',
    audit: catalog.audit,
  });
  const operations = new OperationsStack(app, 'FleetOperations', {
    firmwareUpdate: firmware.firmwareUpdate,
    securityPatchArn: 'arn:aws:iot:eu-west-1:123456789012:jobtemplate/security-patch',
    thingGroupName: 'gateways',
    audit: catalog.audit,
    downloadFile: catalog.downloadFile,
  });
  const release = new ReleaseStack(app, 'FleetRelease', { canaryUpdate: firmware.canaryUpdate, canaryGroupName: 'canaries', firmwareVersion: '1.0.0' });
  return { catalog, firmware, operations, release };
}
