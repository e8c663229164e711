const { TestEnvironment } = require('jest-environment-node');

/** Seconds for every mutant, and what they find, a named test beside them finds, too. */
const RANDOM_EVENTS = /of any shape|says nowhere to answer to|nested as deep as it likes|over and over/;

/** One failing test kills a mutant: the others need not run. */
module.exports = class FirstFailure extends TestEnvironment {
  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.hasFailed = true;
    // What a hook has failed is told by its own tests.
    const isOver = this.hasFailed && test?.errors.length === 0;
    if (name === 'test_start' && (isOver || RANDOM_EVENTS.test(test.name))) test.mode = 'skip';
  }
};
