import type { CheckedTemplate } from '../../src/check/app';
import { documentDiff, reportOf } from '../../src/check/report';

const terminal = { hasColors: false, isInteractive: false, print: () => undefined, printError: () => undefined };
const checked = (given: Partial<CheckedTemplate>): CheckedTemplate =>
  ({ stack: 'Fleet', logicalId: 'Reboot', action: 'leave', id: 'reboot', why: 'nothing changes', differences: [], unresolved: [], ...given });

test('the report has each stack with its templates, and ends with a summary', () => {
  expect(reportOf(terminal, [
    checked({}),
    checked({ stack: 'Other', action: 'edit', construct: 'Other/Reset', why: 'its content changes', differences: [{ member: 'timeoutConfig.inProgressTimeoutInMinutes', expected: 5 }, { member: 'tags', tag: 'team', expected: 'a', found: 'b' }] }),
    checked({ stack: 'Other', action: 'known at deployment', id: undefined, why: 'not known', unresolved: [{ member: 'jobTemplateId', reference: 'Name' }] }),
  ])).toBe(`Fleet
  leave                reboot  Reboot
                       nothing changes

Other
  edit                 reboot  Other/Reset
                       its content changes
                       timeoutConfig.inProgressTimeoutInMinutes: now none, will be 5
                       tag team: now "b", will be "a"
  known at deployment  (id not known)  Reboot
                       not known
                       jobTemplateId: known at deployment, because it depends on Name

3 job templates: 1 edit, 1 leave, 1 known at deployment`);
});

test('the report of a template that is not to be changed says what was expected', () => {
  expect(reportOf(terminal, [checked({ action: 'fail', differences: [{ member: 'description', expected: 'A', found: 'B' }] })])).toContain('description: expected "A", found "B"');
});

test.each([
  ['UPDATE_ROLLBACK_FAILED', 'continue the rollback first, for example with "cdk rollback"'],
  ['ROLLBACK_FAILED', 'delete the stack first'],
  ['UPDATE_IN_PROGRESS', 'wait until CloudFormation has finished, and check again'],
])('the report says that no deployment can start from %s', (stackStatus, remedy) => {
  expect(reportOf(terminal, [checked({ stackStatus })]).split('\n').slice(0, 2)).toEqual([
    'Fleet', `  The stack is in status ${stackStatus}, from which no deployment can start: ${remedy}.`,
  ]);
});

test.each(['UPDATE_ROLLBACK_COMPLETE', 'CREATE_COMPLETE', undefined])('the report says nothing of status %s', (stackStatus) => {
  expect(reportOf(terminal, [checked({ stackStatus })])).not.toContain('status');
});

test('an app without job templates has a report, too', () => {
  expect(reportOf(terminal, [])).toBe('The app declares no job templates.');
});

test.each<[string, string, string, string[]]>([
  ['in one line', '{"a":1,"b":2}', '{"a":1,"b":3}', ['-  "b": 2', '+  "b": 3']],
  ['in several lines', '{\n"a": 1\n}', '{\n"a": 2\n}', ['-  "a": 1', '+  "a": 2']],
  ['that is not JSON', 'one\ntwo', 'one\nthree', ['-two', '+three']],
  ['with other spaces only', '{"a": 1}', '{"a":1}', ['-{"a": 1}', '+{"a":1}', '(the same JSON, written in another way)']],
])('the diff of a document %s shows the lines that differ', (_, found, expected, lines) => {
  expect(documentDiff(found, expected).filter(line => /^[-+(](?![-+])/.test(line))).toEqual(lines);
});
