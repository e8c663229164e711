import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { PresignedPlaceholder } from './private/presigned-placeholder';
import { objectPattern, urlEncoded } from './private/s3-object';
import { mapKnown } from './private/tokens';
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
   * @param key the object's key, not URL-encoded; may be a token
   * @throws where the key has a variable: those are for uploads
   */
  public static forDownload(bucket: s3.IBucket, key: string, options: S3DownloadOptions = {}): S3PresignedUrl {
    const variable = UPLOAD_VARIABLES.find(name => key.includes(`\${${name}}`));
    if (variable !== undefined) {
      throw new Error(`[${bucket.node.path}] key is ${JSON.stringify(key)}, must have no variables such as \${${variable}}: `
        + 'AWS IoT fills them in where devices upload, and not where they download');
    }
    const version = options.versionId === undefined ? '' : `%3FversionId%3D${options.versionId}`;
    const action = options.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
    return new S3PresignedUrl(bucket, key, ['kms:Decrypt'], action, () => downloadPlaceholder(`${urlOf(bucket, urlEncoded(key))}${version}`));
  }

  /**
   * A URL that devices upload an object to. Where the key has variables, the role may write every object that they can make.
   *
   * @param bucket the bucket that receives the object
   * @param key the object's key; it may hold each of `${thingName}`, `${jobId}` and `${executionNumber}` up to two times
   */
  public static forUpload(bucket: s3.IBucket, key: string): S3PresignedUrl {
    return new S3PresignedUrl(bucket, key, ['kms:Decrypt', 'kms:GenerateDataKey'], 's3:PutObject', () => uploadPlaceholder(urlOf(bucket, key)));
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
  protected _placeholder(): string {
    return this.placeholder();
  }

  /** @internal */
  protected _grant(role: iam.IGrantable): void {
    iam.Grant.addToPrincipalOrResource({
      grantee: role,
      actions: [this.action],
      resourceArns: [this.bucket.arnForObjects(this.action === 's3:PutObject' ? uploadPattern(this.key) : objectPattern(this.key))],
      resource: this.bucket,
    });
    this.bucket.encryptionKey?.grant(role, ...this.keyActions);
  }
}

function urlOf(bucket: s3.IBucket, path: string): string {
  return `https://s3.${bucket.env.region}.${Stack.of(bucket).urlSuffix}/${bucket.bucketName}/${path}`;
}

/** A variable in the key of an upload stands for whatever the service puts there. */
const uploadPattern = (key: string): string =>
  mapKnown(key, part => part.split(/\$\{(?:thingName|jobId|executionNumber)\}/).map(objectPattern).join('*'));
