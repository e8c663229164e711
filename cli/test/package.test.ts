import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

const read = (file: string) => readFileSync(join(__dirname, '..', file), 'utf8');

/** The packages that a package needs beside it. */
const peersOf = (name: string): string[] => Object.keys(JSON.parse(read(join('node_modules', name, 'package.json'))).peerDependencies ?? {});

describe('The package', () => {
  test('has all packages that the bundle imports, each in one exact version', () => {
    const imported = [...read('lib/main.js').matchAll(/\brequire\("([^".][^"]*)"\)/g)].map(([, name]) => name)
      .filter(name => !name.startsWith('node:') && !builtinModules.includes(name))
      // Without the path inside of the package.
      .map(name => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/'));
    const { dependencies } = JSON.parse(read('package.json'));
    expect([...new Set([...imported, ...imported.flatMap(peersOf)])].sort()).toEqual(Object.keys(dependencies).sort());
    expect(Object.values<string>(dependencies).filter(version => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('has a bundle that is a program, and includes the shared code of the library', () => {
    expect(read('lib/main.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(read('lib/main.js')).toContain('cdk-iot-job-template:owner');
  });
});

test('The program ends with 3 and one line if its output cannot be written', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync('node', [join(__dirname, '..', 'lib', 'main.js'), '--print-policy'], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringMatching(/^cdk-iot-job-template-cli: the output could not be written \(ENOSPC[^\n]*\)\n$/) });
});
