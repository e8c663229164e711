import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { PresignedPlaceholder } from './private/presigned-placeholder';
import { checkObject, grantObjects, objectPattern, objectUrl, urlEncoded, urlEncodedVersion } from './private/s3-object';
import { mapKnown, mapTokens } from './private/tokens';
import { downloadPlaceholder, UPLOAD_VARIABLES, uploadPlaceholder } from './request/placeholder';

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
}

/**
 * A presigned Amazon S3 URL in a job document: AWS IoT makes one for each device that asks for the document.
 *
 * Put it anywhere inside `JobDocument.fromObject`. It renders the placeholder that the service fills in, and the role
 * that the service assumes to do so is granted access to exactly this object.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/create-manage-jobs.html#create-manage-jobs-presigned-URLs
 */
export class S3PresignedUrl extends PresignedPlaceholder {
  /**
   * A URL that devices download an object from.
   *
   * @param bucket the bucket that holds the object
   * @param key the object's key, as Amazon S3 has it: it is URL-encoded here, except for what is a token
   * @throws if the key or the version is empty or no text in UTF-8, if the key has a part `.` or `..`, or a variable: those are for uploads
   */
  public static forDownload(bucket: s3.IBucket, key: string, options: S3DownloadOptions = {}): S3PresignedUrl {
    checkObject(bucket, key, options.versionId);
    // Evidence: placeholder-local-variable.
    const variable = UPLOAD_VARIABLES.find(name => key.includes(`\${${name}}`));
    if (variable !== undefined) {
      throw new Error(`[${bucket.node.path}] key is ${JSON.stringify(key)}, must have no variables such as \${${variable}}: `
        + 'AWS IoT fills them in where devices upload, and not where they download');
    }
    // Evidence: placeholder-download, presign-role-actions.
    const version = options.versionId === undefined ? '' : `%3FversionId%3D${urlEncodedVersion(options.versionId)}`;
    const action = options.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
    return new S3PresignedUrl(bucket, key, ['kms:Decrypt'], action, () => downloadPlaceholder(`${objectUrl(bucket, urlEncoded(key))}${version}`));
  }

  /**
   * A URL that devices upload an object to. Where the key has variables, the role may write every object that they can make.
   *
   * @param bucket the bucket that receives the object
   * @param key the object's key, which is not URL-encoded here; it may hold each of `${thingName}`, `${jobId}` and `${executionNumber}` up to two times
   * @throws if the key is empty or no text in UTF-8, has a part `.` or `..`, or other braces than those of variables
   */
  public static forUpload(bucket: s3.IBucket, key: string): S3PresignedUrl {
    checkObject(bucket, key);
    if (/[{}]/.test(mapTokens(key, () => '').replace(/\$\{[^{}]*\}/g, ''))) {
      throw new Error(`[${bucket.node.path}] key is ${JSON.stringify(key)}, must have no braces but those of variables: another one would end the placeholder`);
    }
    // Evidence: placeholder-upload, presign-role-actions.
    return new S3PresignedUrl(bucket, key, ['kms:Decrypt', 'kms:GenerateDataKey'], 's3:PutObject', () => uploadPlaceholder(objectUrl(bucket, key)));
  }

  private constructor(
    private readonly bucket: s3.IBucket,
    private readonly key: string,
    private readonly keyActions: string[],
    private readonly action: string,
    private readonly placeholder: () => string,
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
  public _grant(role: iam.IGrantable): void {
    const pattern = this.action === 's3:PutObject' ? uploadPattern(this.key) : objectPattern(this.key);
    grantObjects(this.bucket, pattern, role, [this.action], this.keyActions);
  }
}

/** A variable in the key of an upload stands for whatever the service puts there. */
const uploadPattern = (key: string): string =>
  mapKnown(key, part => part.split(VARIABLE).map(objectPattern).join('*'));

const VARIABLE = new RegExp(`\\$\\{(?:${UPLOAD_VARIABLES.join('|')})\\}`, 'g');
