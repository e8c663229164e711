const { basename } = require('node:path');
const { default: Runner } = require('jest-runner');

/** What is about a few functions first: most mutants are dead before that is asked which goes through the whole. */
const SUITES = ['shared', 'construct', 'handler'];

/** Stryker has Jest run every file to its end: for a mutant, the first failure is enough, and a file without a test that reaches it is none. */
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
