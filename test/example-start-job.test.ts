import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

const FUNCTION = join(__dirname, '..', 'examples', 'firmware-fleet', 'functions', 'start-job', 'index.mjs');
const TARGET = 'arn:aws:iot:eu-west-1:123456789012:thinggroup/gateways';
const templateArn = (operation: string) => `arn:aws:iot:eu-west-1:123456789012:jobtemplate/${operation}`;

/** What the function of the example asks AWS IoT for: the body of its CreateJob. */
async function jobOf(operation: string): Promise<{ [member: string]: any }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then(body => {
      bodies.push(body);
      response.setHeader('Content-Type', 'application/json');
      response.end('{"jobArn":"arn"}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL_IOT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      TARGET,
      [operation]: templateArn(operation),
    };
    const script = `import { handler } from ${JSON.stringify(FUNCTION)}; await handler({ operation: ${JSON.stringify(operation)} });`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
  } finally {
    server.close();
  }
  return JSON.parse(bodies[0]);
}

test.each(['FIRMWARE_UPDATE', 'AUDIT'])('the template %s has windows: the example starts a continuous job with start time', async operation => {
  const asked = Date.now();
  const job = await jobOf(operation);
  expect(job).toEqual({
    jobTemplateArn: templateArn(operation),
    targets: [TARGET],
    targetSelection: 'CONTINUOUS',
    schedulingConfig: { startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/) },
  });
  const minutesAhead = (Date.parse(`${job.schedulingConfig.startTime}Z`) - asked) / 60_000;
  expect(minutesAhead).toBeGreaterThanOrEqual(30);
  expect(minutesAhead).toBeLessThan(60);
});

test.each(['REBOOT', 'DOWNLOAD_FILE'])('from the template %s, which has none, the example starts a job that ends', async operation => {
  expect(await jobOf(operation)).toEqual({ jobTemplateArn: templateArn(operation), targets: [TARGET] });
});
