const { TestEnvironment } = require('jest-environment-node');

/** Seconds for every mutant, and what they find, a named test beside them finds, too. */
const RANDOM_EVENTS = /of any shape|says nowhere to answer to|nested as deep as it likes/;

/** One failing test kills a mutant: the others need not run. */
module.exports = class FirstFailure extends TestEnvironment {
  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.hasFailed = true;
    if (name === 'test_start' && (this.hasFailed || RANDOM_EVENTS.test(test.name))) test.mode = 'skip';
  }
};
