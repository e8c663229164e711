import { filesOf, stacksOf } from '../../src/code/app';
import { LANGUAGES } from '../../src/code/languages';
import type { TemplateToDeclare } from '../../src/code/stack';

const minimal: TemplateToDeclare = { id: 'reboot', content: { description: 'Reboots a device', document: '{}' }, tags: new Map() };
const ofJob: TemplateToDeclare = {
  id: 'pilot', content: { description: 'Repeats', jobArn: 'arn:aws:iot:eu-west-1:123456789012:job/pilot', document: '{}' }, tags: new Map(), comment: 'A remark',
};
const tags = new Map(Array.from({ length: 11 }, (_, index) => [`tag-${index}`, 'x'] as const));

const code = (language: string, ...templates: TemplateToDeclare[]) => {
  const found = LANGUAGES.find(({ name }) => name === language)!;
  return filesOf(found, stacksOf(templates), { hasApp: true })[0].content;
};

describe.each(LANGUAGES.map(({ name }) => name))('In %s', (language) => {
  test('the code of a template has its id twice', () => {
    expect(code(language, minimal).match(/["']reboot["']/g)).toHaveLength(2);
  });

  test('the policy to decide on stands once in the comment of the stack, however many templates there are', () => {
    const [beforeCode] = code(language, minimal, ofJob).split(/\b(?:super|base)\b|^func /m);
    expect(beforeCode).toMatch(/add to its construct:\n(?:.*\n)?.*removal_?policy.*RemovalPolicy._?RETAIN/i);
    expect(code(language, minimal, ofJob).match(/RETAIN/g)).toHaveLength(1);
  });

  test('a job with a document beside it, and a remark', () => {
    const text = code(language, ofJob);
    expect(text).toMatch(/from_?job_?arn/i);
    expect(text).toMatch(/^\s*(?:\/\/|#) A remark$/m);
  });

  test('the constructor has no empty lines at its ends, and none beside another', () => {
    const role = { presignedUrlConfig: { roleArn: 'arn:aws:iam::123456789012:role/presigner' } };
    for (const more of [{}, role]) {
      const text = code(language, { ...minimal, content: { ...minimal.content, ...more } }, ofJob);
      expect(text).not.toMatch(/\n\n\n[ \t]|[{(]\n\n[ \t]|\n\n\s*\}/);
      expect(text).toMatch(/\n\n\s*(?:\/\/|#) A remark/);
    }
  });

  test('many tags', () => {
    const text = code(language, { ...minimal, tags });
    expect(text.match(/tag-\d+/g)).toHaveLength(11);
  });

  test('an app without an account has no environment', () => {
    const files = filesOf(LANGUAGES.find(({ name }) => name === language)!, stacksOf([minimal]), { hasApp: false });
    expect(files.map(({ path }) => path)).toContain('cdk.json');
    expect(files.map(({ content }) => content).join('\n')).not.toMatch(/undefined|\benvironment\b|\benv\b/i);
  });
});

test.each([
  ['typescript', ['cdk.out/', 'node_modules/']], ['python', ['cdk.out/', '.venv/', '__pycache__/']], ['java', ['cdk.out/', 'target/']],
  ['go', ['cdk.out/']], ['csharp', ['cdk.out/', 'bin/', 'obj/']],
])('An app in %s keeps what is built out of Git', (language, folders) => {
  const files = filesOf(LANGUAGES.find(({ name }) => name === language)!, stacksOf([minimal]), { hasApp: false });
  expect(files.find(({ path }) => path === '.gitignore')!.content).toBe(folders.map(each => `${each}\n`).join(''));
});
