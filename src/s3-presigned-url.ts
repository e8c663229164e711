import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { errorAt } from './private/errors';
import { grantDownloads, grantUploads } from './private/object-grants';
import { checkObjectPattern } from './private/object-pattern';
import { PresignedPlaceholder } from './private/presigned-placeholder';
import { markType } from './private/prop-types';
import { checkObject, objectUrl, urlEncoded, urlEncodedVersion } from './private/s3-object';
import { mapTokens } from './private/tokens';
import { warnOfKeyToRead, warnOfKeyToWrite } from './private/unlikely-key';
import { downloadPlaceholder, UPLOAD_VARIABLES, uploadPlaceholder } from './shared/placeholder';

/**
 * Options for a presigned URL that devices download from.
 */
export interface S3DownloadOptions {
  /**
   * The version of the object that devices download.
   *
   * @default - the latest version at the time a device asks for its job document
   */
  readonly versionId?: string;

  /**
   * The keys of the objects that the role may read. `*` stands for any part of a key. The pattern must match the key
   * of this object.
   *
   * A job keeps the document that it was started with, and its devices need the objects of that document until the
   * job ends. Choose a pattern that fits all releases, such as `gateway/*`. If the pattern fits one object only, the
   * next release takes that object away from running jobs.
   *
   * @default - all objects of the bucket
   */
  readonly objectPattern?: string;
}

/**
 * Options for a presigned URL that devices upload to.
 */
export interface S3UploadOptions {
  /**
   * The keys of the objects that the role may write. `*` stands for any part of a key. The pattern must match every
   * key that the variables can produce.
   *
   * Before you change the key, widen the pattern so that devices of running jobs can still upload under the old key.
   * Do not let it match objects that devices download.
   *
   * @default - the key, with `*` in place of each variable
   */
  readonly objectPattern?: string;
}

/**
 * A presigned Amazon S3 URL in a job document. AWS IoT creates one for each device that asks for the document.
 *
 * Put it anywhere inside `JobDocument.fromObject`, or into the arguments of a `JobStep`. It renders the placeholder
 * that AWS IoT replaces with the URL.
 *
 * The role that AWS IoT assumes is granted the permissions for the URL. For a download, it may read all objects of
 * the bucket, unless `objectPattern` limits it. For an upload, it may write the objects that the key allows, and list
 * the bucket.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/create-manage-jobs.html#create-manage-jobs-presigned-URLs
 */
export class S3PresignedUrl extends PresignedPlaceholder {
  /**
   * Returns a URL that devices download an object from.
   *
   * @param bucket the bucket that holds the object
   * @param key the key of the object, as in Amazon S3: at most 1,024 bytes. The library URL-encodes it, except for
   * tokens
   * @throws if the key or the version is empty or is not valid UTF-8 text, or if `objectPattern` does not match the
   * key. The key has at most 1,024 bytes, no part `.` or `..`, and no variables, which are for uploads. The bucket
   * must not be an access point
   */
  public static forDownload(bucket: s3.IBucket, key: string, options: S3DownloadOptions = {}): S3PresignedUrl {
    const { versionId, objectPattern } = options;
    checkObject('S3PresignedUrl.forDownload', bucket, { key, versionId });
    // Evidence: placeholder-local-variable.
    const variable = UPLOAD_VARIABLES.find(name => key.includes(`\${${name}}`));
    if (variable !== undefined) {
      throw errorAt(bucket, 'invalidObjectKey', `key is ${JSON.stringify(key)}, must have no variables such as \${${variable}}: `
        + 'AWS IoT replaces them only in the keys of uploads');
    }
    checkObjectPattern(bucket, key, objectPattern);
    // Evidence: placeholder-download.
    const version = versionId === undefined ? '' : `%3FversionId%3D${urlEncodedVersion(versionId)}`;
    return new S3PresignedUrl(key,
      () => downloadPlaceholder(`${objectUrl(bucket, urlEncoded(key))}${version}`),
      (grantee, template) => {
        warnOfKeyToRead(template, bucket, key);
        grantDownloads({ bucket, grantee, template }, objectPattern);
      });
  }

  /**
   * Returns a URL that devices upload an object to. If the key has variables, the role may write every object whose
   * key they can produce.
   *
   * @param bucket the bucket that receives the object. A template refuses a bucket of another Region, as AWS IoT
   * does. The role may list the bucket, because AWS IoT checks that it exists
   * @param key the key of the object, at most 1,024 bytes, which is not URL-encoded. It may contain each of
   * `${thingName}`, `${jobId}` and `${executionNumber}` up to two times
   * @throws if the key is empty or is not valid UTF-8 text, or if `objectPattern` does not match the key. The key has
   * at most 1,024 bytes, no part `.` or `..`, and no braces except those of variables. The bucket must not be an
   * access point
   */
  public static forUpload(bucket: s3.IBucket, key: string, options: S3UploadOptions = {}): S3PresignedUrl {
    checkObject('S3PresignedUrl.forUpload', bucket, { key });
    if (/[{}]/.test(mapTokens(key, () => '').replace(/\$\{[^{}]*\}/g, ''))) {
      throw errorAt(bucket, 'invalidObjectKey', `key is ${JSON.stringify(key)}, must have no braces except those of variables: another brace would end the placeholder`);
    }
    checkObjectPattern(bucket, key, options.objectPattern);
    // Evidence: placeholder-upload.
    return new S3PresignedUrl(key,
      () => uploadPlaceholder(objectUrl(bucket, key)),
      (grantee, template) => {
        warnOfKeyToWrite(template, bucket, key);
        grantUploads({ bucket, grantee, template }, key, options.objectPattern);
      });
  }

  private constructor(
    private readonly key: string,
    private readonly placeholder: () => string,
    private readonly grant: (role: iam.IGrantable, template: Construct) => void,
  ) {
    super();
  }

  /** @internal */
  protected get _description(): string {
    return `S3PresignedUrl of ${JSON.stringify(this.key)}`;
  }

  /** @internal */
  public _placeholder(): string {
    return this.placeholder();
  }

  /** @internal */
  public _grant(role: iam.IGrantable, template: Construct): void {
    this.grant(role, template);
  }
}

markType(S3PresignedUrl);
