/** The parts of a URL that names an object in Amazon S3. A part that the URL does not name is empty. */
export interface S3Url {
  readonly bucket: string;
  readonly key: string;
  /** The Region that the host names; undefined for a host without one, such as `s3.amazonaws.com`. */
  readonly region?: string;
}

/** The label of S3 in a host: `s3`, `s3-fips`, `s3-us-west-2`, `s3-accelerate`, `s3express-use1-az4`. */
const S3_LABEL = /^s3(?:express)?(?:-.+)?$/i;
const REGION = /^(?:s3-)?(?:fips-)?([a-z]{2,4}(?:-[a-z]+)+-\d+)$/i;

/**
 * Parses the URL of an object: path-style, virtual-hosted or `s3://`. Any host with a label of S3 passes, because each partition has another
 * domain. Nothing is decoded. Use it to find URLs that certainly name no object. `isSameObject` finds URLs that certainly name the same object.
 *
 * @returns undefined if the URL is not a URL of S3
 */
export function s3UrlOf(url: string): S3Url | undefined {
  // Stryker disable next-line ArrayDeclaration: neither has a scheme
  const [, scheme, host, path] = /^(https?|s3):\/\/([^/?#]*)\/?(.*)/is.exec(url) ?? [];
  if (scheme === undefined) return undefined;
  if (scheme.toLowerCase() === 's3') return { bucket: host, key: path };
  const labels = host.split('.');
  // The name of a bucket may have dots, and a part that looks like a label of S3.
  const label = labels.map(each => S3_LABEL.test(each)).lastIndexOf(true);
  if (label < 0) return undefined;
  const region = labels.slice(label).map(each => REGION.exec(each)?.[1]).find(each => each !== undefined);
  if (label > 0) return { bucket: labels.slice(0, label).join('.'), key: path, region };
  const [bucket, ...key] = path.split('/');
  return { bucket, key: key.join('/'), region };
}
