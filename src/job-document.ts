import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3assets from 'aws-cdk-lib/aws-s3-assets';
import type { Construct, IConstruct } from 'constructs';
import type { JobCondition, JobStep } from './job-step';
import type { BucketObject } from './private/bucket-deployment';
import { declaredVersionsIn } from './private/declared-version';
import { documentIn } from './private/document-file';
import { parsed } from './private/document-text';
import { errorAt } from './private/errors';
import { documentOfSteps, misreadSettings, stepsProblems, type StepsDocument } from './private/job-steps';
import { toJson } from './private/json';
import { grantRead, READ_LATEST, READ_VERSION } from './private/object-grants';
import { plainJson } from './private/plain-json';
import { isPresignedPlaceholder, type PresignedPlaceholder } from './private/presigned-placeholder';
import { checkTypes, markType } from './private/prop-types';
import { checkObject, objectUrl, urlEncoded, urlEncodedVersion } from './private/s3-object';
import { shownProp } from './private/shown';
import { hasTokens, mapTokensDeep } from './private/tokens';
import { warnOfKeyToRead } from './private/unlikely-key';
import { warn } from './private/warn';
import { WarningId } from './private/warning';
import { UNKNOWN } from './shared/placeholder';

/** @internal */
export interface BoundDocument {
  /** The members of the request that hold the document or name its source. */
  readonly source: { readonly document?: string; readonly documentSource?: string; readonly jobArn?: string };
  /** The document as far as it is known at synthesis, with `<token>` in place of each unknown part. */
  readonly knownText?: string;
  /** Whether `knownText` can be checked as JSON. */
  readonly isCheckable?: boolean;
  /** The file that the document is read from at synthesis, for messages. */
  readonly file?: string;
  /** The object that the document is read from at deployment, unless the library uploads it. */
  readonly object?: BucketObject;
  readonly presignedUrls: readonly PresignedPlaceholder[];
  /** The package versions of the app that the document names. */
  readonly declaredVersions?: readonly IConstruct[];
  /** The role that the template inherits from a job. */
  readonly inheritedPresignedUrlRole?: iam.IRole;
}

/**
 * Options for a document that comes from a job.
 */
export interface FromJobArnOptions {
  /**
   * A document that replaces the document of the job. The template still inherits the other settings of the job.
   *
   * An `S3PresignedUrl` in the document uses the inherited role if that role is known. Otherwise it uses a role as in
   * any other template, which replaces all presigned URL settings of the job.
   *
   * @default - the document of the job
   */
  readonly document?: JobDocument;

  /**
   * The role of the job that AWS IoT assumes to presign URLs. The template inherits it unless it has its own
   * `presignedUrlRole` or `presignedUrlExpiration`.
   *
   * The library does not read the job. Pass the role so that `grants.createJob` and the policy of the provider allow
   * passing it to AWS IoT. The role is granted the permissions that the URLs of `document` need, unless the role is
   * immutable.
   *
   * @default - the job has no role, or permissions to pass it are granted elsewhere
   */
  readonly inheritedPresignedUrlRole?: iam.IRole;
}

/**
 * Options for a document that consists of steps.
 */
export interface FromStepsOptions {
  /**
   * The step that the device runs after all other steps have succeeded, such as a cleanup.
   *
   * @default - no final step
   */
  readonly finalStep?: JobStep;

  /**
   * Whether the device reports the last 1024 characters of the standard output of the steps, in the status details of
   * the job execution.
   *
   * @default - the device client decides
   */
  readonly includeStdOut?: boolean;

  /**
   * Conditions for running the steps, for device software that evaluates them.
   *
   * AWS IoT Device Client refuses invalid conditions but does not evaluate conditions, so this option causes a warning.
   *
   * @default - no conditions
   */
  readonly conditions?: JobCondition[];
}

/**
 * The job document of a template: instructions for devices, in JSON.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/create-manage-jobs.html#create-manage-jobs-job-doc
 */
export abstract class JobDocument {
  /**
   * A document that is written as an object in the app. Values may be tokens. An `S3PresignedUrl` may stand anywhere
   * inside.
   *
   * The library sorts the keys, because maps have no order in some languages, and a changed order would be an edit.
   * JSON leaves out a member that is `undefined`. Such a member causes a warning.
   *
   * @param document the content of the document: at most 32,768 bytes as JSON, at most 10 placeholders. A template
   * refuses values that JSON cannot represent, such as a `Duration` or a construct, and a member `__proto__`
   */
  public static fromObject(document: { [key: string]: any }): JobDocument {
    return new InlineDocument(scope => jsonOf(document, scope));
  }

