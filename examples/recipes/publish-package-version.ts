import { Annotations, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as cr from 'aws-cdk-lib/custom-resources';
import { JobDocument, JobTemplate, PackageVersion } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

const PACKAGE = 'fleet-agent';

export interface PublishedVersionStackProps extends StackProps {
  /** The version that is released, such as 2.4.0. */
  readonly version: string;
  /** The hash of its files, for the devices to check. */
  readonly sha256: string;
}

/** Declares a package version, which CloudFormation creates as a draft, and publishes it before the template that names it. */
export class PublishedVersionStack extends Stack {
  constructor(scope: Construct, id: string, { version, sha256, ...props }: PublishedVersionStackProps) {
    super(scope, id, props);

    const agent = new iot.CfnSoftwarePackage(this, 'Agent', { packageName: PACKAGE });
    // Under an id of its own, so that a version is never edited: AWS IoT refuses new attributes of what is published.
    const declared = new iot.CfnSoftwarePackageVersion(this, `Version${version}`, {
      packageName: PACKAGE,
      versionName: version,
      attributes: { sha256 },
    });
    declared.addDependency(agent);
    // Jobs of a release before may still run. A version that stayed is named by PackageVersion.fromNames if it comes back.
    for (const resource of [agent, declared]) resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);

    const published = this.publish(declared, version);

    const release = PackageVersion.fromCfnSoftwarePackageVersion(declared);
    const template = new JobTemplate(this, 'Update', {
      description: `Updates ${PACKAGE} to ${version}`,
      document: JobDocument.fromObject({ operation: 'update', sha256: release.attributes('sha256') }),
      destinationPackageVersions: [release],
    });
    template.node.addDependency(published);
    Annotations.of(template).acknowledgeWarning('cdk-iot-job-template:declaredVersionIsDraft', 'It is published before the template is created');
  }

  /**
   * Only its creation calls AWS IoT, and each version has one of its own: nobody has measured whether AWS IoT publishes a version twice, as the
   * rollback of an update would ask for. Nothing undoes it: what is published can be deprecated only.
   */
  private publish(declared: iot.CfnSoftwarePackageVersion, version: string): cr.AwsCustomResource {
    const versionArn = this.formatArn({ service: 'iot', resource: 'package', resourceName: `${PACKAGE}/version/${version}` });
    const published = new cr.AwsCustomResource(this, `Publish${version}`, {
      onCreate: {
        service: 'iot',
        action: 'UpdatePackageVersion',
        parameters: { packageName: PACKAGE, versionName: version, action: 'PUBLISH' },
        physicalResourceId: cr.PhysicalResourceId.of(`${PACKAGE}/${version}`),
      },
      policy: cr.AwsCustomResourcePolicy.fromStatements([
        new iam.PolicyStatement({ actions: ['iot:UpdatePackageVersion'], resources: [versionArn] }),
        // UpdatePackageVersion asks for it, and it has no resource.
        new iam.PolicyStatement({ actions: ['iot:GetIndexingConfiguration'], resources: ['*'] }),
      ]),
      installLatestAwsSdk: false,
    });
    published.node.addDependency(declared);
    return published;
  }
}
