import { Account } from './release/account';

/** One account, in which the tests follow each other: a version is released, and then the next one. */
let account: Account;
const jobs: Record<string, string> = {};

beforeAll(async () => {
  account = await Account.open();
});

afterAll(async () => account?.close());

const download = async (url: string): Promise<string> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`download failed: ${await response.text()}`);
  return response.text();
};

describe('The first version', () => {
  test('is deployed, and its declared job is started', async () => {
    await account.deploy('1.0.0');
    jobs.first = await account.startDeclaredJob();
    expect((await account.iot.describeJob({ jobId: jobs.first })).job).toMatchObject({ status: 'IN_PROGRESS' });
  });

  test('reaches a device, which downloads the firmware and reports success', async () => {
    const device = account.device('gateway-1');
    const { jobId, document } = await device.takeJob();
    expect({ jobId, version: document.version }).toEqual({ jobId: jobs.first, version: '1.0.0' });
    expect(await download(document.image)).toBe('firmware 1.0.0');
    await device.report(jobId, 'SUCCEEDED');
    const { job } = await account.iot.describeJob({ jobId });
    expect(job!.jobProcessDetails).toMatchObject({ numberOfSucceededThings: 1, numberOfQueuedThings: 1 });
  });

  test('runs on the canaries until they have finished', async () => {
    const end = await account.startCanaries();
    const device = account.device('canary');
    const { jobId, document } = await device.waitForJob();
    expect(await download(document.image)).toBe('firmware 1.0.0');
    await device.report(jobId, 'SUCCEEDED');
    const { status, output } = await end();
    expect({ status, ...output }).toMatchObject({ status: 'SUCCEEDED', JobId: jobId, Status: 'COMPLETED' });
  });
});

describe('The next version', () => {
  test('is another job', async () => {
    await account.deploy('1.1.0');
    jobs.second = await account.startDeclaredJob();
    expect(jobs.second).not.toBe(jobs.first);
  });

  test('leaves the older job to a device that has not begun it', async () => {
    const device = account.device('gateway-2');
    const { jobId, document } = await device.takeJob();
    expect({ jobId, version: document.version }).toEqual({ jobId: jobs.first, version: '1.0.0' });
    expect(await download(document.image)).toBe('firmware 1.0.0');
    await device.report(jobId, 'SUCCEEDED');
    expect((await account.iot.describeJob({ jobId })).job).toMatchObject({ status: 'COMPLETED' });
  });

  test('reaches both devices', async () => {
    for (const name of ['gateway-1', 'gateway-2']) {
      const device = account.device(name);
      const { jobId, document } = await device.takeJob();
      expect({ jobId, version: document.version }).toEqual({ jobId: jobs.second, version: '1.1.0' });
      expect(await download(document.image)).toBe('firmware 1.1.0');
      await device.report(jobId, 'SUCCEEDED');
    }
    expect((await account.iot.describeJob({ jobId: jobs.second })).job).toMatchObject({ status: 'COMPLETED' });
  });

  test('is started under an id that no other job can take', async () => {
    await expect(account.startDeclaredJob()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  });
});
