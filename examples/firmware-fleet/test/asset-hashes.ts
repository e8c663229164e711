const HASH = /[0-9a-f]{64}/;

/** A hash changes with every byte of an asset, a new version of a library included, and tells a reviewer nothing. */
expect.addSnapshotSerializer({
  test: (value) => typeof value === 'string' && HASH.test(value),
  serialize: (value: string) => JSON.stringify(value.replace(new RegExp(HASH, 'g'), '<asset hash>')),
});
