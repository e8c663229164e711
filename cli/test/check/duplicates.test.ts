import { failDuplicates, type PlacedTemplate } from '../../src/check/duplicates';
import type { Action } from '../../src/check/prediction';
import { reportOf } from '../../src/check/report';

const checked = (stack: string, action: Action, more: object = {}): PlacedTemplate => (
  { stack, region: 'us-east-1', logicalId: 'Reboot', action, id: 'reboot', why: '', differences: [], unresolved: [], ...more }
);
const outcomes = (...all: PlacedTemplate[]) => failDuplicates(all).map(({ action, duplicateOf }) => [action, duplicateOf?.stack]);

describe('Two declarations of one id', () => {
  test.each<[Action, Action, [Action, string | undefined][]]>([
    ['adopt', 'adopt', [['adopt', undefined], ['fail', 'A']]],
    ['create', 'create', [['create', undefined], ['fail', 'A']]],
    ['adopt', 'leave', [['fail', 'B'], ['leave', undefined]]],
    ['adopt', 'edit', [['fail', 'B'], ['edit', undefined]]],
  ])('that would %s and %s leave it to the one that has it, or to the first', (one, other, expected) => {
    expect(outcomes(checked('A', one), checked('B', other))).toEqual(expected);
  });

  test('say which, and what to do', () => {
    const [, second] = failDuplicates([checked('A', 'adopt', { construct: 'A/Reboot' }), checked('B', 'adopt')]);
    expect(second.why).toBe('stack A of this app declares the same id, as A/Reboot: declare it once. If the stacks are for different accounts, check each with --stack');
  });

  test('are counted once', () => {
    const report = reportOf({ hasColors: false, isInteractive: false, print: () => undefined, printError: () => undefined },
      failDuplicates([checked('A', 'adopt'), checked('B', 'adopt')]));
    expect(report).toMatch(/\n1 job template in 2 declarations: 1 adopt, 1 fail$/);
  });

  test('in two Regions, or of ids that are not known, are two templates', () => {
    expect(outcomes(checked('A', 'adopt'), checked('B', 'adopt', { region: 'eu-west-1' }))).toEqual([['adopt', undefined], ['adopt', undefined]]);
    const unknown = (stack: string) => checked(stack, 'known at deployment', { id: undefined });
    expect(outcomes(unknown('A'), unknown('B')).map(([action]) => action)).toEqual(['known at deployment', 'known at deployment']);
  });
});
