import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

const REPORT = 'test-reports/mutation.json';
const SURVIVORS = 'test-reports/mutation-survivors.txt';

/**
 * Writes what report.ts reads. The JSON of Stryker itself also has the message of every failed test. Some messages quote a value that is far
 * too long, and thousands of them do not fit into a string. Survivors are also written at once, for a run that is stopped.
 */
class Reporter {
  constructor() {
    mkdirSync('test-reports', { recursive: true });
    rmSync(SURVIVORS, { force: true });
  }

  onMutantTested({ status, fileName, location, mutatorName, replacement }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    appendFileSync(SURVIVORS, `${fileName}:${location.start.line}:${location.start.column} ${mutatorName}: ${replacement}\n`);
  }

  onMutationTestReportReady({ files }) {
    const read = ({ mutatorName, replacement, status, location }) => ({ mutatorName, replacement, status, location });
    const results = Object.entries(files).map(([file, { source, mutants }]) => [file, { source, mutants: mutants.map(read) }]);
    writeFileSync(REPORT, JSON.stringify({ files: Object.fromEntries(results) }));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'survivors', Reporter)];