  /**
   * A document for AWS IoT Device Client, whose schema the documents of AWS managed templates have, too. An
   * `S3PresignedUrl` may stand anywhere in the arguments of a step.
   *
   * For device software that reads another schema, use `fromObject`.
   *
   * @param steps the steps, which the device runs in this order until one fails: at least one. A template refuses
   * steps that the client would refuse or would run in another way
   * @see https://github.com/awslabs/aws-iot-device-client/blob/main/source/jobs/README.md
   */
  public static fromSteps(steps: JobStep[], options: FromStepsOptions = {}): JobDocument {
    return new InlineDocument(scope => jsonOf(documentOfSteps(checkedSteps({ steps, ...options }, scope)), scope));
  }

  /**
   * A document that is written as JSON text.
   *
   * @param json the text: at most 32,768 bytes, at most 10 placeholders
   */
  public static fromString(json: string): JobDocument {
    return new InlineDocument(({ node }) => {
      if (typeof json === 'string') return textual(json);
      throw errorAt(node.path, 'wrongType', `${shownProp('document', json)}, must be a text: use JobDocument.fromObject for an object`);
    });
  }

  /**
   * A document from a local file, which becomes part of the CloudFormation template.
   *
   * @param path the file, relative to the working directory: JSON in UTF-8, at most 32,768 bytes, at most 10
   * placeholders
   */
  public static fromFile(path: string): JobDocument {
    return new InlineDocument(scope => textual(documentIn(path, scope)), path);
  }

  /**
   * A document from a local file, which is uploaded when the app is deployed. A change of the file is an edit of the
   * template.
   *
   * @param path the file, relative to the working directory: JSON in UTF-8, at most 32,768 bytes, at most 10
   * placeholders
   */
  public static fromAsset(path: string): JobDocument {
    return new AssetDocument(path);
  }

  /**
   * A document in a bucket. AWS IoT reads it when the template is created. A later change of the object does not
   * change the template.
   *
   * @param bucket the bucket that holds the document
   * @param key the key of the object, as in Amazon S3, at most 1,024 bytes. The library URL-encodes it, except for
   * tokens
   * @param objectVersion the version of the object; by default, the latest version
   * @throws if the key or the version is empty or is not valid UTF-8 text. The key has at most 1,024 bytes, and no
   * part `.` or `..`. The bucket must not be an access point
   */
  public static fromBucket(bucket: s3.IBucket, key: string, objectVersion?: string): JobDocument {
    checkObject('JobDocument.fromBucket', bucket, { key, objectVersion });
    return new BucketDocument(bucket, key, objectVersion);
  }

  /**
   * The document of an existing job, with the settings of the job.
   *
   * The template inherits the presigned URL settings, the rollout, the abort criteria, the retry criteria and the
   * timeout of the job. A prop of the template replaces the job's whole setting. With a `presignedUrlExpiration` and
   * without a `presignedUrlRole`, the template has no role.
   *
   * A `Job` of the same stack cannot be the source: it waits for its own template, and so for the permissions of the
   * function, which would wait for the job.
   *
   * @param jobArn the ARN of the job: `arn:PARTITION:iot:REGION:ACCOUNT:job/ID`. A template refuses any other text
   * @see https://docs.aws.amazon.com/iot/latest/apireference/API_CreateJobTemplate.html
   */
  public static fromJobArn(jobArn: string, options: FromJobArnOptions = {}): JobDocument {
    return new DocumentOfJob(jobArn, options);
  }

  /**
   * The source of the document, for messages. The document itself may be too long for them.
   */
  public abstract toString(): string;

  /**
   * @param reader the principal that reads the document when the template is created
   * @internal
   */
  public abstract _bind(scope: Construct, reader: iam.IGrantable): BoundDocument;
}

markType(JobDocument);

/**
 * @throws if JSON cannot represent a part of the document. An `undefined` member may be meant, as in
 * `{ a: b ? 1 : undefined }`, and is left out.
 */
