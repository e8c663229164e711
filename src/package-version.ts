import { type ArnComponents, CfnResource, Fn, type IResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as iot from 'aws-cdk-lib/aws-iot';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { versionNameOf } from './private/declared-version';
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
 * Where the artifact of a package version is.
 */
export interface PackageVersionArtifact {
  /**
   * The bucket.
   */
  readonly bucket: s3.IBucket;

  /**
   * The key of the object, as Amazon S3 has it.
   */
  readonly key: string;

  /**
   * The keys of the objects that the role may read; `*` stands for any part of a key. The key of this artifact must be one of them.
   * Choose what all versions share: devices of running jobs still need the artifacts of older ones.
   *
   * @default - all objects of the bucket
   */
  readonly objectPattern?: string;
}

/**
 * What is known of a package version besides its names.
 */
export interface PackageVersionOptions {
  /**
   * The artifact of the version. With it, presigned URLs of the artifact bring the permissions that they need, and the role if none is given.
   *
   * @default - that of the `CfnSoftwarePackageVersion`, where the reference is made from one; otherwise not known
   */
  readonly artifact?: PackageVersionArtifact;
}

/**
 * A version of a package in the AWS IoT software package catalog: what devices have installed after a job, and what
 * placeholders of a job document refer to.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/preparing-jobs-for-service-package-catalog.html
 */
export class PackageVersion {
  /**
   * A version that is declared in a CDK app. CloudFormation creates it as a draft, and jobs deploy published versions only: a template
   * that names it warns of that. The recipe `publish-package-version.ts` publishes it before the template is created.
   *
   * @param packageVersion such as a `CfnSoftwarePackageVersion`, whose artifact is then known, too, but not the key of its bucket
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
   * A version by its ARN.
   *
   * @param packageVersionArn `arn:...:package/NAME/version/VERSION`; at most 1600 characters
   * @throws where the ARN is not that of a package version
   */
  public static fromPackageVersionArn(packageVersionArn: string, options: PackageVersionOptions = {}): PackageVersion {
    const [packageName, versionName] = namesIn(packageVersionArn);
    checkNames(PACKAGE_VERSION, { packageName, versionName });
    const grant = grantOf('PackageVersion.fromPackageVersionArn', options);
    return new PackageVersion(() => packageVersionArn, packageName, versionName, () => grant);
  }

  /**
   * A version of a package in the account and Region of the template.
   *
   * @param packageName the package: 1 to 128 letters, digits, `_`, `-` and `.`
   * @param versionName the version: 1 to 64 of the same; `$default` for the package's default version, `$null` to uninstall it
   * @throws where one of them cannot be a name
   */
  public static fromNames(packageName: string, versionName: string, options: PackageVersionOptions = {}): PackageVersion {
    checkNames(PACKAGE_VERSION, { packageName, versionName });
    const grant = grantOf('PackageVersion.fromNames', options);
    return new PackageVersion(
      scope => arnIn(scope, packageName, versionName, (scope as Partial<IResource>).env), packageName, versionName, () => grant);
  }

  /**
   * The placeholder for an attribute of the template's only destination package version, whichever that is.
   *
   * @param key the attribute: letters, digits, `:`, `_` and `-`; all of them where it is left out
   * @throws where the key cannot be one
   */
  public static destinationAttributes(key?: string): string {
    checkNames(ATTRIBUTE, { key });
    return packageAttributesPlaceholder('', '', key);
  }

  /**
   * The placeholder for a presigned URL of the artifact of the template's only destination package version. Where the
   * artifact of that version is not known, the template needs a `presignedUrlRole` that may read it.
   */
  public static destinationArtifactUrl(): string {
    return packageArtifactPlaceholder('', '');
  }

  private constructor(
    private readonly arn: (scope: Construct) => string,
    /**
     * The package; a token where its name is only known when the stack is deployed.
     */
    public readonly packageName: string,
    /**
     * The version; a token where its name is only known when the stack is deployed.
     */
    public readonly versionName: string,
    private readonly grantArtifact: () => GrantArtifact | undefined,
  ) {}

  /**
   * The placeholder for an attribute of this version in a job document.
   *
   * @param key the attribute: letters, digits, `:`, `_` and `-`; all of them where it is left out
   * @throws where the key cannot be one
   */
  public attributes(key?: string): string {
    checkNames(ATTRIBUTE, { key });
    return packageAttributesPlaceholder(this.packageName, this.versionName, key);
  }

  /**
   * The placeholder for a presigned URL of this version's artifact in a job document. Where the artifact is known, it is
   * put into `JobDocument.fromObject` or `JobDocument.fromString` as an `S3PresignedUrl` is, and brings its permissions.
   * Otherwise the template needs a `presignedUrlRole` that may read the artifact.
   *
   * @throws if the version is a `CfnSoftwarePackageVersion` without an artifact
   */
  public artifactUrl(): string {
    return this._artifact?.toString() ?? packageArtifactPlaceholder(this.packageName, this.versionName);
  }

  /**
   * A presigned URL of the artifact, where that is known.
   *
   * @throws if it is known that there is none
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

/** The catalog keeps the version of the object, too, and devices download that one. */
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
 * The artifact as the native resource has it: names, and no construct. Evidence: placeholder-artifact-missing.
 *
 * @throws if the resource has none
 */
function declaredGrant(packageVersion: iot.ISoftwarePackageVersionRef): GrantArtifact | undefined {
  const { artifact } = packageVersion as Partial<iot.CfnSoftwarePackageVersion>;
  if (artifact === undefined && isDeclared(packageVersion)) {
    throw new Error(`[${packageVersion.node.path}] artifact is missing, must be given for artifactUrl() or destinationArtifactUrl(): AWS IoT refuses a document `
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
      + 'fromCfnSoftwarePackageVersion. If no KMS key encrypts it, acknowledge this warning');
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

/** Names have no slashes: an ARN that is only known later is taken apart then. */
function namesIn(arn: string): string[] {
  const names = /^arn:.*:package\/([^/]+)\/version\/([^/]+)$/.exec(arn)?.slice(1);
  if (!names && !Token.isUnresolved(arn)) {
    throw new Error(`packageVersionArn is ${JSON.stringify(arn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:package/NAME/version/VERSION: `
      + 'PackageVersion.fromNames takes the names of a package and a version');
  }
  return names ?? [1, 3].map(index => Fn.select(index, Fn.split('/', arn)));
}

/** No construct is known here that a message could name. */
function checkNames(shape: StructureShape, names: object): void {
  const [problem] = checkAs(shape, names, { isUnresolved: Token.isUnresolved, quotas: false });
  if (problem) throw new Error(`${problem.member} is ${JSON.stringify(problem.value)}, must ${problem.must}`);
}

const arnIn = (scope: IConstruct, packageName: string, versionName: string, env?: Pick<ArnComponents, 'account' | 'region'>): string =>
  Stack.of(scope).formatArn({ service: 'iot', ...env, resource: 'package', resourceName: `${packageName}/version/${versionName}` });
