const asyncHooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

/** A value on Node.js 20, a getter on later versions. */
const asyncLocalStorage = Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage');

/** Follows nothing. */
class NoStorage {
  run(_store, callback, ...args) {
    return callback(...args);
  }

  getStore() {
    return undefined;
  }
}

/**
 * Jest follows each test through its promises, to find the test of an error that nobody handles. It does so with one storage for each file of
 * tests, which it never disables. On Node.js 20, one storage makes promises 4 times slower, and the storages of 30 files make them 50 times
 * slower. Without it, such an error fails the file and not the test.
 */
module.exports = class Environment extends TestEnvironment {
  constructor(...args) {
    super(...args);
    // For `once-for-each-process.cjs`.
    this.global.requireInProcess = require;
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value: NoStorage, configurable: true });
  }

  /** The first event comes when Jest has its storage. */
  handleTestEvent() {
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', asyncLocalStorage);
  }
};
