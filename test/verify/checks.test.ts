import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CHECKS } from '../../verify/checks';
import { UNCHECKED } from '../../verify/checks/unchecked';

/** The ids of the register. */
const rows = [...readFileSync(path.join(__dirname, '..', '..', 'docs', 'evidence.md'), 'utf8').matchAll(/^\| `([a-z0-9-]+)` \|.*\| [MEADU] \|/gm)].map(([, id]) => id);
const checked = [...new Set(CHECKS.map(({ evidence }) => evidence))];
const unchecked = Object.values(UNCHECKED).flat();

test('every row of the register is checked on AWS, or it is said why not', () => {
  expect([...checked.filter((id) => !id.startsWith('library-')), ...unchecked].sort()).toEqual([...rows].sort());
});

test('no two checks are the same', () => {
  const names = CHECKS.map(({ evidence, expected }) => `${evidence}: ${expected}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
