import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from './temporary';
import { jest as unitTests } from '../../package.json';

const ROOT = join(__dirname, '..', '..');
const SETUP = join(__dirname, 'process-setup.cjs');
const MAKE_FILES = 'fs.mkdirSync(fs.mkdtempSync(path.join(os.tmpdir(), "cdk.out")) + "/asset");';

describe('A process with the setup', () => {
  test.each([
    ['returns', ''],
    ['throws', 'throw new Error("out of luck");'],
    ['exits', 'process.exit(3);'],
    ['is interrupted', 'process.kill(process.pid, "SIGINT"); setInterval(() => undefined, 1_000);'],
    ['is terminated', 'process.kill(process.pid, "SIGTERM"); setInterval(() => undefined, 1_000);'],
  ])('that %s leaves no temporary files', async (_, end) => {
    const home = temporaryFolder();
    const script = `${MAKE_FILES} console.log(fs.readdirSync(process.argv[1]).length); ${end}`;
    const child = spawn(process.execPath, ['--require', SETUP, '-e', script, home], { env: { ...process.env, TMPDIR: home }, stdio: ['ignore', 'pipe', 'ignore'] });
    const [[written]] = await Promise.all([once(child.stdout, 'data'), once(child, 'close')]);
    expect(`${written}`).toBe('1\n');
    expect(readdirSync(home)).toEqual([]);
  });

  test('leaves a signal to its own listener', async () => {
    const script = 'process.once("SIGTERM", () => setTimeout(() => process.exit(7), 50)); process.kill(process.pid, "SIGTERM"); setInterval(() => undefined, 1_000);';
    const child = spawn(process.execPath, ['--require', SETUP, '-e', script], { stdio: 'ignore' });
    expect(await once(child, 'close')).toEqual([7, null]);
  });
});

describe('A run of Jest', () => {
  const configurations = readdirSync(ROOT).filter(file => /^jest\..*json$/.test(file));

  test('has a temporary folder of its own', () => {
    expect(tmpdir()).toContain('cdk-iot-job-template-');
  });

  test.each([...configurations, join('test', 'mutation', 'jest.config.json')])('begins with the setup if %s configures it', file => {
    expect(JSON.parse(readFileSync(join(ROOT, file), 'utf8')).globalSetup).toBe(unitTests.globalSetup);
  });
});
