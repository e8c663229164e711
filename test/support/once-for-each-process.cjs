/**
 * Jest loads every module once for each file of tests. For the CDK, that took a quarter of the time of the tests. This transformer replaces each of
 * its modules by the one that the process itself has loaded.
 *
 * So the CDK does not see variables that a test sets in `process.env`, and its global state outlasts a file of tests.
 */
module.exports = {
  process: (_source, path) => ({ code: `module.exports = requireInProcess(${JSON.stringify(path)});` }),
};
