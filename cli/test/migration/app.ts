import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { run } from '../../../test/support/command';
import { ensureVenv } from '../../../test/support/python';

const CHECKOUT = resolve(__dirname, '..', '..', '..');
/** What the app in TypeScript needs besides the library. The checkout has it, in the version that the library is compiled against. */
const PACKAGES = ['@types/node', 'aws-cdk-lib', 'constructs', 'ts-node', 'typescript', 'undici-types'];

/** Installs the packed library into an app in TypeScript. */
export async function installTypeScript(folder: string): Promise<Record<string, string>> {
  const modules = join(folder, 'node_modules');
  const library = join(modules, 'cdk-iot-job-template');
  for (const each of ['.bin', '@types', 'cdk-iot-job-template']) mkdirSync(join(modules, each), { recursive: true });
  for (const each of PACKAGES) symlinkSync(join(CHECKOUT, 'node_modules', each), join(modules, each));
  symlinkSync(join(CHECKOUT, 'node_modules', 'ts-node', 'dist', 'bin.js'), join(modules, '.bin', 'ts-node'));
  await run('tar', ['-xzf', packed('js', '.jsii.tgz'), '--strip-components=1', '-C', library], folder);
  return {};
}

/** Installs the packed library for an app in Python. */
export async function installPython(folder: string): Promise<Record<string, string>> {
  // The environment of the examples, because the requirements of the app are ranges, whose newest versions change.
  const requirements = readFileSync(join(CHECKOUT, 'examples', 'languages', 'python', 'requirements.txt'), 'utf8').trim().split('\n');
  const { python } = await ensureVenv({ name: 'languages', requirements });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--force-reinstall', '--no-deps', packed('python', '.whl')];
  await run(python, pip, folder);
  return { PATH: [dirname(python), process.env.PATH].join(delimiter) };
}

function packed(language: string, extension: string): string {
  const folder = join(CHECKOUT, 'dist', language);
  const [file, ...others] = readdirSync(folder).filter(each => each.endsWith(extension));
  if (file === undefined || others.length > 0) throw new Error(`${folder} must have one package: run npm run test:migration`);
  return join(folder, file);
}
