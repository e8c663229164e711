import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { run } from '../support/command';
import { ensureVenv } from '../support/python';

const CHECKOUT = resolve(__dirname, '..', '..');
const BINARIES = join(CHECKOUT, 'node_modules', '.bin');
export const CACHE = join(CHECKOUT, '.cache', 'languages');
export const DIST = join(CHECKOUT, 'dist');
/** Maven's repository of this machine, for the library's build and for its consumer. */
const MAVEN = join(CACHE, 'maven');

/** An app in one language. */
export interface Consumer {
  readonly language: string;
  /** Where it is. */
  readonly folder: string;
  /** How its source files end. */
  readonly extension: string;
  /** Installs the library as it was built, and returns the environment in which the app runs. */
  readonly install: (folder: string) => NodeJS.ProcessEnv | Promise<NodeJS.ProcessEnv>;
}

const consumer = (language: string, extension: string, install: Consumer['install']): Consumer =>
  ({ language, extension, install, folder: join(CHECKOUT, 'examples', 'languages', language.toLowerCase()) });

/** What else it needs, the checkout has: the CDK in the version that the library is compiled against. */
export const TYPESCRIPT = consumer('TypeScript', '.ts', async (folder) => {
  const installed = join(folder, 'node_modules', 'cdk-iot-job-template');
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', built('js', '.jsii.tgz'), '--strip-components=1', '-C', installed], folder);
  return {};
});

export const PYTHON = consumer('Python', '.py', async (folder) => {
  const { python } = await ensureVenv({ name: 'languages', requirements: readFileSync(join(folder, 'requirements.txt'), 'utf8').trim().split('\n') });
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--force-reinstall', '--no-deps', built('python', '.whl')], folder);
  return { PATH: [dirname(python), process.env.PATH].join(delimiter) };
});

export const JAVA = consumer('Java', '.java', () => {
  cpSync(join(DIST, 'java'), MAVEN, { recursive: true });
  return { MAVEN_OPTS: `-Dmaven.repo.local=${MAVEN} -XX:TieredStopAtLevel=1` };
});

/** Its module names the folder of the library's. */
export const GO = consumer('Go', '.go', () => ({
  GOCACHE: join(CACHE, 'go-build'),
  GOMODCACHE: join(CACHE, 'go-modules'),
  // Without it, what is downloaded cannot be removed with the checkout.
  GOFLAGS: '-modcacherw',
}));

/** Its project names the folder of the library's. The packages of the CDK come from NuGet. */
export const CSHARP = consumer('CSharp', '.cs', () => ({
  NUGET_PACKAGES: join(CACHE, 'nuget'), DOTNET_CLI_HOME: join(CACHE, 'dotnet'), DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1',
}));

/** The languages that have an example. */
export const CONSUMERS = [TYPESCRIPT, PYTHON, JAVA, GO];

/** The template that an app makes of its stack, with the library as it was built. */
export const synthesize = async (app: Consumer): Promise<object> => (await synthesizeStacks(app, ['Fleet']))[0];

/** The templates that an app makes of its stacks, with the library as it was built. */
export async function synthesizeStacks({ language, folder, install }: Consumer, stacks: readonly string[]): Promise<object[]> {
  const env = await install(folder);
  const assembly = join(CACHE, 'assemblies', `${stacks[0]}-${language}`.toLowerCase());
  rmSync(assembly, { recursive: true, force: true });
  const cdk = ['synth', '--quiet', '--output', assembly, '--no-version-reporting', '--no-path-metadata', '--no-asset-metadata', '--no-notices'];
  await run(join(BINARIES, 'cdk'), cdk, folder, { ...env, PATH: [env.PATH ?? process.env.PATH, BINARIES].join(delimiter) })
    // jsii-docgen reads every assembly in the checkout, and the last one that it finds makes API.md.
    .finally(() => rmSync(join(folder, 'node_modules'), { recursive: true, force: true }));
  return stacks.map(stack => JSON.parse(readFileSync(join(assembly, `${stack}.template.json`), 'utf8')));
}

function built(language: string, extension: string): string {
  const files = readdirSync(join(DIST, language)).filter(file => file.endsWith(extension));
  if (files.length !== 1) throw new Error(`dist/${language} must have one package, and has ${files.join(', ') || 'none'}: run npx projen package:languages`);
  return join(DIST, language, files[0]);
}
