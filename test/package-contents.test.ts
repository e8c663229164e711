import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foreignIn } from './emulator/try/package-contents';
import { run } from './support/command';
import { temporaryFolder } from './support/temporary';

let folder: string;

beforeEach(() => { folder = temporaryFolder(); });

const CLEAN = {
  'lib/index.js': 'exports.a = require("/opt/nodejs");',
  'lib/index.d.ts': 'export {};',
  'assets/THIRD-PARTY-LICENSES': 'MIT',
  'assets/handler/index.js': 'exports.handler = 1;',
  'package.json': '{"scripts":{"build":"projen build"}}',
  'README.md': '# a',
  'SECURITY.md': '# b',
  'LICENSE': 'Apache',
  '.jsii': '{}',
  'API.md': '# c',
};

function write(files: { readonly [file: string]: string }): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

async function foreign(files: { readonly [file: string]: string }): Promise<string[]> {
  write(files);
  return foreignIn(folder, Object.keys(files));
}

test('the package holds the expected files', async () => {
  expect(await foreign(CLEAN)).toEqual([]);
});

test.each([
  ['test/a.test.js', '', 'test/a.test.js'],
  ['src/index.ts', '', 'src/index.ts'],
  ['lib/index.ts', '', 'lib/index.ts'],
  ['lib/job.js', '', 'lib/job.js'],
  ['lib/handler/handler.js', '', 'lib/handler/handler.js'],
  ['lib/index.js.map', '{}', 'lib/index.js.map'],
  ['assets/handler/index.js.map', '{}', 'assets/handler/index.js.map'],
  ['examples/app.ts', '', 'examples/app.ts'],
  ['.npmrc', '', '.npmrc'],
  ['.env', '', '.env'],
  ['lib/index.js', 'a();\n//# source' + 'MappingURL=data:application/json;base64,e30=', 'a map of sources in lib/index.js'],
  ['lib/index.js', 'const a = "/home/somebody/project/a";', 'a path of the machine that built it in lib/index.js'],
  ['lib/index.js', 'const key = "AKIA' + 'ABCDEFGHIJKLMNOP";', 'an access key of AWS in lib/index.js'],
  ['assets/a.pem', '-----BEGIN RSA ' + 'PRIVATE KEY-----', 'a private key in assets/a.pem'],
  ['lib/index.js', `const token = "npm_${'a'.repeat(36)}";`, 'a token of a registry or of GitHub in lib/index.js'],
  ['package.json', '{"scripts":{"postinstall":"node a"}}', 'the script postinstall in package.json'],
])('but not %s with %j', async (file, content, found) => {
  expect(await foreign({ ...CLEAN, [file]: content })).toEqual([found]);
});

test('npm packs only the listed files', async () => {
  const stray = ['notes.txt', '.env', '.npmrc', 'lib/job.js', 'lib/handler/handler.js', 'lib/index.ts', 'lib/index.js.map', 'src/index.ts', 'test/index.js', 'assets/index.js.map', 'dist/a.tgz'];
  write({ ...CLEAN, ...Object.fromEntries(stray.map(file => [file, ''])) });
  cpSync(join(__dirname, '..', 'package.json'), join(folder, 'package.json'));
  const [{ files }] = JSON.parse(await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], folder));
  expect(files.map(({ path }: { path: string }) => path).sort()).toEqual(Object.keys(CLEAN).sort());
});
