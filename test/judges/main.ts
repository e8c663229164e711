/**
 * Checks the compiled public API with the CDK's own tools: its linter, and the comparison with the accepted API. With
 * `--accept`, the compiled API becomes the accepted API.
 */
import { parseArgs } from 'node:util';
import type { Assembly } from 'jsii-reflect';
import { assemblyOf, compiledLibrary, dependencies, without } from './assembly';
import { lint, RULES, unsettled } from './awslint';
import { EXCLUSIONS, WITHOUT_L1 } from './exclusions';
import { accept, acceptedApi, breaks, isSame, publicApi } from './public-api';

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { accept: { type: 'boolean' } } });
  const among = await dependencies();
  if (!values.accept) return [judgeByRules(among), judgeByAcceptedApi(among)].every(passed => passed);
  accept(publicApi(compiledLibrary()));
  return true;
}

function judgeByRules(among: readonly Assembly[]): boolean {
  const findings = lint(assemblyOf(without(WITHOUT_L1, compiledLibrary()), among));
  return verdict(
    `awslint: ${RULES} rules, ${findings.length} findings, ${EXCLUSIONS.length} exclusions with a reason`,
    unsettled(findings, EXCLUSIONS),
    'change the API, or add an exclusion and its reason to test/judges/exclusions.ts',
  );
}

function judgeByAcceptedApi(among: readonly Assembly[]): boolean {
  const [accepted, current] = [acceptedApi(), publicApi(compiledLibrary())];
  const broken = breaks(accepted, current, among);
  const grown = broken.length === 0 && !isSame(accepted, current);
  return verdict(
    `jsii-diff: ${Object.keys(current.types ?? {}).length} types, ${broken.length} breaks`,
    grown ? ['the public API has grown, or changed in a way that breaks no code'] : broken,
    'if the change is intended, run npm run api:accept and commit api/. A breaking change is a commit of type feat! or fix!',
  );
}

function verdict(figures: string, complaints: readonly string[], remedy: string): boolean {
  console.log(figures);
  complaints.forEach(complaint => console.log(`  ${complaint}`));
  if (complaints.length > 0) console.log(`  => ${remedy}`);
  return complaints.length === 0;
}

main().then(
  passed => { process.exitCode = passed ? 0 : 1; },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
