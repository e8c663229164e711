import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/*
 * Rewrites the compiled index, so that it contains all modules of the package: finding and reading a file takes Node.js more time than
 * running it. A module runs only when one of its names is used. An app without jobs then loads neither the constructs for jobs nor the
 * Step Functions modules of the CDK. The CDK does the same with its own indexes.
 */
const INDEX = fileURLToPath(new URL('../lib/index.js', import.meta.url));
const require = createRequire(INDEX);

const index = require(INDEX);
const modules = [...new Set([...readFileSync(INDEX, 'utf8').matchAll(/require\("(\.\/[^"]+)"\)/g)].map(([, path]) => path))];
const names = Object.keys(index).sort();
const homeOf = name => modules.find(path => require(path)[name] === index[name]);

const lines = [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  '// Node.js finds the names for ES modules in the text.',
  `${names.map(name => `exports.${name} = `).join('')}void 0;`,
  'const lazy = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => load()[name] });',
  ...names.map(name => `lazy("${name}", () => require("${homeOf(name)}"));`),
];
writeFileSync(INDEX, `${lines.join('\n')}\n`);

/**
 * Makes the wrappers of modules functions that are written as if they were called at once. V8 compiles those with the file. It takes an
 * arrow function for one that may never be called, reads it once to find its end, and once more to compile it.
 */
const compiledAtOnce = {
  name: 'compiled-at-once',
  renderChunk: code => code.replaceAll(/(__commonJSMin\(\()\((.*?)\) => \{$/gm, '$1function($2) {'),
};

const bundle = await rolldown({ input: INDEX, platform: 'node', external: /^[^./]/, plugins: [compiledAtOnce] });
// The comments are in the types.
await bundle.write({ file: INDEX, format: 'cjs', comments: false });

/** Runs a program, which ends with an error if the index is wrong. */
function check(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('lib/index.js is wrong');
}
// No wrapper is an arrow function.
assert.doesNotMatch(readFileSync(INDEX, 'utf8'), /=> \{$\n\tObject\.defineProperty\(exports, "__esModule"/m);
const quoted = JSON.stringify(INDEX);
check('--eval', `
  const index = require(${quoted});
  assert.deepEqual(Object.keys(require.cache), [${quoted}]);
  assert.deepEqual(Object.keys(index).sort(), ${JSON.stringify(names)});
  assert.deepEqual(Object.keys(index).filter(name => index[name] === undefined), []);
  assert.deepEqual(Object.keys(require.cache).filter(path => !path.includes('node_modules')), [${quoted}]);
`);
check('--input-type=module', '--eval', `import { ${names.join(', ')} } from ${quoted};`);
