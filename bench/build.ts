import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { buildSync } from 'esbuild';

export const ROOT = path.join(__dirname, '..');
const SOURCES = path.join(__dirname, 'programs');
/** As deep as the sources, so that imports from `lib` resolve. */
const BUILT = path.join(ROOT, '.cache', 'bench');

export const APPS = ['job-template', 'floor', 'cfn-job-template', 'aws-custom-resource', 'provider-framework'] as const;
export type AppName = typeof APPS[number];

export const programOf = (app: AppName): string => path.join(BUILT, 'apps', `${app}.js`);
export const LOADING = path.join(BUILT, 'loading.js');
export const LAMBDA_RUNTIME = path.join(BUILT, 'lambda-runtime.js');
export const USAGE = path.join(BUILT, 'usage.js');
/** The handwritten handler, bundled in the way of NodejsFunction. */
export const HANDWRITTEN = path.join(BUILT, 'handler', 'index.js');
/** The floor of the cold start, bundled in the way of the library's function. */
export const FLOOR_HANDLER = path.join(BUILT, 'handler', 'floor.js');

/** Compiles the programs that run in their own processes, so that none of them compiles anything. */
export function build(): void {
  const node = { bundle: true, platform: 'node', target: 'node20' } as const;
  const programs = [...APPS.map(app => `apps/${app}.ts`), 'loading.ts', 'lambda-runtime.ts', 'usage.ts'];
  for (const program of programs) {
    buildSync({
      ...node,
      entryPoints: [path.join(SOURCES, program)],
      outfile: path.join(BUILT, program.replace(/ts$/, 'js')),
      packages: 'external',
      external: ['../../lib', '../../../lib'],
    });
  }
  buildSync({ ...node, entryPoints: [path.join(SOURCES, 'handwritten-handler.ts')], outfile: HANDWRITTEN, minify: true });
  execFileSync('npx', ['rolldown', '--config', path.join(__dirname, 'floor-handler.mjs')], { cwd: ROOT, stdio: 'pipe' });
}
