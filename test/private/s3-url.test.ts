import { type S3Url, s3UrlOf } from '../../src/private/s3-url';

test.each<[string, S3Url]>([
  ['https://s3.us-east-1.amazonaws.com/firmware/a/b.bin', { bucket: 'firmware', key: 'a/b.bin', region: 'us-east-1' }],
  ['http://s3.amazonaws.com/firmware/b.bin', { bucket: 'firmware', key: 'b.bin' }],
  ['HTTPS://S3.EU-WEST-1.AMAZONAWS.COM/firmware/b.bin', { bucket: 'firmware', key: 'b.bin', region: 'EU-WEST-1' }],
  ['https://s3-us-west-2.amazonaws.com/firmware/b.bin', { bucket: 'firmware', key: 'b.bin', region: 'us-west-2' }],
  ['https://firmware.s3.eu-central-1.amazonaws.com/a/b.bin', { bucket: 'firmware', key: 'a/b.bin', region: 'eu-central-1' }],
  ['https://my.firmware.s3.cn-north-1.amazonaws.com.cn/b.bin', { bucket: 'my.firmware', key: 'b.bin', region: 'cn-north-1' }],
  ['https://s3.firmware.s3.amazonaws.com/b.bin', { bucket: 's3.firmware', key: 'b.bin' }],
  ['https://firmware.s3-accelerate.amazonaws.com/b.bin', { bucket: 'firmware', key: 'b.bin' }],
  ['https://firmware.s3-fips.us-gov-west-1.amazonaws.com/b.bin', { bucket: 'firmware', key: 'b.bin', region: 'us-gov-west-1' }],
  ['https://firmware.s3express-use1-az4.us-east-1.amazonaws.com/b.bin', { bucket: 'firmware', key: 'b.bin', region: 'us-east-1' }],
  ['s3://firmware/a/b.bin', { bucket: 'firmware', key: 'a/b.bin' }],
  ['https://s3.amazonaws.com', { bucket: '', key: '' }],
  ['https://s3.amazonaws.com/firmware', { bucket: 'firmware', key: '' }],
  ['https://s3.amazonaws.com/firmware/a\nb', { bucket: 'firmware', key: 'a\nb' }],
])('%j names an object', (url, expected) => {
  expect(s3UrlOf(url)).toEqual(expected);
});

test.each(['', 'firmware/b.bin', 'https://example.com/firmware/b.bin', 'https://s3x.amazonaws.com/b', 'x-https://s3.amazonaws.com/firmware/b.bin', 'ftp://s3.amazonaws.com/a/b'])(
  '%j is no URL of S3', url => {
    expect(s3UrlOf(url)).toBeUndefined();
  },
);
