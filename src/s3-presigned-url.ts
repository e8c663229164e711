import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { grantDownloads, grantUploads } from './private/object-grants';
import { checkObjectPattern } from './private/object-pattern';
import { PresignedPlaceholder } from './private/presigned-placeholder';
import { markType } from './private/prop-types';
import { checkObject, checkUploadRegion, objectUrl, urlEncoded, urlEncodedVersion } from './private/s3-object';
import { mapTokens } from './private/tokens';
import { warnOfKeyToRead, warnOfKeyToWrite } from './private/unlikely-key';
import { downloadPlaceholder, UPLOAD_VARIABLES, uploadPlaceholder } from './shared/placeholder';

/**
 * Options of `S3PresignedUrl.forDownload`.
 */
export interface S3DownloadOptions {
  /**
   * The version of the object that devices download.
   *
   * @default - the latest version at the time a device asks for its job document
   */
  readonly versionId?: string;

  /**
   * The keys of the objects that the role may read; `*` stands for any part of a key. The key of this object must be one of them.
   *
   * A job keeps the document that it was started with, and its devices need the objects of that document until it ends. So choose what all
   * releases share, such as `gateway/*`. With a pattern of one object, the next release takes it away from jobs that are still running.
   *
   * @default - all objects of the bucket
   */
  readonly objectPattern?: string;
}

/**
 * Options of `S3PresignedUrl.forUpload`.
 */
export interface S3UploadOptions {
  /**
   * The keys of the objects that the role may write; `*` stands for any part of a key. Every key that the variables can make must be one
   * of them.
   *
   * Widen it before you change the key, so that devices of running jobs can still upload under the old one. Do not let it
   * cover objects that devices download.
   *
   * @default - the key, with `*` in place of each variable
   */
  readonly objectPattern?: string;
}

/**
 * A presigned Amazon S3 URL in a job document: AWS IoT makes one for each device that asks for the document.
 *
 * Put it anywhere inside `JobDocument.fromObject`. It renders the placeholder that the service fills in, and the role
 * that the service assumes to do so is granted the access that it needs: to all objects of the bucket for a download, unless
 * `objectPattern` narrows it, and to what the key allows for an upload, whose bucket it may list.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/create-manage-jobs.html#create-manage-jobs-presigned-URLs
 */
export class S3PresignedUrl extends PresignedPlaceholder {
  /**
   * A URL that devices download an object from.
   *
   * @param bucket the bucket that holds the object
   * @param key the object's key, as Amazon S3 has it: it is URL-encoded here, except for what is a token
   * @throws if the key or the version is empty or no text in UTF-8, if the key has more than 1,024 bytes, a part `.` or `..`, or a variable: those
   * are for uploads; if `objectPattern` does not match the key; or if the bucket is an access point
   */
  public static forDownload(bucket: s3.IBucket, key: string, options: S3DownloadOptions = {}): S3PresignedUrl {
    const { versionId, objectPattern } = options;
    checkObject('S3PresignedUrl.forDownload', bucket, { key, versionId });
    // Evidence: placeholder-local-variable.
    const variable = UPLOAD_VARIABLES.find(name => key.includes(`\${${name}}`));
    if (variable !== undefined) {
      throw new Error(`[${bucket.node.path}] key is ${JSON.stringify(key)}, must have no variables such as \${${variable}}: `
        + 'AWS IoT fills them in where devices upload, and not where they download');
    }
    checkObjectPattern(bucket, key, objectPattern);
    // Evidence: placeholder-download.
    const version = versionId === undefined ? '' : `%3FversionId%3D${urlEncodedVersion(versionId)}`;
    return new S3PresignedUrl(key,
      () => downloadPlaceholder(`${objectUrl(bucket, urlEncoded(key))}${version}`),
      (grantee, template) => grantDownloads({ bucket, grantee, template }, objectPattern),
      template => warnOfKeyToRead(template, bucket, key));
  }

  /**
   * A URL that devices upload an object to. If the key has variables, the role may write every object that they can make.
   *
   * @param bucket the bucket that receives the object; a template refuses one of another Region, as AWS IoT does. The role may list it, since
   * AWS IoT checks that it is there
   * @param key the object's key, which is not URL-encoded here; it may hold each of `${thingName}`, `${jobId}` and `${executionNumber}` up to two times
   * @throws if the key is empty or no text in UTF-8, has more than 1,024 bytes, a part `.` or `..`, or other braces than those of variables; if
   * `objectPattern` does not match the key; or if the bucket is an access point
   */
  public static forUpload(bucket: s3.IBucket, key: string, options: S3UploadOptions = {}): S3PresignedUrl {
    checkObject('S3PresignedUrl.forUpload', bucket, { key });
    if (/[{}]/.test(mapTokens(key, () => '').replace(/\$\{[^{}]*\}/g, ''))) {
      throw new Error(`[${bucket.node.path}] key is ${JSON.stringify(key)}, must have no braces but those of variables: another one would end the placeholder`);
    }
    checkObjectPattern(bucket, key, options.objectPattern);
    // Evidence: placeholder-upload.
    return new S3PresignedUrl(key,
      () => uploadPlaceholder(objectUrl(bucket, key)),
      (grantee, template) => grantUploads({ bucket, grantee, template }, key, options.objectPattern),
      template => {
        checkUploadRegion(bucket, template);
        warnOfKeyToWrite(template, bucket, key);
      });
  }

  private constructor(
    private readonly key: string,
    private readonly placeholder: () => string,
    private readonly grant: (role: iam.IGrantable, template: Construct) => void,
    private readonly check: (template: Construct) => void,
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
  public _checkFor(template: Construct): void {
    this.check(template);
  }

  /** @internal */
  public _grant(role: iam.IGrantable, template: Construct): void {
    this.grant(role, template);
  }
}

markType(S3PresignedUrl);
