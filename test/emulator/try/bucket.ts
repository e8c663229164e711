/** A bucket of the emulator, which checks no signatures. */
export class Bucket {
  static async create(endpoint: string, name: string): Promise<Bucket> {
    const bucket = new Bucket(`${endpoint}/${name}`);
    await bucket.put('', '');
    await bucket.put('?versioning', '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>');
    return bucket;
  }

  private constructor(private readonly url: string) {}

  /** Returns the version of the object. */
  async upload(key: string, body: string): Promise<string> {
    const { headers } = await this.put(`/${key}`, body);
    return headers.get('x-amz-version-id')!;
  }

  private async put(path: string, body: string): Promise<Response> {
    const response = await fetch(this.url + path, { method: 'PUT', body });
    if (!response.ok) throw new Error(`PUT ${path} failed: ${await response.text()}`);
    return response;
  }
}
