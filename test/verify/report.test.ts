import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../verify/check';
import { Report } from '../../verify/report';
import { temporaryFolder } from '../support/temporary';

const CALLER = 'arn:aws:sts::123456789012:assumed-role/Admin/kim@example.com';

function reportOf(...results: Partial<Result>[]): Report {
  const report = new Report({ caller: CALLER, account: '123456789012', region: 'eu-central-1', begun: new Date('2026-11-26T12:00:00Z') });
  for (const result of results) report.add({ evidence: 'a-row', expected: 'this', observed: 'that', outcome: 'confirmed', ...result });
  return report;
}

const rowsOf = (report: Report) => report.table().split('\n').slice(2);

test('What is contradicted comes first, and what is confirmed last', () => {
  const report = reportOf({ evidence: 'one' }, { evidence: 'two', outcome: 'could not be checked' }, { evidence: 'three', outcome: 'contradicted' });
  expect(rowsOf(report)).toEqual([
    '| three | this | that | contradicted |',
    '| two | this | that | could not be checked |',
    '| one | this | that | confirmed |',
  ]);
  expect(report.summary()).toBe('3 checks: 1 confirmed, 1 contradicted, 1 could not be checked');
});

test.each([
  ['contradicted', true],
  ['could not be checked', false],
  ['confirmed', false],
] as const)('A result that is %s: has contradictions: %s', (outcome, expected) => {
  expect(reportOf({ outcome }).hasContradictions).toBe(expected);
});

test('Neither the account nor the caller is named', () => {
  const [row] = rowsOf(reportOf({ observed: `${CALLER} may not use arn:aws:iot:eu-central-1:123456789012:jobtemplate/a` }));
  expect(row).toBe('| a-row | this | CALLER may not use arn:aws:iot:eu-central-1:ACCOUNT:jobtemplate/a | confirmed |');
});

test('A cell is one line, of bounded length, and ends no cell', () => {
  const [row] = rowsOf(reportOf({ expected: 'a\n| b', observed: 'a'.repeat(1000) }));
  expect(row).toBe(`| a-row | a \\| b | ${'a'.repeat(400)}... | confirmed |`);
});

describe('A file', () => {
  test('is JSON by its name', () => {
    const file = join(temporaryFolder(), 'a.json');
    reportOf({}).write(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      region: 'eu-central-1',
      begun: '2026-11-26T12:00:00.000Z',
      summary: '1 checks: 1 confirmed, 0 contradicted, 0 could not be checked',
      results: [{ evidence: 'a-row', expected: 'this', observed: 'that', outcome: 'confirmed' }],
    });
  });

  test('is Markdown otherwise', () => {
    const file = join(temporaryFolder(), 'a.md');
    const report = reportOf({});
    report.write(file);
    expect(readFileSync(file, 'utf8')).toBe(`# What AWS does, in eu-central-1 on 2026-11-26\n\n${report.summary()}.\n\n${report.table()}\n`);
  });
});
