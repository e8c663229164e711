import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (file: string): string => readFileSync(file, 'utf8');

describe('Links', () => {
  const REPOSITORY = 'https://github.com/cdk-iot-job-template/cdk-iot-job-template/';
  const pages = ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...pagesIn('docs'), ...pagesIn('docs/decisions')];

  test.each(pages)('of %s lead to files and headings that exist', page => {
    const folder = join(page, '..');
    const targets = [...read(page).replace(/```[^]*?```/g, '').matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)].map(([, inline, reference]) => inline ?? reference);
    const local = targets.flatMap(target => {
      if (target.startsWith(REPOSITORY)) return target.replace(REPOSITORY, '').match(/^(?:blob|tree)\/main\/(.*)$/)?.slice(1) ?? [];
      return /^https?:/.test(target) ? [] : [target.startsWith('#') ? `${page}${target}` : join(folder, target)];
    });
    expect(local.filter(target => !exists(target))).toEqual([]);
  });

  test('of the README are absolute: the registries show it without the repository', () => {
    const targets = [...read('README.md').matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)].map(([, inline, reference]) => inline ?? reference);
    expect(targets.filter(target => !/^(?:https:|#)/.test(target))).toEqual([]);
  });

  function exists(target: string): boolean {
    const [file, heading] = target.split('#');
    const [folder, name] = [join(file, '..'), file.split('/').pop()!];
    if (!readdirSync(folder).includes(name)) return false;
    return heading === undefined || headingsOf(read(file)).includes(heading);
  }
});

test('The README can be read to its end: it has at most 400 lines', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(401);
});

function pagesIn(folder: string): string[] {
  return readdirSync(folder).filter(name => name.endsWith('.md')).map(name => `${folder}/${name}`);
}

/** The anchors that GitHub gives to the headings of a page. */
function headingsOf(page: string): string[] {
  return [...page.replace(/```[^]*?```/g, '').matchAll(/^#+ (.*)$/gm)]
    .map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N}\- _]/gu, '').replaceAll(' ', '-'));
}
