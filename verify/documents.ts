import type { Aws } from './aws';

/** Job documents in the bucket of a run. */
export class Documents {
  constructor(private readonly aws: Aws, private readonly bucket: string, private readonly region: string) {}

  /** Returns the version of the object, if the bucket has versions. */
  async put(name: string, body: string): Promise<string | undefined> {
    const { VersionId } = await this.aws.s3.putObject({ Bucket: this.bucket, Key: this.keyOf(name), Body: body });
    return VersionId;
  }

  s3Url(name: string): string {
    return `s3://${this.bucket}/${this.keyOf(name)}`;
  }

  pathStyleUrl(name: string): string {
    return `https://${this.host}/${this.bucket}/${this.keyOf(name)}`;
  }

  virtualHostedUrl(name: string): string {
    return `https://${this.bucket}.${this.host}/${this.keyOf(name)}`;
  }

  private keyOf(name: string): string {
    return `documents/${name}`;
  }

  private get host(): string {
    return `s3.${this.region}.amazonaws.com${this.region.startsWith('cn-') ? '.cn' : ''}`;
  }
}
