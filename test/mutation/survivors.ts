/** Mutants that no test can or should kill, and why not. */
export interface Survivors {
  readonly file: string;
  /** The lines as the mutant has them. */
  readonly mutants: readonly string[];
  readonly reason: string;
}

export const SURVIVORS: readonly Survivors[] = [
  {
    file: 'provider/lifecycle.ts',
    mutants: ['return "";'],
    reason: 'The word stands for a step that is neither made nor moved: any other word does.',
  },
  {
    file: 'provider/lifecycle.ts',
    mutants: ['this.name = "";'],
    reason: 'The message says it all; the name is for whoever debugs.',
  },
  {
    file: 'provider/lifecycle.ts',
    mutants: ['return true && differences(request, described).length === 0;'],
    reason: 'The compiler asks for the condition: nothing differs from every request, since each has a description.',
  },
  {
    file: 'provider/marks.ts',
    mutants: [
      'return this.requests.includes(request) && this.requests[this.requests.length - 1] !== request;',
      'return this.requests.slice(0, -1).includes(request) && true;',
      'return this.requests.slice(0, -1).includes(request) && this.requests[this.requests.length + 1] !== request;',
    ],
    reason: 'A request is marked once: what was seen before the last is not the last, and the other way round.',
  },
  {
    file: 'provider/patience.ts',
    mutants: ['const patient = true && now + pause < Math.min(this.deadline, (since[trouble] ??= at) + PATIENCE_IN_MS[trouble]);'],
    reason: 'The compiler asks for the condition: the patience for no trouble is not a number, and nothing is less than that.',
  },
  {
    file: 'provider/patience.ts',
    mutants: [
      'export const errorName = (error: unknown): string => (error as Error | undefined).name ?? \'Error\';',
      'const errorMessage = (error: unknown): string => (error as Error | undefined).message ?? String(error);',
    ],
    reason: 'Nothing that is called rejects with undefined.',
  },
  {
    file: 'provider/cloudformation-response.ts',
    mutants: ['if (false || !isHttp(url)) return log({ step: \'respond\', outcome: \'the event has no ResponseURL: nobody can be answered\' });'],
    reason: 'The compiler asks for the condition: undefined is no URL.',
  },
  {
    file: 'provider/cloudformation-response.ts',
    mutants: ['const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:/.test(new URL(url).protocol);'],
    reason: 'A protocol has one colon, which ends it.',
  },
  {
    file: 'provider/event.ts',
    mutants: ['const [problem] = check(request, { isUnresolved: () => undefined, quotas: false });'],
    reason: 'Undefined is as good as false.',
  },
  {
    file: 'provider/event.ts',
    mutants: ['if (false) return undefined;', '} catch {}'],
    reason: 'What cannot be decoded is undefined, with these words or without; they are for the reader.',
  },
  {
    file: 'request/check.ts',
    mutants: [
      'value !== undefined && checkShape(CREATE_JOB_TEMPLATE.members.jobTemplateId, value, "Stryker was here!", { isUnresolved: () => false, quotas: false }).length === 0;',
      'value !== undefined && checkShape(CREATE_JOB_TEMPLATE.members.jobTemplateId, value, \'\', { isUnresolved: () => undefined, quotas: false }).length === 0;',
      'value !== undefined && checkShape(CREATE_JOB_TEMPLATE.members.jobTemplateId, value, \'\', { isUnresolved: () => false, quotas: true }).length === 0;',
    ],
    reason: 'Only whether there are problems is asked, not where; an id has no quota; undefined is as good as false.',
  },
  {
    file: 'request/check.ts',
    mutants: ['if (!fits) return refuse(`have ${rangeOf(shape)} character${true && shape.max === undefined ? \'\' : \'s\'}, has ${length}`);'],
    reason: 'No text of the request has another lower bound than one, and no upper one.',
  },
];
