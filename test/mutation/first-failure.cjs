const Environment = require('../support/environment.cjs');

/**
 * Tests with random events take seconds for every mutant. A named test in the same file finds every mutant that they
 * find.
 */
const RANDOM_EVENTS = /of any shape|without a ResponseURL|nested as deep as it likes|over and over/;

/** One failing test kills a mutant, so the other tests need not run. */
module.exports = class FirstFailure extends Environment {
  handleTestEvent({ name, test }) {
    super.handleTestEvent();
    if (name === 'test_fn_failure' || name === 'hook_failure') this.hasFailed = true;
    // Jest reports a failed hook with the tests in its scope.
    const isOver = this.hasFailed && test?.errors.length === 0;
    if (name === 'test_start' && (isOver || RANDOM_EVENTS.test(test.name))) test.mode = 'skip';
  }
};
