import { Fn, type IResolvable, Token } from 'aws-cdk-lib';
import { shownProp, problemText } from './shown';
import { mapKnown } from './tokens';
import { checkAs } from '../shared/check';
import { integer, list, required, structure, text } from '../shared/shape';

export type StepType = 'runHandler' | 'runCommand';
type Word = string | IResolvable;

/** The settings of a step, as the user gives them. */
export interface StepSettings {
  readonly name: string;
  readonly handler?: string;
  readonly args?: readonly Word[];
  readonly path?: string;
  readonly command?: readonly Word[];
  readonly runAsUser?: string;
  readonly allowStdErr?: number;
  readonly ignoreStepFailure?: boolean;
}

export interface Step {
  readonly _type: StepType;
  readonly _settings: StepSettings;
}

export interface Condition {
  readonly key: string;
  readonly value: readonly string[];
  readonly type?: string;
}

/** The members of a document that consists of steps. */
export interface StepsDocument {
  readonly steps: readonly Step[];
  readonly finalStep?: Step;
  readonly includeStdOut?: boolean;
  readonly conditions?: readonly Condition[];
}

// Evidence: device-client-required.
const NOT_EMPTY = required(text({ min: 1 }));
const STEP = { name: NOT_EMPTY, runAsUser: text(), allowStdErr: integer({ min: 0 }) };
const STEPS = {
  runHandler: structure({ ...STEP, handler: NOT_EMPTY, args: list(text()), path: text() }),
  runCommand: structure({ ...STEP, command: required(list(text())) }),
};
const CONDITION = structure({ key: NOT_EMPTY, value: required(list(text())), type: text() });

/** The reasons for which the client would refuse the document or run another command. Tokens pass, because their values are unknown. */
export function stepsProblems({ steps, finalStep, conditions = [] }: StepsDocument): string[] {
  return [
    ...steps.length === 0 ? ['steps is [], must have at least 1 step'] : [],
    ...steps.flatMap((step, index) => stepProblems(step, `steps[${index}]`)),
    ...finalStep ? stepProblems(finalStep, 'finalStep') : [],
    ...conditions.flatMap((condition, index) => [
      ...shapeProblems(CONDITION, condition, `conditions[${index}]`),
      ...emptyListProblems(condition.value, `conditions[${index}].value`, 'value'),
    ]),
  ];
}

function stepProblems({ _type, _settings }: Step, path: string): string[] {
  const { ignoreStepFailure, command } = _settings;
  const isSwitch = ignoreStepFailure === undefined || typeof ignoreStepFailure === 'boolean';
  return [
    ...shapeProblems(STEPS[_type], _settings, path),
    ...isSwitch ? [] : [`${shownProp(`${path}.ignoreStepFailure`, ignoreStepFailure)}, must be true or false`],
    ...emptyListProblems(command, `${path}.command`, 'word'),
    ...Array.isArray(command) ? commandProblems(command, `${path}.command`) : [],
  ];
}

const commandProblems = (command: readonly Word[], path: string): string[] => command.flatMap((word, index) => {
  const must = mustOfWord(word, { isFirst: index === 0, isLast: index === command.length - 1 });
  return must === undefined ? [] : [problemText(`${path}[${index}]`, word, must)];
});

const shapeProblems = (shape: ReturnType<typeof structure>, value: unknown, path: string): string[] =>
  checkAs(shape, value, { isUnresolved: Token.isUnresolved, quotas: true })
    .map(({ member, value: part, must }) => problemText(`${path}.${member}`, part, must));

const emptyListProblems = (value: unknown, path: string, item: string): string[] =>
  Array.isArray(value) && value.length === 0 ? [`${path} is [], must have at least 1 ${item}`] : [];

/** The white space that the client removes around a word and refuses in the first one. */
const SPACE = '[ \\t\\n\\v\\f\\r]';
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`);
const ANY_SPACE = new RegExp(SPACE);

/** What a word of a command must be, so that the client passes it on as it is. Evidence: device-client-command. */
function mustOfWord(word: Word, { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean }): string | undefined {
  if (typeof word !== 'string' || Token.isUnresolved(word)) return undefined;
  if (word === '') return 'have at least 1 character: the device client leaves an empty word out';
  if (isFirst && ANY_SPACE.test(word)) return "have no white space: write each argument as a word of its own, as in ['ls', '/tmp']";
  if (OUTER_SPACE.test(word)) return `have no white space around it: the device client removes it, ${USE_HANDLER}`;
  return word.endsWith('\\') && !isLast ? `not end with a backslash: the device client would join it with the next word, ${USE_HANDLER}` : undefined;
}

const USE_HANDLER = 'so use JobStep.runHandler, whose arguments stay as they are';

/** The settings that the client does not apply as a user expects. Evidence: device-client-allow-std-err, device-client-conditions. */
export function misreadSettings({ steps, finalStep, conditions = [] }: StepsDocument): string[] {
  const named = [...steps.map((step, index) => [`steps[${index}]`, step] as const), ...finalStep ? [['finalStep', finalStep] as const] : []];
  return [
    ...conditions.length > 0 ? ['conditions is given, but AWS IoT Device Client does not evaluate conditions, so every device runs the steps: leave them out and choose the '
      + 'targets of the job instead. If your device software evaluates conditions, acknowledge this warning'] : [],
    ...named.filter(([, { _settings }]) => _settings.allowStdErr !== undefined).map(([path, { _settings }]) =>
      `${shownProp(`${path}.allowStdErr`, _settings.allowStdErr)}, but AWS IoT Device Client then reports the step as succeeded even if it fails, so that no abort or retry criterion `
      + 'counts the failure: leave it out. If your device software counts the lines, acknowledge this warning'),
  ];
}

/** The document as AWS IoT Device Client reads it. */
export const documentOfSteps = ({ steps, finalStep, includeStdOut, conditions }: StepsDocument): object => given({
  version: '1.0',
  includeStdOut: textOfSwitch(includeStdOut),
  conditions: conditions?.map(({ key, value, type }) => given({ key, value, type })),
  steps: steps.map(actionOf),
  finalStep: finalStep && actionOf(finalStep),
});

function actionOf({ _type, _settings }: Step): object {
  const { name, handler, args, path, command, runAsUser, allowStdErr, ignoreStepFailure } = _settings;
  const input = command === undefined ? given({ handler, args, path }) : { command: joined(command) };
  return { action: given({ name, type: _type, input, runAsUser, allowStdErr, ignoreStepFailure: textOfSwitch(ignoreStepFailure) }) };
}

/** The client ignores a switch that is not a text. Evidence: device-client-switches. */
const textOfSwitch = (isOn?: boolean): string | undefined => isOn === undefined ? undefined : String(isOn);

/** The words in one text: a comma ends a word, unless a backslash is before it. Evidence: device-client-command. */
function joined(command: readonly Word[]): string {
  // The words of a list that is a token are not known, so nothing can escape their commas.
  if (Token.isUnresolved(command)) return Fn.join(',', command as string[]);
  return command.map(word => mapKnown(String(word), part => part.replace(/,/g, '\\,'))).join(',');
}

/** An object without its undefined members, which a document from an object warns of. */
const given = (members: { readonly [name: string]: unknown }): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
