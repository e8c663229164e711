import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { devDependencies } from '../../package.json';
import { sent } from '../support/cloudformation-event';
import { temporaryFolder } from '../support/temporary';

const ROOT = path.join(__dirname, '..', '..');
/** Where the bundle is, in the project and in a copy of it. */
const ASSETS = 'assets';
const ASSET = path.join(ASSETS, 'handler');
const BUNDLE = path.join(ASSET, 'index.js');
const LICENSES = path.join(ASSETS, 'THIRD-PARTY-LICENSES');
const MAX_BYTES = 200_000;

const run = promisify(execFile);
const read = (...file: string[]): string => readFileSync(path.join(...file), 'utf8');

/** Bundles a copy of the project, in a folder of its own. */
async function build(...options: string[]): Promise<string> {
  const folder = temporaryFolder();
  for (const part of ['src', 'bundle', 'tsconfig.json', 'package.json']) cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  await run(process.execPath, [path.join('node_modules', 'rolldown', 'bin', 'cli.mjs'), '--config', 'bundle/rolldown.config.mjs', ...options], { cwd: folder });
  return folder;
}

describe('The uploaded asset', () => {
  test('is one file, and small', () => {
    expect(readdirSync(path.join(ROOT, ASSET))).toEqual(['index.js']);
    expect(read(ROOT, BUNDLE).length).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('needs nothing but Node.js', () => {
    const needed = [...read(ROOT, BUNDLE).matchAll(/\b(?:require|import)\(["'`]([^"'`]*)["'`]\)/g)].map(([, name]) => name);
    expect(needed).toContain('node:https');
    expect(needed.filter(name => !isBuiltin(name))).toEqual([]);
  });

  test('is the same wherever it is built', async () => {
    const [one, other] = await Promise.all([build(), build()]);
    for (const file of [BUNDLE, LICENSES]) {
      // Compared as a whole: nobody could read what differs.
      expect(read(one, file) === read(other, file)).toBe(true);
      expect(read(one, file) === read(ROOT, file)).toBe(true);
    }
  });
});

describe('The packages in the bundle', () => {
  let bundled: { readonly name: string; readonly version: string; readonly license: string; readonly folder: string }[];

  beforeAll(async () => {
    const folder = await build('--sourcemap');
    const sources: string[] = JSON.parse(read(folder, `${BUNDLE}.map`)).sources;
    const packages = sources.map(source => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.resolve(folder, ASSET, source))?.[0]);
    bundled = [...new Set(packages)].filter(found => found !== undefined).map(found => ({ ...JSON.parse(read(found, 'package.json')), folder: found }));
  });

  test('are known', () => {
    expect(bundled.map(({ name }) => name)).toEqual(expect.arrayContaining(['@aws-sdk/client-iot', '@smithy/core']));
  });

  test('have each their license in the package', () => {
    const entries = read(ROOT, LICENSES).split('\n---\n');
    expect(entries).toHaveLength(bundled.length);
    for (const { name, version, license, folder } of bundled) {
      const [entry] = entries.filter(text => text.trimStart().startsWith(`Name: ${name}\n`));
      expect(entry).toContain(`Version: ${version}\nLicense: ${license}\n`);
      const file = readdirSync(folder).find(candidate => /^licen[sc]e/i.test(candidate))!;
      expect(entry).toContain(read(folder, file).trim());
    }
  });

  test('that are asked for are pinned', () => {
    const asked = bundled.filter(({ name }) => name in devDependencies);
    expect(Object.fromEntries(asked.map(({ name, version }) => [name, version]))).toEqual({
      '@aws-sdk/client-iot': devDependencies['@aws-sdk/client-iot'],
      '@aws-sdk/credential-provider-env': devDependencies['@aws-sdk/credential-provider-env'],
    });
  });
});

describe('The bundled client asks', () => {
  const EVENT = {
    RequestType: 'Create',
    ResponseURL: 'http://127.0.0.1/',
    StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/fleet/uuid',
    RequestId: 'request',
    LogicalResourceId: 'Reboot',
    ResourceProperties: sent({ JobTemplateId: 'reboot', Description: 'reboots', Document: '{}' }),
  };
  /** Prints the first host that is looked up. */
  const FIRST_HOST = `
    require('node:dns').lookup = host => { process.stdout.write(host); process.exit(); };
    require(process.env.BUNDLE).handler(${JSON.stringify(EVENT)}, { getRemainingTimeInMillis: () => 60000 });
  `;
  const firstHost = async (environment: { [name: string]: string }): Promise<string> => {
    const { stdout } = await run(process.execPath, ['--no-warnings', '-e', FIRST_HOST], {
      env: { BUNDLE: path.join(ROOT, BUNDLE), AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', ...environment },
    });
    return stdout;
  };

  test.each([
    ['iot.eu-west-1.amazonaws.com', { AWS_REGION: 'eu-west-1' }],
    ['iot.cn-north-1.amazonaws.com.cn', { AWS_REGION: 'cn-north-1' }],
    ['iot.us-gov-west-1.amazonaws.com', { AWS_REGION: 'us-gov-west-1' }],
    ['iot.us-iso-east-1.c2s.ic.gov', { AWS_REGION: 'us-iso-east-1' }],
    ['iot.us-isob-east-1.sc2s.sgov.gov', { AWS_REGION: 'us-isob-east-1' }],
    ['iot-fips.us-gov-west-1.amazonaws.com', { AWS_REGION: 'us-gov-west-1', AWS_USE_FIPS_ENDPOINT: 'true' }],
    ['iot.eu-west-1.api.aws', { AWS_REGION: 'eu-west-1', AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
    ['iot-fips.us-east-1.api.aws', { AWS_REGION: 'us-east-1', AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_USE_FIPS_ENDPOINT: 'true' }],
    ['any.test', { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'https://any.test' }],
    ['iot.test', { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'https://any.test', AWS_ENDPOINT_URL_IOT: 'https://iot.test' }],
    ['iot.eu-west-1.amazonaws.com', { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'https://any.test', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }],
  ])('%s for %j', async (host, environment) => {
    expect(await firstHost(environment)).toBe(host);
  });

  test('no file how it is configured', async () => {
    const file = path.join(temporaryFolder(), 'config');
    writeFileSync(file, '[default]\nendpoint_url = https://file.test\n');
    expect(await firstHost({ AWS_REGION: 'eu-west-1', AWS_CONFIG_FILE: file })).toBe('iot.eu-west-1.amazonaws.com');
  });
});
