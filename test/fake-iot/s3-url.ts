/** An object in S3. A part that the URL does not name is empty. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

const NOWHERE: S3Location = { bucket: '', key: '' };
/** Path-style URLs have no bucket in the host, virtual-hosted ones do. */
const HOST = /^(?:(.+)\.)?s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** The object that a URL names. Evidence: document-source-url, document-source-version. */
export function locationOf(url: string): S3Location {
  if (url.startsWith('s3://')) return split(url.slice('s3://'.length));
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return NOWHERE;
  const { hostname, pathname } = new URL(url);
  const host = HOST.exec(hostname);
  if (!host) return NOWHERE;
  const path = pathname.slice(1);
  return host[1] === undefined ? split(path) : { bucket: host[1], key: path };
}

function split(path: string): S3Location {
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