function jsonOf(document: unknown, scope: Construct): Content {
  const plain = typeof document === 'string' ? undefined : plainJson(document);
  if (plain !== undefined) return { value: plain, knownJson: plain };
  const leftOut: string[] = [];
  let foundTokens = false;
  const value = toJson(document, {
    leaveOut: path => leftOut.push(path),
    findToken: () => { foundTokens = true; },
    refuse: ({ what, path, must, remedy }) => {
      throw errorAt(scope, 'documentNotJson', `document has ${what} at ${path}, must ${must}: ${remedy}`);
    },
  });
  if (leftOut.length > 0) {
    const others = leftOut.length > MAX_PATHS ? ` and ${leftOut.length - MAX_PATHS} more` : '';
    warn(scope, WarningId.UNDEFINED_MEMBER, `document has undefined at ${leftOut.slice(0, MAX_PATHS).join(', ')}${others}, but JSON leaves out a member that is `
      + 'undefined: check for a variable that was not set, or leave the member out');
  }
  if (foundTokens) return { value };
  const json = typeof value === 'string' ? value : JSON.stringify(value);
  return { value, knownJson: knownIn(json) };
}

/** The content of a document in the template. */
interface Content {
  /** An object that becomes JSON, or the JSON text. */
  readonly value: unknown;
  /** The JSON text. Undefined if it has tokens. */
  readonly knownJson?: string;
}

const textual = (json: string): Content => ({ value: json, knownJson: knownIn(json) });

const knownIn = (json: string): string | undefined => Token.isUnresolved(json) ? undefined : json;

/** @throws if AWS IoT Device Client would refuse the document or run another command */
function checkedSteps(document: StepsDocument, scope: Construct): StepsDocument {
  const { steps, finalStep, includeStdOut, conditions } = document;
  checkTypes(scope, { steps, finalStep, includeStdOut, conditions }, ['steps']);
  const problems = stepsProblems(document);
  if (problems.length > 0) throw errorAt(scope, 'invalidJobStep', problems.join('; '));
  for (const text of misreadSettings(document)) warn(scope, WarningId.STEP_SETTING_MISREAD, text);
  return document;
}

/** The maximum number of members that a warning names. */
const MAX_PATHS = 5;

/** The text of an object of this library in Python. Nothing else shows the mistake before devices fail. */
const PYTHON_OBJECT = /<cdk_iot_job_template\.\w+ object at 0x[0-9a-f]+>/i;
/** The text that the CDK writes if `JSON.stringify` gets a token. */
const LOST_TOKEN = /<unresolved-(?:token|lazy)>/;
/** Texts that replace the intended value, and how to write it instead. */
const LOST: readonly (readonly [text: RegExp, remedy: string])[] = [
  [PYTHON_OBJECT, 'write {url.to_string()} in an f-string'],
  [LOST_TOKEN, 'JSON.stringify loses this token, so pass the object with its tokens to JobDocument.fromObject'],
];

/** @throws if a text replaces a value that was meant */
function checkNothingIsLost(document: string, scope: Construct): void {
  for (const [text, remedy] of LOST) {
    const [lost] = text.exec(document) ?? [];
    if (lost !== undefined) throw errorAt(scope, 'documentTokenLost', `document has ${JSON.stringify(lost)} in a text, must have the value itself: ${remedy}`);
  }
}

class InlineDocument extends JobDocument {
  constructor(private readonly content: (scope: Construct) => Content, private readonly file?: string) {
    super();
  }

  public toString(): string {
    return this.file === undefined ? 'inline document' : `file ${this.file}`;
  }

  public _bind(scope: Construct): BoundDocument {
    const content = this.content(scope);
    return content.knownJson === undefined ? this.bindTokens(content.value, scope) : this.bindText(content.knownJson, scope);
  }

  private bindText(document: string, scope: Construct): BoundDocument {
    checkNothingIsLost(document, scope);
    return { source: { document }, knownText: document, isCheckable: true, file: this.file, presignedUrls: [] };
  }

  private bindTokens(content: unknown, scope: Construct): BoundDocument {
    const isText = typeof content === 'string';
    // In a text, a placeholder is part of a JSON string.
    const written = (placeholder: string) => isText ? JSON.stringify(placeholder).slice(1, -1) : placeholder;
    const presignedUrls = new Set<PresignedPlaceholder>();
    let isKnown = true;
    const knownParts = mapTokensDeep(content, token => {
      if (isPresignedPlaceholder(token)) {
        presignedUrls.add(token);
        return written(token._outline());
      }
      isKnown = false;
      return UNKNOWN;
    });
    const knownText = isText ? knownParts as string : JSON.stringify(knownParts);
    checkNothingIsLost(knownText, scope);
    const filled = presignedUrls.size === 0 ? content
      : mapTokensDeep(content, (token, as) => isPresignedPlaceholder(token) ? written(token._placeholder()) : as);
    return {
      source: { document: isText ? filled as string : jsonTextOf(filled, scope) },
      knownText,
      // A token in a text may stand for any part of its JSON. If the rest is JSON without it, the token stands inside
      // a string.
      isCheckable: !isText || isKnown || parsed(knownText) !== undefined,
      file: this.file,
      presignedUrls: [...presignedUrls],
      declaredVersions: declaredVersionsIn(filled),
    };
  }
}

