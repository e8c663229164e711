const { basename } = require('node:path');
const { default: Runner } = require('jest-runner');

/** Suites of a few functions come first. Most mutants are dead before the suite of the whole handler runs. */
const SUITES = ['shared', 'construct', 'handler', 'job'];

/**
 * Stryker makes Jest run every file to its end. For a mutant, the first failure is enough. A file without a test that
 * reaches the mutant does not run.
 */
module.exports = class extends Runner {
  async runTests(tests, watcher, options) {
    let hasFailed = false;
    this.on('test-file-failure', () => { hasFailed = true; });
    this.on('test-file-success', ([, { numFailingTests }]) => { hasFailed ||= numFailingTests > 0; });
    const wanted = this._globalConfig.testNamePattern;
    for (const suite of SUITES) {
      const test = tests.find(({ path }) => basename(path) === `${suite}.suite.ts`);
      const isAsked = test !== undefined && (!wanted || wanted.includes(`(${suite} `));
      if (isAsked && !hasFailed) await super.runTests([test], watcher, options);
    }
  }
};
