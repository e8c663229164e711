import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const CACHE = resolve(__dirname, '..', '..', '.cache');
const INTERPRETERS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const USABLE = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';

export interface VenvOptions {
  /** The purpose of the environment, which is part of the name of its folder. */
  readonly name: string;
  /** Exactly pinned requirements, as pip accepts them. */
  readonly requirements: string[];
}

export interface Venv {
  /**
   * The path of the interpreter. Start tools as `python -m tool`, because scripts contain the path of their first
   * location.
   */
  readonly python: string;
}

/** Creates a Python virtual environment under `.cache/`, or reuses that of an earlier run. */
export async function ensureVenv({ name, requirements }: VenvOptions): Promise<Venv> {
  const fingerprint = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 8);
  const home = join(CACHE, `venv-${name}-${fingerprint}`);
  if (!existsSync(home)) await build(home, requirements);
  return { python: interpreterOf(home) };
}

/**
 * Builds in another folder and renames it, so that the folder is either complete or missing, even with simultaneous
 * runs.
 */
async function build(home: string, requirements: string[]): Promise<void> {
  const interpreter = await findInterpreter();
  await mkdir(CACHE, { recursive: true });
  const aside = await mkdtemp(`${home}.building-`);
  try {
    await run(interpreter, ['-m', 'venv', aside]);
    // Python compiles what is imported. To compile all that is installed takes as long as to install it.
    await run(interpreterOf(aside), ['-m', 'pip', 'install', '--no-compile', '--quiet', '--disable-pip-version-check', ...requirements]);
    await rename(aside, home).catch((error) => {
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function findInterpreter(): Promise<string> {
  for (const candidate of INTERPRETERS) {
    const usable = await run(candidate, ['-c', USABLE]).then(() => true, () => false);
    if (usable) return candidate;
  }
  const versions = await Promise.all(INTERPRETERS.map(async (candidate) => {
    const version = await run(candidate, ['--version']).then(({ stdout }) => stdout.trim(), () => undefined);
    return version === undefined ? [] : [`${candidate} is ${version}`];
  }));
  throw new Error('this needs Python 3.10 or newer, with venv and ensurepip, and there is none on the PATH '
    + `(${versions.flat().join(', ') || 'no Python at all'}): install one and try again`);
}

function interpreterOf(home: string): string {
  return join(home, 'bin', 'python');
}
