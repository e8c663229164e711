const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/*
 * Every program of this folder loads this module first, and Jest loads it before it starts its workers.
 *
 * The process and its child processes get their own temporary folder. It is removed when the process ends, so that no test
 * has to remove a folder, and no `App` needs an `outdir`.
 */
const folder = mkdtempSync(join(tmpdir(), 'cdk-iot-job-template-'));
process.env.TMPDIR = folder;
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

// Without another listener, a signal would end the process without its `exit` event.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(1);
  });
}

// The AWS SDK warns each process that it will drop Node.js 20 one day. The tests run on newer versions too.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** For Jest, which calls its global setup. */
module.exports = () => undefined;
