import { Annotations, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as cr from 'aws-cdk-lib/custom-resources';
import { JobDocument, JobTemplate, PackageVersion } from 'cdk-iot-job-template';
import { Construct } from 'constructs';

const PACKAGE = 'fleet-agent';

export interface PublishedVersionStackProps extends StackProps {
  /** The version of the release, such as 2.4.0. */
  readonly version: string;
  /** The hash of its files. Devices check it. */
  readonly sha256: string;
}

/**
 * Declares a package version, which CloudFormation creates as a draft. Publishes it before the template that names it
 * is created.
 */
export class PublishedVersionStack extends Stack {
  constructor(scope: Construct, id: string, { version, sha256, ...props }: PublishedVersionStackProps) {
    super(scope, id, props);

    const agent = new iot.CfnSoftwarePackage(this, 'Agent', { packageName: PACKAGE });
    // Each version has its own construct id, so no version is edited. AWS IoT refuses new attributes for a published
    // version.
    const declared = new iot.CfnSoftwarePackageVersion(this, `Version${version}`, {
      packageName: PACKAGE,
      versionName: version,
      attributes: { sha256 },
    });
    declared.addDependency(agent);
    // Jobs of an earlier release may still run. To use a retained version again, name it with
    // PackageVersion.fromNames.
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
   * Publishes a version. Each version has its own resource, which calls AWS IoT only when it is created. Nobody has
   * measured whether AWS IoT publishes a version twice, and the rollback of an update would need that.
   *
   * A published version cannot become a draft again. It can only be deprecated.
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
        // UpdatePackageVersion needs this permission, which has no resource type.
        new iam.PolicyStatement({ actions: ['iot:GetIndexingConfiguration'], resources: ['*'] }),
      ]),
      installLatestAwsSdk: false,
    });
    published.node.addDependency(declared);
    return published;
  }
}
