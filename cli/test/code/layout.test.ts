import { inQuotes, quoted } from '../../src/code/layout';
import { camelCase, pascalCase, snakeCase, UniqueNames } from '../../src/code/names';

describe('A text', () => {
  test.each([
    'plain', 'a "b"', "a 'b'", '"a" \'b\'', 'a\\"b', 'back\\slash\\', '${x} `y` #{z} %s {0}', 'line\nbreak\ttab', '\u0000\u0085\u2028\u2029\ufeff\u202e', '🚀 größer 長い',
  ])('%j is the same in the quotes of JavaScript', (value) => {
    for (const written of [quoted(value), inQuotes(value, "'"), inQuotes(value, '"')]) {
      expect(eval(written)).toBe(value);
    }
  });

  test('has no characters that end a line in some languages, or that nobody sees', () => {
    expect(quoted('\n\u0085\u2028\u2029\ufeff\u202e')).toBe(String.raw`"\n\u0085\u2028\u2029\ufeff\u202e"`);
  });

  test('stands in the quotes that need no escapes', () => {
    expect([inQuotes('{"a":1}', '"'), inQuotes("it's", "'"), inQuotes('a', "'"), inQuotes('a', '"')]).toEqual(['\'{"a":1}\'', '"it\'s"', "'a'", '"a"']);
  });
});

describe('A name', () => {
  test.each([
    ['fleet-presigner', 'FleetPresigner', 'fleetPresigner'],
    ['FleetPresigner', 'FleetPresigner', 'fleetPresigner'],
    ['my.bucket_2-a', 'MyBucket2A', 'myBucket2A'],
    ['AWSServiceRole', 'AwsServiceRole', 'awsServiceRole'],
    ['größe', 'GroE', 'groE'],
  ])('%s becomes %s and %s', (name, pascal, camel) => {
    expect([pascalCase(name), camelCase(name)]).toEqual([pascal, camel]);
  });

  test.each([['inProgressTimeout', 'in_progress_timeout'], ['JobTemplatesStack', 'job_templates_stack'], ['fromBucketName', 'from_bucket_name']])(
    '%s is %s in Python', (name, snake) => {
      expect(snakeCase(name)).toBe(snake);
    });

  test('is unique, also if only capital letters differ', () => {
    const names = new UniqueNames(['taken']);
    expect(['a', 'A', 'a', 'Taken', 'b'].map(name => names.unique(name))).toEqual(['a', 'A2', 'a3', 'Taken2', 'b']);
  });
});