/** The CDK renders tokens inside JSON, but it writes documents without tokens in another form. */
const jsonTextOf = (document: unknown, scope: Construct): string =>
  hasTokens(document) ? Stack.of(scope).toJsonString(document) : JSON.stringify(document);

class AssetDocument extends JobDocument {
  constructor(private readonly path: string) {
    super();
  }

  public toString(): string {
    return `asset ${this.path}`;
  }

  public _bind(scope: Construct, reader: iam.IGrantable): BoundDocument {
    const knownText = documentIn(this.path, scope);
    const asset = new s3assets.Asset(scope, 'Document', { path: this.path });
    // It is the bucket of the bootstrap stack, which lets the account use its key.
    iam.Grant.addToPrincipal({ grantee: reader, actions: READ_LATEST, resourceArns: [asset.bucket.arnForObjects(asset.s3ObjectKey)] });
    return { source: { documentSource: asset.httpUrl }, knownText, isCheckable: true, file: this.path, presignedUrls: [] };
  }
}

class BucketDocument extends JobDocument {
  constructor(private readonly bucket: s3.IBucket, private readonly key: string, private readonly objectVersion?: string) {
    super();
  }

  public toString(): string {
    return this.bucket.s3UrlForObject(this.key);
  }

  public _bind(scope: Construct, reader: iam.IGrantable): BoundDocument {
    warnOfKeyToRead(scope, this.bucket, this.key);
    grantRead({ bucket: this.bucket, grantee: reader, template: scope }, this.key, this.objectVersion === undefined ? READ_LATEST : READ_VERSION);
    const version = this.objectVersion === undefined ? '' : `?versionId=${urlEncodedVersion(this.objectVersion)}`;
    return {
      source: { documentSource: `${objectUrl(this.bucket, urlEncoded(this.key))}${version}` },
      object: { bucket: this.bucket, key: this.key },
      presignedUrls: [],
    };
  }
}

class DocumentOfJob extends JobDocument {
  constructor(private readonly jobArn: string, private readonly options: FromJobArnOptions) {
    super();
  }

  public toString(): string {
    const { document } = this.options;
    return document === undefined ? this.jobArn : `${document} with the settings of ${this.jobArn}`;
  }

  public _bind(scope: Construct, reader: iam.IGrantable): BoundDocument {
    const { document, inheritedPresignedUrlRole } = this.options;
    if (!Token.isUnresolved(this.jobArn) && !JOB_ARN.test(this.jobArn)) {
      throw errorAt(scope, 'invalidJobArn', `jobArn is ${JSON.stringify(this.jobArn)}, must be arn:PARTITION:iot:REGION:ACCOUNT:job/ID, `
        + 'with an ID of 1 to 64 letters, digits, _ and -');
    }
    checkTypes(scope, { document, inheritedPresignedUrlRole });
    const beside = document?._bind(scope, reader);
    if (beside?.source.jobArn !== undefined) {
      throw errorAt(scope, 'documentOfTwoJobs', `document beside job ${this.jobArn} is the document of job ${beside.source.jobArn}, must not be the document of a job: `
        + 'a template is created from one job, so use another kind of document, or leave it out');
    }
    warnOfOtherEnvironment(scope, this.jobArn);
    return { presignedUrls: [], ...beside, source: { ...beside?.source, jobArn: this.jobArn }, inheritedPresignedUrlRole };
  }
}

/** Evidence: job-arn-elsewhere. */
function warnOfOtherEnvironment(scope: Construct, jobArn: string): void {
  if (Token.isUnresolved(jobArn)) return;
  const [, , , region, account] = jobArn.split(':');
  const stack = Stack.of(scope);
  const places = [{ name: 'account', job: account, own: stack.account }, { name: 'Region', job: region, own: stack.region }]
    .filter(({ own }) => !Token.isUnresolved(own));
  if (places.every(({ job, own }) => job === own)) return;
  warn(scope, WarningId.JOB_ELSEWHERE, `document is the document of job ${jobArn}, but the template is in ${places.map(({ name, own }) => `${name} ${own}`).join(' and ')}, and `
    + 'nobody has measured whether AWS IoT creates a template from a job of another account or Region: use a job of the same account and Region');
}

const JOB_ARN = /^arn:[^:]+:iot:[^:]*:[^:]*:job\/[a-zA-Z0-9_-]{1,64}$/;
