import type { JobTemplateContent } from '../../../src/shared/create-job-template';
import { isSameObject, objectOf } from '../../../src/shared/s3-object-url';

/** How the code declares a document, so that it equals the template's. */
export type DocumentSource =
  | { readonly kind: 'object'; readonly bucket: string; readonly key: string; readonly version?: string; readonly region?: string }
  | { readonly kind: 'short text'; readonly document: string }
  | { readonly kind: 'long text'; readonly document: string };

/** The most characters of a document that stands in the code. */
const MAX_SHORT_DOCUMENT = 160;

/**
 * The source of a document, which must have a text or a source. A template that was created from an object gets its source back, if the library writes a URL of the same object. Otherwise its text is as
 * good: on adoption, the same text is no difference.
 */
export function sourceOf(content: JobTemplateContent): DocumentSource {
  const { document = '', documentSource } = content;
  const object = documentSource === undefined ? undefined : declarableObject(documentSource);
  if (object !== undefined) return { kind: 'object', ...object };
  return { kind: document.length <= MAX_SHORT_DOCUMENT ? 'short text' : 'long text', document };
}

/** The content with either the document or its source, as the code declares it. */
export function declaredContentOf(content: JobTemplateContent): JobTemplateContent {
  const { document, documentSource, ...rest } = content;
  return sourceOf(content).kind === 'object' ? { ...rest, documentSource } : { ...rest, document };
}

/** The object of a URL, if `JobDocument.fromBucket` makes a URL of the same object of it. */
function declarableObject(url: string): { bucket: string; key: string; version?: string; region?: string } | undefined {
  const object = objectOf(url);
  if (object === undefined) return undefined;
  const { bucket, key, version } = object;
  const path = key.split('/').map(encodeURIComponent).join('/');
  const declared = `s3.us-east-1.amazonaws.com/${bucket}/${path}${version === undefined ? '' : `?versionId=${encodeURIComponent(version)}`}`;
  // The domain depends on the partition, which is that of the stack.
  const isSame = isSameObject(url.replace(/\.amazonaws\.(com\.cn|eu)\//, '.amazonaws.com/'), `https://${declared}`);
  return isSame ? { bucket, key, version, region: REGION.exec(url)?.[1] } : undefined;
}

/** The Region in the host of a URL. */
const REGION = /^https?:\/\/[^/]*[.-]((?:[a-z]{2,4})(?:-[a-z]+)+-\d)\.amazonaws\./;
