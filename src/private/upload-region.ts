import { Token } from 'aws-cdk-lib';
import { placementsOf } from './document-text';
import { s3UrlOf } from './s3-url';

/**
 * The problems of uploads to another Region than the Region of the template. Evidence: placeholder-upload-head-bucket.
 *
 * @param document the JSON of the document, with a sign in place of each unknown part
 */
export function uploadRegionProblems(document: string | undefined, region: string): string[] {
  const uploads = placementsOf(document ?? '').flatMap(({ placeholder }) => {
    const named = placeholder.kind === 'upload' ? s3UrlOf(placeholder.url)?.region : undefined;
    return named === undefined || named.toLowerCase() === region || Token.isUnresolved(region) ? [] : placeholder.text;
  });
  return [...new Set(uploads)].map(text => `document has ${JSON.stringify(text)}, must have a bucket of the template's own Region, ${region}: AWS IoT refuses it, `
    + '"Cross region S3 bucket is not supported for presigned url upload placeholder". Downloads may come from any Region');
}
