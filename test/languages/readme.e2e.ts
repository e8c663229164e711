import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, type Consumer, PYTHON, synthesize, TYPESCRIPT } from './consumers';

/** The app of a language, with the first template of the README in place of its stack. */
function withFirstTemplate(consumer: Consumer, fence: RegExp, file: string, renaming: string): Consumer {
  const folder = join(CACHE, 'readme', consumer.language.toLowerCase());
  rmSync(folder, { recursive: true, force: true });
  cpSync(consumer.folder, folder, { recursive: true });
  const [, snippet] = fence.exec(readFileSync('README.md', 'utf8'))!;
  writeFileSync(join(folder, file), snippet);
  appendFileSync(join(folder, file), renaming);
  return { ...consumer, folder };
}

test('The first template of the README is the same in TypeScript and in Python', async () => {
  const typescript = withFirstTemplate(TYPESCRIPT, /```ts nofixture\n([^]*?)```/, 'fleet-stack.ts', 'export { FirmwareStack as FleetStack };\n');
  const python = withFirstTemplate(PYTHON, /```python\n([^]*?)```/, 'fleet_stack.py', '\n\nFleetStack = FirmwareStack\n');
  const expected: any = await synthesize(typescript);
  expect(Object.values<any>(expected.Resources).map(({ Type }) => Type)).toContain('Custom::IoTJobTemplate');
  expect(await synthesize(python)).toEqual(expected);
}, 600_000);
