const HASH = /[0-9a-f]{64}/;

/**
 * A hash changes with every byte of an asset, even with a new version of a library. Reviewers learn nothing from it.
 */
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string' && HASH.test(value),
  serialize: (value: string) => JSON.stringify(value.replace(new RegExp(HASH, 'g'), '<asset hash>')),
});
