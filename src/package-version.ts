import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { packageArtifactPlaceholder, packageAttributesPlaceholder } from './request/placeholder';

/**
 * A version of a package in the AWS IoT software package catalog: what devices have installed after a job, and what
 * placeholders of a job document refer to.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/preparing-jobs-for-service-package-catalog.html
 */
export class PackageVersionReference {
  /**
   * A version by its ARN.
   *
   * @param packageVersionArn `arn:...:package/NAME/version/VERSION`; at most 1600 characters
   */
  public static fromPackageVersionArn(packageVersionArn: string): PackageVersionReference {
    const [, packageName = '', versionName = ''] = /:package\/([^/]+)\/version\/([^/]+)$/.exec(packageVersionArn) ?? [];
    return new PackageVersionReference(() => packageVersionArn, packageName, versionName);
  }

  /**
   * A version of a package in the account and Region of the template.
   *
   * @param versionName the version; `$default` for the package's default version, `$null` to uninstall it
   */
  public static fromNames(packageName: string, versionName: string): PackageVersionReference {
    return new PackageVersionReference(
      scope => Stack.of(scope).formatArn({ service: 'iot', resource: 'package', resourceName: `${packageName}/version/${versionName}` }),
      packageName,
      versionName,
    );
  }

  /**
   * The placeholder for an attribute of the template's only destination package version, whichever that is.
   *
   * @param key the attribute; all of them where it is left out
   */
  public static destinationAttributes(key?: string): string {
    return packageAttributesPlaceholder('', '', key);
  }

  /**
   * The placeholder for a presigned URL of the artifact of the template's only destination package version.
   */
  public static destinationArtifactUrl(): string {
    return packageArtifactPlaceholder('', '');
  }

  private constructor(
    private readonly arn: (scope: Construct) => string,
    /**
     * The package; empty where its name is only known when the stack is deployed.
     */
    public readonly packageName: string,
    /**
     * The version; empty where its name is only known when the stack is deployed.
     */
    public readonly versionName: string,
  ) {}

  /**
   * The placeholder for an attribute of this version in a job document.
   *
   * @param key the attribute; all of them where it is left out
   */
  public attributes(key?: string): string {
    return packageAttributesPlaceholder(this.packageName, this.versionName, key);
  }

  /**
   * The placeholder for a presigned URL of this version's artifact in a job document. The template needs a
   * `presignedUrlRole` that may read the artifact.
   */
  public artifactUrl(): string {
    return packageArtifactPlaceholder(this.packageName, this.versionName);
  }

  /**
   * The end of the version's ARN, for messages.
   */
  public toString(): string {
    return `package/${this.packageName}/version/${this.versionName}`;
  }

  /** @internal */
  public _arnIn(scope: Construct): string {
    return this.arn(scope);
  }
}
