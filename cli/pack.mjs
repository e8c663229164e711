// Packs the tool with the version of the library. The package in this folder always has version 0.0.0.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const read = path => JSON.parse(readFileSync(path, 'utf8'));
const { scripts, devDependencies, ...published } = read('package.json');
const staging = mkdtempSync(join(tmpdir(), 'pack-'));
const destination = resolve('..', 'dist', 'js');
try {
  for (const file of ['LICENSE', 'README.md', 'lib/main.js']) cpSync(file, join(staging, file));
  writeFileSync(join(staging, 'package.json'), JSON.stringify({ ...published, version: read('../package.json').version }, undefined, 2));
  mkdirSync(destination, { recursive: true });
  execFileSync('npm', ['pack', staging, '--pack-destination', destination], { stdio: 'inherit' });
} finally {
  rmSync(staging, { recursive: true, force: true });
}
