import { isSameObject, objectOf } from '../../src/shared/s3-object-url';

const URL = 'https://s3.eu-west-1.amazonaws.com/firmware/gateway/2.4.0.json';
const KEY = 'gateway/2.4.0.json';
const isSame = (one: string, other: string): boolean => {
  expect(isSameObject(other, one)).toBe(isSameObject(one, other));
  return isSameObject(one, other);
};

describe('One object', () => {
  test.each([
    ['itself', URL],
    ['an s3:// URI', `s3://firmware/${KEY}`],
    ['a path-style URL of the global endpoint', `https://s3.amazonaws.com/firmware/${KEY}`],
    ['a path-style URL of another Region, since a name has one bucket', `https://s3.us-east-1.amazonaws.com/firmware/${KEY}`],
    ['a path-style URL of the older form', `https://s3-eu-west-1.amazonaws.com/firmware/${KEY}`],
    ['a path-style URL of the dual-stack endpoint', `https://s3.dualstack.eu-west-1.amazonaws.com/firmware/${KEY}`],
    ['a virtual-hosted URL', `https://firmware.s3.eu-west-1.amazonaws.com/${KEY}`],
    ['a virtual-hosted URL of the global endpoint', `https://firmware.s3.amazonaws.com/${KEY}`],
    ['a virtual-hosted URL of the older form', `https://firmware.s3-eu-west-1.amazonaws.com/${KEY}`],
    ['a virtual-hosted URL of the dual-stack endpoint', `https://firmware.s3.dualstack.eu-west-1.amazonaws.com/${KEY}`],
    ['a virtual-hosted URL of the FIPS endpoint', `https://firmware.s3-fips.us-gov-west-1.amazonaws.com/${KEY}`],
    ['a URL without TLS', `http://s3.eu-west-1.amazonaws.com/firmware/${KEY}`],
    ['a URL with encoded characters', 'https://firmware.s3.amazonaws.com/gateway%2F2%2e4.0.json'],
  ])('is named by %s', (_, other) => {
    expect(isSame(URL, other)).toBe(true);
  });

  test.each<[string, string, string]>([
    ['a bucket with dots', 'https://s3.eu-west-1.amazonaws.com/my.s3.firmware/a', 'https://my.s3.firmware.s3.eu-west-1.amazonaws.com/a'],
    ['a key with a leading slash', 'https://s3.eu-west-1.amazonaws.com/firmware//a', 'https://firmware.s3.amazonaws.com//a'],
    ['a key with a space, encoded and not', 'https://s3.eu-west-1.amazonaws.com/firmware/a%20b', 'https://firmware.s3.amazonaws.com/a b'],
    ['a key with a space, as a URI', 'https://s3.eu-west-1.amazonaws.com/firmware/a%20b', 's3://firmware/a b'],
    ['a key with a letter beyond ASCII', 'https://s3.eu-west-1.amazonaws.com/firmware/%C3%BC', 's3://firmware/ü'],
    ['an encoded plus sign', 'https://s3.eu-west-1.amazonaws.com/firmware/a%2Bb', 'https://firmware.s3.amazonaws.com/a%2bb'],
    ['a version', 'https://s3.eu-west-1.amazonaws.com/firmware/a?versionId=L4kq', 'https://firmware.s3.amazonaws.com/a?versionId=L4kq'],
    ['a bucket in China', 'https://s3.cn-north-1.amazonaws.com.cn/firmware/a', 'https://firmware.s3.cn-north-1.amazonaws.com.cn/a'],
    ['a bucket in the European Sovereign Cloud', 'https://s3.eusc-de-east-1.amazonaws.eu/firmware/a', 's3://firmware/a'],
  ])('is found with %s', (_, one, other) => {
    expect(isSame(one, other)).toBe(true);
  });
});

