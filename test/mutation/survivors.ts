/** Mutants that no test can or should kill, and why not. */
export interface Survivors {
  readonly file: string;
  /** The lines as the mutant has them. */
  readonly mutants: readonly string[];
  /** The lines as they are, where the mutants could be of others, too. */
  readonly original?: string;
  readonly reason: string;
}

export const SURVIVORS: readonly Survivors[] = [
  {
    file: 'handler/reconciler.ts',
    original: 'return \'kept\';',
    mutants: ['return "";'],
    reason: 'The word stands for a step that is neither made nor moved: any other word does.',
  },
  {
    file: 'handler/reconciler.ts',
    mutants: ['this.name = "";'],
    reason: 'The message says it all; the name is for whoever debugs.',
  },
  {
    file: 'handler/reconciler.ts',
    mutants: ['return true && differences(request, described).length === 0;'],
    reason: 'The compiler asks for the condition: nothing differs from every request, since each has a description.',
  },
  {
    file: 'handler/retry-policy.ts',
    mutants: ['const patient = true && now + pause < Math.min(this.deadline, present.since + patience);'],
    reason: 'The compiler asks for the condition: the patience for no trouble is not a number, and nothing is less than that.',
  },
  {
    file: 'handler/retry-policy.ts',
    mutants: [
      'export const errorName = (error: unknown): string => (error as Error | undefined).name ?? \'Error\';',
      'const errorMessage = (error: unknown): string => (error as Error | undefined).message ?? String(error);',
    ],
    reason: 'Nothing that is called rejects with undefined.',
  },
  {
    file: 'handler/cloudformation-response.ts',
    mutants: ['if (false || !isHttp(url)) return log({ step: \'respond\', outcome: \'the event has no ResponseURL: nobody can be answered\' });'],
    reason: 'The compiler asks for the condition: undefined is no URL.',
  },
  {
    file: 'handler/cloudformation-response.ts',
    mutants: ['const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:/.test(new URL(url).protocol);'],
    reason: 'A protocol has one colon, which ends it.',
  },
  {
    file: 'handler/handler.ts',
    mutants: ['await lifecycle.deleteUnknown(declared, NOT_CREATED.exec(physicalResourceId ?? "Stryker was here!")?.[1]);'],
    reason: 'Neither text has the mark of a request.',
  },
  {
    file: 'handler/handler.ts',
    mutants: [
      '`${jobTemplateIdOf(event.ResourceProperties) ?? textOf(event.LogicalResourceId) ?? \'job template\'} '
      + '(not created by ${requestMark(textOf(event.RequestId) ?? "Stryker was here!")})`;',
    ],
    reason: 'An event without a request has made nothing: any mark does that no template has.',
  },
  {
    file: 'handler/redactor.ts',
    mutants: [
      'const quoted = Array.from({ length: text.length }, (_, at) => at).filter(at => true && QUOTES.includes(text[at - 1]));',
      'const quoted = Array.from({ length: text.length }, (_, at) => at).filter(at => at >= 0 && QUOTES.includes(text[at - 1]));',
    ],
    reason: 'There is no quote before the beginning.',
  },
  {
    file: 'handler/redactor.ts',
    mutants: ['const isWhole = length === form.length && END_QUOTES.includes(text[at + length] ?? "");'],
    reason: 'Whether the end of a message ends a quote makes a difference to values of up to three characters only.',
  },
  {
    file: 'handler/redactor.ts',
    mutants: [
      'for (let at = 0; true && at + PIECE <= text.length; at++) {',
      'for (let at = 0; pieces.size >= 0 && at + PIECE <= text.length; at++) {',
    ],
    reason: 'Only the time differs: none of no pieces is found.',
  },
  {
    file: 'handler/iot-job-template-service.ts',
    mutants: ['return this.call(\'DeleteJobTemplate\', id, () => this.unlessDone(id, remove, () => undefined), { ResourceNotFoundException: undefined });'],
    reason: 'Undefined is as good as false.',
  },
  {
    file: 'handler/event.ts',
    mutants: ['if (false) return undefined;', '} catch {}'],
    reason: 'What cannot be decoded is undefined, with these words or without; they are for the reader.',
  },
  {
    file: 'shared/check.ts',
    mutants: ['export const AT_DEPLOYMENT: CheckOptions = { isUnresolved: () => undefined, quotas: false };'],
    reason: 'Undefined is as good as false.',
  },
  {
    file: 'shared/check.ts',
    mutants: ['if (!fits) return refuse(`have ${rangeOf(shape)} character${true && shape.max === undefined ? \'\' : \'s\'}, has ${length}`);'],
    reason: 'No text of the request has another lower bound than one, and no upper one.',
  },
  {
    file: 'shared/content.ts',
    mutants: [
      'const unknown = wanted.jobArn !== undefined ? [\'jobArn\', \'document\', \'documentSource\'] '
      + ': wanted.documentSource !== undefined ? [\'document\'] : ["Stryker was here"];',
    ],
    reason: 'No member has that name.',
  },
  {
    file: 'shared/content.ts',
    mutants: ['const unset = true ? shape.default : undefined;'],
    reason: 'The compiler asks for the condition: only a number has a default, and that of a text is undefined.',
  },
  {
    file: 'shared/content.ts',
    mutants: ['const isRecord = (value: unknown): value is { [member: string]: unknown } => typeof value === \'object\' && true && !Array.isArray(value);'],
    reason: 'No content holds null, since what is decoded leaves it out: the condition makes the type true.',
  },
  {
    file: 'shared/cron.ts',
    mutants: ['const anyDay = [fields[2], fields[4]].filter(day => day !== \'?\').length;'],
    reason: 'Of two, one is exactly where one is not.',
  },
  {
    file: 'shared/decode.ts',
    mutants: ['this.name = "";'],
    reason: 'The message says it all; the name is for whoever debugs.',
  },
  {
    file: 'shared/decode.ts',
    mutants: [
      'export function decode(properties: unknown, foreign: readonly string[] = ["Stryker was here"]): CreateJobTemplateRequest {',
      'function decodeStructure(shape: StructureShape, value: unknown, path: string, foreign: readonly string[] = ["Stryker was here"]): { [member: string]: unknown } {',
    ],
    reason: 'No property has that name.',
  },
  {
    file: 'shared/placeholder.ts',
    mutants: ['for (let at = start; at <= document.length; at++) {'],
    reason: 'Nothing stands behind the end.',
  },
  {
    file: 'shared/rules.ts',
    mutants: ['const given = [criteria.numberOfNotifiedThings, criteria.numberOfSucceededThings].filter(count => count === undefined);'],
    reason: 'Of two, one is given exactly where one is not.',
  },
  {
    file: 'handler/reconciler.ts',
    mutants: ['if (round > UNHURRIED_ROUNDS) await this.service.settle(round);'],
    reason: 'One more look without a pause: only the time differs.',
  },
  {
    file: 'handler/reconciler.ts',
    mutants: ['const fits = new Set([...tags.keys(), ...wanted.keys()]).size < MAX_TAGS;'],
    reason: 'Of exactly as many tags as a template may have, either order is right.',
  },
  {
    file: 'handler/reconciler.ts',
    mutants: [
      'this.decided(wish, "");',
      '} else {}',
      'this.log({});',
      'this.log({ step: "", jobTemplateId: id, decision: \'left: it was there before\' });',
      'this.log({ step: \'release\', jobTemplateId: id, decision: "" });',
    ],
    reason: 'A line of the log, for the reader: nothing is done there.',
  },
  {
    file: 'handler/reconciler.ts',
    mutants: ['return true && differencesOf(request, described, tags).length === 0;'],
    reason: 'The compiler asks for the condition: nothing differs from every request, since each has a description.',
  },
  {
    file: 'handler/bookkeeping-tags.ts',
    mutants: [
      'return new Map([...this.owner === undefined ? ["Stryker was here"] : [[OWNER_TAG, this.owner] as const], ...this.origins]);',
      'return new Map([...false ? [] : [[OWNER_TAG, this.owner] as const], ...this.origins]);',
    ],
    reason: 'The compiler asks for the condition: only who is the owner changes tags.',
  },
  {
    file: 'handler/retry-policy.ts',
    mutants: ['if (this.clock.now() + pause <= this.deadline) await this.clock.sleep(pause);'],
    reason: 'A pause that ends exactly with the time leaves none for a call, and neither does none.',
  },
  {
    file: 'handler/redactor.ts',
    mutants: [
      'for (let at = 0; at - PIECE <= form.length; at++) pieces.add(form.slice(at, at + PIECE));',
      'for (let at = 0; pieces.size > 0 && at - PIECE <= text.length; at++) {',
    ],
    reason: 'Only pieces of the full length are ever found: shorter ones at an end match nothing.',
  },
  {
    file: 'handler/redactor.ts',
    mutants: ['while (length <= form.length && text[at + length] === form[length]) length++;'],
    reason: 'Where text and value end together, one more only makes a difference to values of up to three characters.',
  },
  {
    file: 'handler/redactor.ts',
    mutants: ['const strings: string[] = ["Stryker was here"];'],
    reason: 'No message has that text.',
  },
  {
    file: 'shared/check.ts',
    mutants: ['&& Math.abs(rounded(value, shape) - value) <= ROUNDING_ERROR;'],
    reason: 'No arithmetic leaves exactly that error.',
  },
  {
    file: 'shared/content.ts',
    mutants: ['? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a <= b ? -1 : 1))'],
    reason: 'No two members have one name.',
  },
  {
    file: 'shared/cron.ts',
    mutants: [
      'export const fieldsOf = (expression: string): string[] => /^cron\\((.*)\\)$/.exec(expression)?.[1].split(\' \') ?? ["Stryker was here"];',
    ],
    reason: 'One field is as wrong as none.',
  },
  {
    file: 'private/warnings.ts',
    mutants: ['if (false) return [];'],
    reason: 'The number that stands for a token is below all that are given: no criterion comes before it.',
  },
  {
    file: 'private/warnings.ts',
    mutants: ['const criteria = abortConfig?.criteriaList ?? ["Stryker was here"];'],
    reason: 'A text is no criterion, and comes after none.',
  },
  {
    file: 'private/warnings.ts',
    mutants: [
      'const earlier = criteria.findIndex((other, position) => true && !isUnknown(other, isUnresolved)',
      '&& comesBefore(other, criterion) && (position <= index || !comesBefore(criterion, other)));',
    ],
    reason: 'A criterion is as strict as itself, and not stricter: none comes before itself.',
  },
  {
    file: 'private/warnings.ts',
    mutants: ['&& true;'],
    reason: 'There is only one action that AWS IoT takes.',
  },
];
