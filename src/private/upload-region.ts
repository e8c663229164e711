import { Token } from 'aws-cdk-lib';
import { placementsOf } from './document-text';
import { s3UrlOf } from './s3-url';

/**
 * The uploads of a document whose URLs name another Region than that of the template. An `S3PresignedUrl` has a check of its own, which knows
 * the bucket. Evidence: placeholder-upload-head-bucket.
 *
 * @param document the JSON of the document, as far as it is known
 */
export function uploadRegionProblems(document: string | undefined, region: string): string[] {
  if (document === undefined || Token.isUnresolved(region)) return [];
  const uploads = placementsOf(document).flatMap(({ placeholder }) => {
    const named = placeholder.kind === 'upload' ? s3UrlOf(placeholder.url)?.region : undefined;
    return named === undefined || named.toLowerCase() === region ? [] : placeholder.text;
  });
  return [...new Set(uploads)].map(text => `document has ${JSON.stringify(text)}, must have a bucket of the template's own Region, ${region}: AWS IoT refuses it, `
    + '"Cross region S3 bucket is not supported for presigned url upload placeholder"');
}
