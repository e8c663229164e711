import { createTwoFilesPatch } from 'diff';
import pc from 'picocolors';
import type { CheckedTemplate } from './app';
import type { Action, FoundDifference } from './prediction';
import { KEEPING_POLICIES } from './removal';
import { holderText, keepFirst } from '../cloudformation/native-resource';
import type { Terminal } from '../output/terminal';

type Color = (text: string) => string;
type Colors = ReturnType<typeof pc.createColors>;

/** What was found, for a reader. */
export function reportOf(terminal: Terminal, checked: readonly CheckedTemplate[]): string {
  if (checked.length === 0) return 'The app declares no job templates.';
  const colors = pc.createColors(terminal.hasColors);
  const colorOf = (action: Action): Color => {
    if (action === 'fail' || action === 'delete') return colors.red;
    if (action === 'drifted' || action === 'known at deployment') return colors.yellow;
    return action === 'leave' ? colors.dim : colors.green;
  };
  const width = Math.max(...checked.map(({ action }) => action.length));
  const stacks = [...new Set(checked.map(({ stack }) => stack))];
  const lines = stacks.flatMap(stack => [
    colors.bold(stack),
    ...hindranceLines(checked.find(each => each.stack === stack)!).map(line => `  ${colors.red(line)}`),
    ...checked.filter(each => each.stack === stack).flatMap(each => [
      `  ${colorOf(each.action)(each.action.padEnd(width))}  ${each.id ?? '(id not known)'}  ${colors.dim(each.construct ?? each.logicalId)}`,
      ...detailLines(each, colors).map(line => `  ${' '.repeat(width)}  ${line}`),
    ]),
    '',
  ]);
  return [...lines, summaryOf(checked)].join('\n');
}

/** What has to be done before a deployment can start from the status of a stack. */
const HINDRANCES: readonly (readonly [status: RegExp, remedy: string])[] = [
  [/^UPDATE_ROLLBACK_FAILED$/, 'continue the rollback first, for example with "cdk rollback"'],
  [/^(ROLLBACK|DELETE)_FAILED$/, 'delete the stack first'],
  [/(?<!REVIEW)_IN_PROGRESS$/, 'wait until CloudFormation has finished, and check again'],
];

function hindranceLines({ stackStatus = '' }: CheckedTemplate): string[] {
  const [, remedy] = HINDRANCES.find(([status]) => status.test(stackStatus)) ?? [];
  return remedy === undefined ? [] : [`The stack is in status ${stackStatus}, from which no deployment can start: ${remedy}.`];
}

const ORDER: readonly Action[] = ['create', 'adopt', 'edit', 'retag', 'leave', 'release', 'delete', 'known at deployment', 'drifted', 'fail'];

function summaryOf(checked: readonly CheckedTemplate[]): string {
  const counts = ORDER.map(action => [action, checked.filter(each => each.action === action).length] as const).filter(([, count]) => count > 0);
  const ids = checked.filter(({ duplicateOf }) => duplicateOf === undefined).length;
  const declarations = ids === checked.length ? '' : ` in ${checked.length} declarations`;
  return `${ids} job template${ids === 1 ? '' : 's'}${declarations}: ${counts.map(([action, count]) => `${count} ${action}`).join(', ')}`;
}

const detailLines = (checked: CheckedTemplate, colors: Colors): string[] => [
  checked.why,
  ...nativeLines(checked, colors),
  ...checked.differences.flatMap(difference => differenceLines(difference, { colors, isChange: CHANGES.includes(checked.action) })),
  ...unresolvedLines(checked),
];

/** What has to be done with a native resource, so that its removal does not delete the adopted template. */
function nativeLines({ stack, native }: CheckedTemplate, { yellow }: Colors): string[] {
  if (native === undefined) return [];
  const resource = { logicalId: native.logicalId, stack: `stack ${native.stack}` };
  if (KEEPING_POLICIES.includes(native.deletionPolicy)) {
    return [`${holderText(resource)}, but keeps it by its DeletionPolicy: remove the resource from that stack, in this deployment or a later one`];
  }
  if (native.stack !== stack) return [yellow(keepFirst(resource).join(' '))];
  return [yellow(`${holderText(resource)}. Its removal deletes the template: keep the resource, set its DeletionPolicy to Retain, and deploy that. `
    + 'Adopt the template in the next deployment.')];
}

const unresolvedLines = ({ unresolved }: CheckedTemplate): string[] =>
  unresolved.map(({ member, reference }) => `${member}: known at deployment, because it depends on ${reference}`);

/** The actions that make the template as it is declared. */
const CHANGES: readonly Action[] = ['edit', 'retag'];

function differenceLines(
  { member, tag, expected, found }: FoundDifference, { colors, isChange }: { readonly colors: Colors; readonly isChange: boolean },
): string[] {
  if (member === 'document' && typeof expected === 'string' && typeof found === 'string') {
    return ['document:', ...documentDiff(found, expected).map(line => `  ${diffColor(line, colors)(line)}`)];
  }
  const what = tag === undefined ? member : `tag ${tag}`;
  return [isChange ? `${what}: now ${shown(found)}, will be ${shown(expected)}` : `${what}: expected ${shown(expected)}, found ${shown(found)}`];
}

function diffColor(line: string, { red, green, dim }: Colors): Color {
  if (line.startsWith('+')) return green;
  if (line.startsWith('-')) return red;
  return line.startsWith('@') ? dim : text => text;
}

/** The lines that differ, with the lines around them. A document in one line is shown in several, if that shows the difference. */
export function documentDiff(found: string, expected: string): string[] {
  const [before, after] = [indented(found), indented(expected)];
  const isSameJson = before === after;
  const patch = isSameJson ? createTwoFilesPatch('found', 'expected', found, expected) : createTwoFilesPatch('found', 'expected', before, after);
  const [, ...lines] = patch.trimEnd().split('\n');
  return [...lines, ...isSameJson ? ['(the same JSON, written in another way)'] : []];
}

function indented(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), undefined, 2);
  } catch {
    return document;
  }
}

const shown = (value: unknown): string => value === undefined || value === null ? 'none' : JSON.stringify(value);
