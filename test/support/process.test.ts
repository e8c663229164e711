import { freePort } from './port';
import { startServer } from './process';

const SERVE = "require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT, '127.0.0.1')";

async function start(script: string) {
  const port = await freePort();
  return startServer({ command: process.execPath, args: ['-e', script], env: { PORT: `${port}` }, healthUrl: `http://127.0.0.1:${port}/` });
}

test('a server is up when it is returned, and gone when it is stopped', async () => {
  const server = await start(SERVE);
  expect(() => process.kill(server.pid, 0)).not.toThrow();
  await server.stop();
  await server.stop();
  expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
});

test('a server that dies is reported with what it wrote', async () => {
  await expect(start("console.error('out of luck'); process.exit(3)")).rejects.toThrow('out of luck');
});

test('a server that cannot be started is reported', async () => {
  await expect(startServer({ command: 'no-such-command', args: [], healthUrl: 'http://127.0.0.1:1/' })).rejects.toThrow('ENOENT');
});
