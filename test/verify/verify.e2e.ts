import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account, ACCOUNT, environment, Program } from './account';
import type { Result } from '../../verify/check';

const RUN_MS = 900_000;
/** What a run of long ago has left, and what is somebody else's. */
const LEFTOVER = 'cdk-iot-job-template-verify-0-template';
const FOREIGN = 'cdk-iot-job-template-of-somebody';

/** The rows that MiniStack contradicts, by the reason. */
const CONTRADICTED: { readonly [reason: string]: readonly string[] } = {
  'MiniStack\'s CreateJobTemplate checks no more than ids, tags, abort criteria, timeouts, and how a document is given': [
    'description-format', 'document-bytes', 'document-source-length', 'rollout-maximum-range', 'rollout-maximum-required', 'rollout-base-rate-range',
    'rollout-increment-factor', 'rollout-increment-decimals', 'rollout-increase-one', 'counts-minimum', 'integers-32-bit', 'retry-members', 'retry-total',
    'retry-timed-out-timeout', 'window-members', 'window-cron', 'package-version-arn', 'package-version-maximum', 'presign-expiry-range',
    'presign-role-length', 'wire-types',
  ],
  'MiniStack reads no placeholders but those of presigned URLs, and of them only the role and the URL': [
    'placeholder-maximum', 'placeholder-unterminated', 'placeholder-package-pair', 'placeholder-package-empty', 'placeholder-null-version',
    'placeholder-all-attributes', 'placeholder-nested', 'placeholder-local-variable', 'placeholder-upload-variable', 'placeholder-upload-variable-twice',
    'placeholder-upload-bucket-variable', 'placeholder-upload-head-bucket',
  ],
  'MiniStack starts a job at any time': ['job-schedule-range', 'job-schedule-span'],
  'MiniStack authorizes a call to AWS IoT as one action on one resource': ['document-source-caller', 'iam-create', 'iam-create-tags', 'iam-pass-role'],
  'MiniStack does not take the keys of UntagResource for aws:TagKeys': ['iam-tags'],
};

/** The rows that cannot be checked there. */
const NOT_CHECKED: { readonly [reason: string]: readonly string[] } = {
  'MiniStack has no managed templates': ['managed-arn', 'managed-describe', 'managed-parameters', 'managed-templates'],
};

let account: Account;

beforeAll(async () => { account = await Account.open(); });
afterAll(async () => account.close());

const of = (results: readonly Result[], outcome: Result['outcome']) =>
  [...new Set(results.filter((result) => result.outcome === outcome).map(({ evidence }) => evidence))].sort();
const idsOf = (reasons: { readonly [reason: string]: readonly string[] }) => Object.values(reasons).flat().sort();

describe('A run to the end', () => {
  let program: Program;
  let code: number;
  let results: Result[];

  beforeAll(async () => {
    await account.iot.createJobTemplate({ jobTemplateId: LEFTOVER, description: 'Left', document: '{}' });
    await account.iot.createJobTemplate({ jobTemplateId: FOREIGN, description: 'Foreign', document: '{}' });
    const report = join(account.env.TMPDIR!, '..', 'report.json');
    program = Program.start(account.env, '--report', report, '--remove-leftovers');
    code = await program.code;
    results = JSON.parse(await readFile(report, 'utf8').catch(() => '{"results":[]}')).results;
  }, RUN_MS);

  test('contradicts what MiniStack does not do, and nothing else', () => {
    expect(of(results, 'contradicted')).toEqual(idsOf(CONTRADICTED));
    expect(code).toBe(1);
  });

  test('cannot check what MiniStack does not have, and nothing else', () => {
    expect(of(results, 'could not be checked')).toEqual(idsOf(NOT_CHECKED));
  });

  test('confirms all else', () => {
    expect(of(results, 'confirmed').length).toBeGreaterThan(80);
    expect(of(results, 'confirmed')).toEqual(expect.arrayContaining([
      'library-create', 'library-edit', 'library-tags', 'library-repair', 'cfn-new-id-replaces', 'cfn-delete-on-removal', 'library-stranger-denied',
    ]));
  });

  test('tells every result in a table, without the account', () => {
    const rows = program.output.split('\n').filter((line) => /^\| [a-z]/.test(line));
    expect(rows).toHaveLength(results.length);
    expect(rows.join()).not.toContain(ACCOUNT);
  });

  test('removes everything that it made, and what an earlier run left, and nothing else', async () => {
    expect(program.output).toContain(`An earlier run has left, or another one is using:\n  job template ${LEFTOVER}\nRemoved: job template ${LEFTOVER}\n`);
    expect(await account.inventory()).toEqual([`job template ${FOREIGN}`]);
  });
});

describe.each([
  ['Ctrl-C while the stacks are deployed', 'SIGINT', async () => (await account.inventory()).some((name) => name.startsWith('stack '))],
  ['the end of the terminal while the checks are made', 'SIGHUP', async (output: string) => /^✔ tags-lag/m.test(output)],
] as const)('%s', (_, signal, isTime) => {
  let program: Program;
  let code: number;

  beforeAll(async () => {
    program = Program.start(account.env);
    await program.interrupt(signal, isTime);
    code = await program.code;
  }, RUN_MS);

  test('ends the run early', () => {
    expect(code).toBe(2);
    expect(program.output).toContain(`${signal}: ended early`);
    expect(program.output).not.toContain('library-edit');
  });

  test('removes everything that was made', async () => {
    expect(program.output).toMatch(/^Removed: .*bucket cdk-iot-job-template-verify-/m);
    expect(await account.inventory()).toEqual([`job template ${FOREIGN}`]);
  });
});

describe('A deployment that fails', () => {
  let program: Program;
  let code: number;

  beforeAll(async () => {
    await account.iot.createJobTemplate({ jobTemplateId: LEFTOVER, description: 'Left', document: '{}' });
    // Without Node.js there, the CDK CLI cannot run the app.
    program = Program.start({ ...account.env, PATH: '/nowhere' });
    code = await program.code;
  }, RUN_MS);

  test('ends the run, and says why', () => {
    expect(code).toBe(2);
    expect(program.output).toContain('cdk deploy failed');
  });

  test('leaves nothing but what was there: nobody has agreed to remove it', async () => {
    expect(program.output).toContain('It stays: --remove-leftovers removes it');
    expect(await account.inventory()).toEqual([`job template ${FOREIGN}`, `job template ${LEFTOVER}`]);
  });
});

describe('The account of somebody else', () => {
  let calls: string[];
  let program: Program;
  let code: number;

  beforeAll(async () => {
    calls = [];
    const home = await mkdtemp(join(tmpdir(), 'verify-'));
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => { body += chunk; }).on('end', () => {
        calls.push(new URLSearchParams(body).get('Action') ?? `${request.method} ${request.url}`);
        response.end('<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/kim</Arn><UserId>a</UserId>'
          + '<Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    program = Program.start(await environment(home, `http://127.0.0.1:${port}`));
    code = await program.code;
    server.close();
    await rm(home, { recursive: true });
  });

  test('is refused', () => {
    expect(code).toBe(2);
    expect(program.output).toContain(`the profile emulator belongs to account 111111111111, and --account is ${ACCOUNT}: nothing was made`);
  });

  test('is asked for nothing but whose it is', () => {
    expect(calls).toEqual(['GetCallerIdentity']);
  });
});
