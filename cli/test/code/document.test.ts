import { declaredContentOf, sourceOf } from '../../src/code/document';

const described = (documentSource: string) => ({ description: 'Reboots', document: '{}', documentSource });

describe('The source of a document', () => {
  test.each<[string, object]>([
    ['https://s3.eu-west-1.amazonaws.com/docs/a/b.json', { bucket: 'docs', key: 'a/b.json', region: 'eu-west-1' }],
    ['https://s3-eu-west-1.amazonaws.com/docs/a.json', { bucket: 'docs', key: 'a.json', region: 'eu-west-1' }],
    ['https://docs.s3.eu-west-1.amazonaws.com/a.json', { bucket: 'docs', key: 'a.json', region: 'eu-west-1' }],
    ['https://docs.s3.amazonaws.com/a.json', { bucket: 'docs', key: 'a.json' }],
    ['https://docs.with.dots.s3.dualstack.eu-west-1.amazonaws.com/a.json', { bucket: 'docs.with.dots', key: 'a.json', region: 'eu-west-1' }],
    ['https://s3.cn-north-1.amazonaws.com.cn/docs/a.json', { bucket: 'docs', key: 'a.json', region: 'cn-north-1' }],
    ['https://s3.amazonaws.com/docs/gr%C3%B6%C3%9Fe%20%23.json', { bucket: 'docs', key: 'größe #.json' }],
    ['https://s3.amazonaws.com/docs/a.json?versionId=L4kqtJ._-', { bucket: 'docs', key: 'a.json', version: 'L4kqtJ._-' }],
    ['s3://docs/a.json', { bucket: 'docs', key: 'a.json' }],
  ])('is the object of %s', (url, object) => {
    expect(sourceOf(described(url))).toEqual({ kind: 'object', ...object });
    expect(declaredContentOf(described(url))).toEqual({ description: 'Reboots', documentSource: url });
  });

  test.each([
    'https://s3.amazonaws.com/docs/a+b.json', 'https://s3.amazonaws.com/docs/a.json?other=1', 'https://s3.amazonaws.com/docs/../a.json',
    's3://docs/a%20b.json', 'https://example.com/a.json', 'https://s3.amazonaws.com/docs/', 'https://s3.amazonaws.com/docs',
  ])('is the text if it is not certain which object %s names', (url) => {
    expect(sourceOf(described(url))).toEqual({ kind: 'short text', document: '{}' });
    expect(declaredContentOf(described(url))).toEqual({ description: 'Reboots', document: '{}' });
  });

  test('is a text of its own file if it is long', () => {
    const text = (length: number) => sourceOf({ description: 'Reboots', document: 'x'.repeat(length) }).kind;
    expect([text(160), text(161)]).toEqual(['short text', 'long text']);
  });
});
