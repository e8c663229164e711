import { mkdtempSync, rmSync } from 'node:fs';
import { cp, mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { foreignIn } from './package-contents';
import { run } from '../../support/command';

const CHECKOUT = resolve(__dirname, '..', '..', '..');
const EXAMPLE = join('examples', 'firmware-fleet');

/** Folders that a fresh clone does not have. Everything is built again, and no output of an earlier build is packed. */
const BUILT = ['.cache', '.git', '.jsii', 'assets', 'coverage', 'dist', 'lib', 'test-reports'];
const BUILT_ANYWHERE = ['cdk.out', 'node_modules'];

/** A copy of the checkout to work in, so that two simultaneous runs share nothing. */
export class Workshop {
  static async open(): Promise<Workshop> {
    const home = mkdtempSync(join(tmpdir(), 'try-'));
    process.once('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
    const library = join(home, 'library');
    await cp(CHECKOUT, library, { recursive: true, filter: isSource });
    await symlink(join(CHECKOUT, 'node_modules'), join(library, 'node_modules'));
    return new Workshop(library, join(library, EXAMPLE));
  }

  private tarball = '';

  private constructor(private readonly library: string, readonly example: string) {}

  /** Builds the library from its sources and packs it, as a release does. */
  async pack(): Promise<string> {
    for (const task of ['bundle', 'compile', 'package:js']) await this.projen(task);
    const [name] = (await readdir(join(this.library, 'dist', 'js'))).filter((file) => file.endsWith('.jsii.tgz'));
    this.tarball = join(this.library, 'dist', 'js', name);
    const unpacked = join(this.library, 'dist', 'unpacked');
    await mkdir(unpacked);
    await run('tar', ['-xzf', this.tarball, '-C', unpacked, '--strip-components=1'], this.library);
    const files = (await run('tar', ['-tzf', this.tarball], this.library)).trim().split('\n').map((file) => file.replace(/^package\//, ''));
    const foreign = await foreignIn(unpacked, files);
    if (foreign.length > 0) throw new Error(`the package has forbidden contents: ${foreign.slice(0, 20).join(', ')}`);
    return `${basename(this.tarball)}: ${files.length} files, ${Math.round((await stat(this.tarball)).size / 1000)} kB`;
  }

  /** Installs the example with the packed library. */
  async install(): Promise<void> {
    await run('npm', ['ci', '--no-audit', '--no-fund'], this.example);
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', this.tarball], this.example);
  }

  /** Runs the tests of the example, which include its snapshots. */
  async test(report?: string): Promise<string> {
    const outputFile = report === undefined ? join(this.library, 'example-report.json') : resolve(CHECKOUT, report);
    await mkdir(dirname(outputFile), { recursive: true });
    await run('npm', ['test', '--', '--ci', '--json', '--outputFile', outputFile], this.example);
    return `${EXAMPLE}: its tests passed`;
  }

  private async projen(task: string): Promise<void> {
    await run(process.execPath, [join(CHECKOUT, 'node_modules', 'projen', 'bin', 'projen'), task], this.library);
  }
}

function isSource(path: string): boolean {
  if (BUILT_ANYWHERE.includes(basename(path))) return false;
  return dirname(path) !== CHECKOUT || !BUILT.includes(relative(CHECKOUT, path));
}