describe('Not certainly one object', () => {
  test.each<[string, string, string]>([
    ['another key', URL, 's3://firmware/gateway/2.5.0.json'],
    ['another case of a key', URL, `s3://firmware/${KEY.toUpperCase()}`],
    ['another bucket', URL, `s3://firmwares/${KEY}`],
    ['the bucket in the host and in the path', 'https://a.s3.amazonaws.com/b/c', 's3://b/c'],
    ['another partition', 'https://s3.amazonaws.com/firmware/a', 'https://s3.amazonaws.com.cn/firmware/a'],
    ['a version and the latest', `${URL}?versionId=L4kq`, `s3://firmware/${KEY}`],
    ['another version', `${URL}?versionId=L4kq`, `${URL}?versionId=l4kq`],
    ['an empty version', `${URL}?versionId=`, `https://firmware.s3.amazonaws.com/${KEY}`],
    ['another parameter', `${URL}?versionId=L4kq&partNumber=1`, `https://firmware.s3.amazonaws.com/${KEY}?versionId=L4kq`],
    ['a parameter in a URI', 's3://firmware/a?versionId=L4kq', 'https://s3.amazonaws.com/firmware/a?versionId=L4kq'],
    ['a plus sign, which may be a space', 'https://s3.amazonaws.com/firmware/a+b', 'https://s3.amazonaws.com/firmware/a%20b'],
    ['a plus sign, which may be itself', 'https://s3.amazonaws.com/firmware/a+b', 'https://s3.amazonaws.com/firmware/a%2Bb'],
    ['a plus sign in two endpoints', 'https://s3.amazonaws.com/firmware/a+b', 'https://firmware.s3.amazonaws.com/a+b'],
    ['an encoded URI', 's3://firmware/a%20b', 'https://s3.amazonaws.com/firmware/a%20b'],
    ['a key that is encoded twice', 'https://s3.amazonaws.com/firmware/a%2520b', 'https://firmware.s3.amazonaws.com/a%20b'],
    ['half an encoded character', 'https://s3.amazonaws.com/firmware/%C3', 'https://firmware.s3.amazonaws.com/%C3'],
    ['a fragment', `${URL}#top`, `s3://firmware/${KEY}`],
    ['a step to another folder', 'https://s3.amazonaws.com/firmware/a/../b', 's3://firmware/a/../b'],
    ['a step that is encoded', 'https://firmware.s3.amazonaws.com/%2E%2E/b', 's3://firmware/../b'],
    ['a website', 'https://firmware.s3-website-eu-west-1.amazonaws.com/a', 's3://firmware/a'],
    ['an access point', 'https://firmware-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a', 's3://firmware-123456789012/a'],
    ['a host that only looks like it', 'https://firmware.s3.amazonaws.com.example.com/a', 's3://firmware/a'],
    ['a port', 'https://firmware.s3.amazonaws.com:8443/a', 's3://firmware/a'],
    ['a user', 'https://user@s3.amazonaws.com/firmware/a', 's3://firmware/a'],
    ['two URLs of no object', 'https://one.example.com/a', 'https://other.example.com/a'],
  ])('is %s', (_, one, other) => {
    expect(isSame(one, other)).toBe(false);
    expect(isSameObject(one, one)).toBe(true);
  });

  test('is a URL and none', () => {
    expect(isSameObject(URL, undefined)).toBe(false);
  });
});

describe('The object of a URL', () => {
  test.each<[string, object]>([
    ['https://s3.eu-west-1.amazonaws.com/docs/a/b%20c.json', { bucket: 'docs', key: 'a/b c.json' }],
    ['https://docs.s3.amazonaws.com/a.json?versionId=1', { bucket: 'docs', key: 'a.json', version: '1' }],
    ['s3://docs/a.json', { bucket: 'docs', key: 'a.json' }],
  ])('%s is certain', (url, object) => {
    expect(objectOf(url)).toEqual(object);
  });

  test.each(['https://s3.amazonaws.com/docs', 'https://s3.amazonaws.com/docs/', 's3://docs/', 's3://docs/a+b', 'https://s3.amazonaws.com/docs/../a'])(
    '%s is not certain, or there is none', (url) => {
      expect(objectOf(url)).toBeUndefined();
    });
});
