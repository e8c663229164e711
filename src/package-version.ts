import { type ArnComponents, CfnResource, Fn, type IResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { versionNameOf } from './private/declared-version';
import { errorAt } from './private/errors';
import { grantDownloads, READ_VERSION } from './private/object-grants';
import { ALL_OBJECTS, checkObjectPattern } from './private/object-pattern';
import { ATTRIBUTE, PACKAGE_VERSION } from './private/package-version';
import { PresignedPlaceholder } from './private/presigned-placeholder';
import { ARTIFACT, CFN_VERSION, checkType, markType } from './private/prop-types';
import { checkObject } from './private/s3-object';
import { warnOfKeyToRead } from './private/unlikely-key';
import { warn } from './private/warn';
import { WarningId } from './private/warning';
import { checkAs } from './shared/check';
import { packageArtifactPlaceholder, packageAttributesPlaceholder } from './shared/placeholder';
import type { StructureShape } from './shared/shape';

/**
 * The artifact of a package version: an object in Amazon S3.
 */
export interface PackageVersionArtifact {
  /**
   * The bucket that holds the artifact.
   */
  readonly bucket: s3.IBucket;

  /**
   * The key of the object, as in Amazon S3: at most 1,024 bytes.
   */
  readonly key: string;

  /**
   * The keys of the objects that the role may read. `*` stands for any part of a key. The pattern must match the key
   * of this artifact.
   *
   * Choose a pattern that fits all versions, because devices of running jobs still need the artifacts of older
   * versions.
   *
   * @default - all objects of the bucket
   */
  readonly objectPattern?: string;
}

/**
 * Options for referencing a package version.
 */
export interface PackageVersionOptions {
  /**
   * The artifact of the version. Presigned URLs of a known artifact come with their permissions, and with a role if
   * none is given.
   *
   * @default - the artifact of the `CfnSoftwarePackageVersion`, for a reference to one; otherwise not known
   */
  readonly artifact?: PackageVersionArtifact;
}

/**
 * A version of a package in the AWS IoT software package catalog. Devices have it after a job, and placeholders of a
 * job document refer to it.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/preparing-jobs-for-service-package-catalog.html
 */
export class PackageVersion {
  /**
   * References a version that a CDK app declares.
   *
   * CloudFormation creates the version as a draft, but jobs deploy published versions only. A template that names the
   * version warns of that. The recipe `publish-package-version.ts` publishes it before the template is created.
   *
   * @param packageVersion the version, such as a `CfnSoftwarePackageVersion`, whose artifact is then known. The KMS
   * key of the artifact's bucket is known only if the app declares the bucket
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iot-softwarepackageversion.html
   */
  public static fromCfnSoftwarePackageVersion(
    packageVersion: iot.ISoftwarePackageVersionRef, options: PackageVersionOptions = {},
  ): PackageVersion {
    const method = 'PackageVersion.fromCfnSoftwarePackageVersion';
    checkType(method, 'packageVersion', packageVersion, CFN_VERSION);
    const { packageName } = packageVersion.softwarePackageVersionRef;
    const versionName = versionNameOf(packageVersion, packageVersion.softwarePackageVersionRef.versionName);
    const given = grantOf(method, options);
    return new PackageVersion(
      () => arnIn(packageVersion, packageName, versionName, packageVersion.env),
      packageName, versionName, () => given ?? declaredGrant(packageVersion));
  }

  /**
   * References a version by its ARN.
   *
   * @param packageVersionArn the ARN: `arn:...:package/NAME/version/VERSION`, at most 1600 characters
   * @throws if the ARN is not the ARN of a package version
   */
  public static fromPackageVersionArn(packageVersionArn: string, options: PackageVersionOptions = {}): PackageVersion {
    const method = 'PackageVersion.fromPackageVersionArn';
    const [packageName, versionName] = namesIn(method, packageVersionArn);
    checkNames(method, PACKAGE_VERSION, { packageName, versionName });
    const grant = grantOf(method, options);
    return new PackageVersion(() => packageVersionArn, packageName, versionName, () => grant);
  }

  /**
   * References a version of a package in the account and Region of the template.
   *
   * @param packageName the name of the package: 1 to 128 letters, digits, `_`, `-` and `.`
   * @param versionName the name of the version: 1 to 64 letters, digits, `_`, `-` and `.`. Pass `$default` for the
   * default version of the package, or `$null` to uninstall the package
   * @throws if a name is invalid
   */
  public static fromNames(packageName: string, versionName: string, options: PackageVersionOptions = {}): PackageVersion {
    const method = 'PackageVersion.fromNames';
    checkNames(method, PACKAGE_VERSION, { packageName, versionName });
    const grant = grantOf(method, options);
    return new PackageVersion(
      scope => arnIn(scope, packageName, versionName, (scope as Partial<IResource>).env), packageName, versionName, () => grant);
  }

  /**
   * Returns the placeholder for an attribute of the template's only destination package version.
   *
   * @param key the key of the attribute: letters, digits, `:`, `_` and `-`; by default, all attributes
   * @throws if the key is invalid
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/preparing-jobs-for-service-package-catalog.html
   */
  public static destinationAttributes(key?: string): string {
    checkNames('PackageVersion.destinationAttributes', ATTRIBUTE, { key });
    return packageAttributesPlaceholder('', '', key);
  }

  /**
   * Returns the placeholder for a presigned URL of the artifact of the template's only destination package version.
   *
   * If the artifact of that version is not known, the template needs a `presignedUrlRole` that may read it.
   *
   * @see https://docs.aws.amazon.com/iot/latest/developerguide/preparing-jobs-for-service-package-catalog.html
   */
  public static destinationArtifactUrl(): string {
    return packageArtifactPlaceholder('', '');
  }

  private constructor(
    private readonly arn: (scope: Construct) => string,
    /**
     * The name of the package. It is a token if it is known only at deployment.
     */
    public readonly packageName: string,
    /**
     * The name of the version. It is a token if it is known only at deployment.
     */
    public readonly versionName: string,
    private readonly grantArtifact: () => GrantArtifact | undefined,
  ) {}

  /**
   * Returns the placeholder for an attribute of this version in a job document.
   *
   * @param key the key of the attribute: letters, digits, `:`, `_` and `-`; by default, all attributes
   * @throws if the key is invalid
   */
  public attributes(key?: string): string {
    checkNames('PackageVersion.attributes', ATTRIBUTE, { key });
    return packageAttributesPlaceholder(this.packageName, this.versionName, key);
  }

  /**
   * Returns the placeholder for a presigned URL of this version's artifact in a job document.
   *
   * If the artifact is known, put the placeholder into `JobDocument.fromObject` or `JobDocument.fromString`, like an
   * `S3PresignedUrl`. The role is then granted its permissions. If the artifact is not known, the template needs a
   * `presignedUrlRole` that may read it.
   *
   * @throws if the version is a `CfnSoftwarePackageVersion` without an artifact
   */
  public artifactUrl(): string {
    return this._artifact?.toString() ?? packageArtifactPlaceholder(this.packageName, this.versionName);
  }

  /**
   * A presigned URL of the artifact, if the artifact is known.
   *
   * @throws if the version is known to have no artifact
   * @internal
   */
  public get _artifact(): PresignedPlaceholder | undefined {
    const grant = this.grantArtifact();
    return grant && new ArtifactUrl(this.packageName, this.versionName, grant);
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

markType(PackageVersion);

type GrantArtifact = (role: iam.IGrantable, template: Construct) => void;

class ArtifactUrl extends PresignedPlaceholder {
  constructor(private readonly packageName: string, private readonly versionName: string, public readonly _grant: GrantArtifact) {
    super();
  }

  protected get _description(): string {
    return `artifactUrl() of package ${this.packageName}`;
  }

  public _placeholder(): string {
    return packageArtifactPlaceholder(this.packageName, this.versionName);
  }
}

/** The catalog also stores the version of the object, and devices download that version. */
function grantOf(method: string, { artifact }: PackageVersionOptions): GrantArtifact | undefined {
  if (artifact === undefined) return undefined;
  checkType(method, 'artifact', artifact, ARTIFACT);
  const { bucket, key, objectPattern } = artifact;
  checkObject(method, bucket, { key });
  checkObjectPattern(bucket, key, objectPattern);
  return (grantee, template) => {
    warnOfKeyToRead(template, bucket, key);
    grantDownloads({ bucket, grantee, template }, objectPattern);
  };
}

/**
 * Grants access to the artifact of a native resource, which has names and no constructs.
 * Evidence: placeholder-artifact-missing.
 *
 * @throws if the resource has no artifact
 */
function declaredGrant(packageVersion: iot.ISoftwarePackageVersionRef): GrantArtifact | undefined {
  const { artifact } = packageVersion as Partial<iot.CfnSoftwarePackageVersion>;
  if (artifact === undefined && isDeclared(packageVersion)) {
    throw errorAt(packageVersion, 'artifactMissing', 'artifact must be given for artifactUrl() or destinationArtifactUrl(): AWS IoT refuses a document '
      + 'with one, "Package ... version ... does not have an associated artifact to generate an S3 presigned url."');
  }
  if (artifact === undefined || 'resolve' in artifact || 'resolve' in artifact.s3Location) return undefined;
  const { bucket } = artifact.s3Location;
  const declared = declaredBucket(bucket);
  if (declared) return (grantee, template) => grantDownloads({ bucket: declared, grantee, template });
  const resource = Stack.of(packageVersion).formatArn({ service: 's3', region: '', account: '', resource: bucket, resourceName: ALL_OBJECTS });
  return (grantee, template) => {
    iam.Grant.addToPrincipal({ grantee, actions: READ_VERSION, resourceArns: [resource] });
    warn(template, WarningId.BUCKET_KEY_UNKNOWN, `package version ${packageVersion.node.path} names the bucket of its artifact without its key, but a KMS key may `
      + 'encrypt it: then the role for presigned URLs needs kms:Decrypt on that key. Give the bucket as the artifact of '
      + 'fromCfnSoftwarePackageVersion. If no KMS key encrypts the bucket, acknowledge this warning');
  };
}

/** The bucket of the app that a name refers to. */
function declaredBucket(bucketName: string): s3.IBucket | undefined {
  const reference = Tokenization.reverse(bucketName, { failConcat: false });
  const bucket = Reference.isReference(reference) ? reference.target.node.scope : undefined;
  return bucket instanceof s3.Bucket ? bucket : undefined;
}

const isDeclared = (packageVersion: iot.ISoftwarePackageVersionRef): boolean =>
  CfnResource.isCfnResource(packageVersion) && packageVersion.cfnResourceType === 'AWS::IoT::SoftwarePackageVersion';

/** Names have no slashes, so an ARN that is a token is split at deployment. */
function namesIn(method: string, arn: string): string[] {
  const names = /^arn:.*:package\/([^/]+)\/version\/([^/]+)$/.exec(arn)?.slice(1);
  if (!names && !Token.isUnresolved(arn)) {
    throw errorAt(method, 'invalidPackageVersionArn', `packageVersionArn is ${JSON.stringify(arn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:package/NAME/version/VERSION: `
      + 'use PackageVersion.fromNames for the names of a package and a version');
  }
  return names ?? [1, 3].map(index => Fn.select(index, Fn.split('/', arn)));
}

/** @param method the method that was called: no construct is known */
function checkNames(method: string, shape: StructureShape, names: object): void {
  const [problem] = checkAs(shape, names, { isUnresolved: Token.isUnresolved, quotas: false });
  if (problem) throw errorAt(method, 'invalidPackageVersion', `${problem.member} is ${JSON.stringify(problem.value)}, must ${problem.must}`);
}

const arnIn = (scope: IConstruct, packageName: string, versionName: string, env?: Pick<ArnComponents, 'account' | 'region'>): string =>
  Stack.of(scope).formatArn({ service: 'iot', ...env, resource: 'package', resourceName: `${packageName}/version/${versionName}` });
