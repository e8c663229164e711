import { startServer } from './process';

const SERVE = `
  const server = require('node:http').createServer((_, response) => response.end('served by ' + process.pid));
  server.listen(0, '127.0.0.1', () => console.log('listening on http://127.0.0.1:' + server.address().port));
`;

async function start(script: string) {
  return startServer({ command: process.execPath, args: ['-e', script], healthPath: '/' });
}

test('a server is up when it is returned, and gone when it is stopped', async () => {
  const server = await start(SERVE);
  expect(await (await fetch(server.endpoint)).text()).toBe(`served by ${server.pid}`);
  expect(() => process.kill(server.pid, 0)).not.toThrow();
  await server.stop();
  await server.stop();
  expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
});

test('a server that dies is reported with what it wrote', async () => {
  await expect(start("console.error('out of luck'); process.exit(3)")).rejects.toThrow('out of luck');
});

test('a server that cannot be started is reported', async () => {
  await expect(startServer({ command: 'no-such-command', args: [], healthPath: '/' })).rejects.toThrow('ENOENT');
});
