import { readFileSync } from 'node:fs';
import * as ts from 'typescript';
import { documentedErrors } from './errors';
import { withBlock } from './markdown';
import { warningsOf } from './observed';
import { generated, PAGES } from './pages';
import { DOCUMENTED_RULES, messageOf } from './rules';
import { undocumented } from './scanners';
import { isIn, textsIn } from './templates';
import { WARNINGS } from './warnings';
import { SYNTHESIS_RULES } from '../../src/private/synthesis-rules';
import { RULES } from '../../src/shared/rules';

const read = (file: string): string => readFileSync(file, 'utf8');

test.each(PAGES)('%s has what the code says: npx projen docs updates it', page => {
  expect(read(page)).toBe(generated(page, read(page)));
});

test('a page without a block, or with a block twice, is refused', () => {
  const page = 'a\n<!-- generated: b -->\nold\n<!-- end -->\nc';
  expect(withBlock(page, 'b', 'new')).toBe('a\n<!-- generated: b -->\n\nnew\n\n<!-- end -->\nc');
  expect(() => withBlock(page, 'other', 'new')).toThrow('the page must have the block "other" once');
  expect(() => withBlock(`${page}\n${page}`, 'b', 'new')).toThrow('the page must have the block "b" once');
});

describe('The page of limits', () => {
  test('has a request that breaks each rule', () => {
    const isBroken = (rule: typeof RULES[number]) => DOCUMENTED_RULES.some(({ request }) => rule(request, () => false).length > 0);
    expect([...RULES, ...SYNTHESIS_RULES].filter(rule => !isBroken(rule)).map(({ name }) => name)).toEqual([]);
  });

  test.each(Object.entries(WARNINGS))('causes the warning %s', (id, { declare }) => {
    expect([...warningsOf(declare).keys()]).toContain(id);
  });
});

test('The page of scanners explains every suppression', () => {
  expect(undocumented()).toEqual([]);
});

describe('The page of troubleshooting', () => {
  test('has every error that the constructs throw', () => {
    const thrown = textsIn(['src', 'src/private'], node => ts.isCallExpression(node.parent) && node.parent.expression.getText() === 'errorAt'
      && node.parent.arguments[2] === node);
    const messages = [...documentedErrors(), ...DOCUMENTED_RULES.map(messageOf)];
    expect(thrown.length).toBeGreaterThan(30);
    expect(thrown.filter(text => !messages.some(message => isIn(message, text)))).toEqual([]);
  });

  test('quotes only messages that the code, or AWS IoT, has', () => {
    const ours = textsIn(['src/handler', 'src/shared']);
    const ofAws = [...textsIn(['test/fake-iot']), read('docs/evidence.md')];
    const [, page] = read('docs/troubleshooting.md').split('\n## Errors at deployment\n');
    const cells = [...page.matchAll(/^\| ([^|]*) \|/gm)].map(([, cell]) => cell);
    const quotes = cells.flatMap(cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, quote]) => ({ quote, isOfAws: cell.includes('(AWS IoT)') })));
    expect(quotes.length).toBeGreaterThan(20);
    expect(quotes.filter(({ quote, isOfAws }) => !(isOfAws ? ofAws : ours).some(text => isIn(text, quote)))).toEqual([]);
  });

  test.each<[string, string, boolean]>([
    ['job template ... has seen a later request: done', 'job template ... has seen a later', true],
    ['job template ... has seen a later request: done', 'has seen ... done', true],
    ['job template ... has seen a later request: done', 'has seen an earlier', false],
    ['a+b (c)', '(c)', true],
  ])('finds in "%s" the quotation "%s": %s', (text, quote, found) => {
    expect(isIn(text, quote)).toBe(found);
  });
});
