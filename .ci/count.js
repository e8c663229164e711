// Adds up jest's JSON reports; a report that is not there is that of a run which was never reached.
const { existsSync, readFileSync } = require('node:fs');

const reports = process.argv.slice(2).filter(existsSync).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (count) => reports.map(count).reduce((total, n) => total + n, 0);

const passed = sum((report) => report.numPassedTests);
// A file that cannot even be loaded has no tests that could fail.
const failed = sum((report) => report.numFailedTests + report.numRuntimeErrorTestSuites);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
