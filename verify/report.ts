import { writeFileSync } from 'node:fs';
import type { Result } from './check';

/** No cell is longer: some messages repeat the whole document. */
const MAX_CELL = 400;
const OUTCOMES: readonly Result['outcome'][] = ['confirmed', 'contradicted', 'could not be checked'];
const MARKS: { readonly [outcome in Result['outcome']]: string } = { 'confirmed': '✔', 'contradicted': '✘', 'could not be checked': '?' };

/** What a report is of. */
export interface Subject {
  /** The ARN of whoever runs it. */
  readonly caller: string;
  readonly account: string;
  readonly region: string;
  readonly begun: Date;
}

/** What is told of a run: without the account and the caller, so that it can be shown to others. */
export class Report {
  private readonly results: Result[] = [];

  constructor(private readonly subject: Subject) {}

  get hasContradictions(): boolean {
    return this.results.some(({ outcome }) => outcome === 'contradicted');
  }

  /** Returns what to tell of a result at once. */
  add(result: Result): string {
    const expected = this.cell(result.expected);
    const observed = this.cell(result.observed);
    this.results.push({ ...result, expected, observed });
    return `${MARKS[result.outcome]} ${result.evidence}: ${observed}`;
  }

  /** Contradictions first. */
  table(): string {
    const weight = ({ outcome }: Result) => ['contradicted', 'could not be checked', 'confirmed'].indexOf(outcome);
    const rows = [...this.results].sort((one, other) => weight(one) - weight(other));
    return [
      '| Id | Expected | Observed | Result |', '|---|---|---|---|',
      ...rows.map(({ evidence, expected, observed, outcome }) => `| ${[evidence, expected, observed, outcome].map(escaped).join(' | ')} |`),
    ].join('\n');
  }

  summary(): string {
    const counts = OUTCOMES.map((outcome) => `${this.results.filter((result) => result.outcome === outcome).length} ${outcome}`);
    return `${this.results.length} checks: ${counts.join(', ')}`;
  }

  write(file: string): void {
    const { region, begun } = this.subject;
    const json = { region, begun: begun.toISOString(), summary: this.summary(), results: this.results };
    const markdown = `# What AWS does, in ${region} on ${begun.toISOString().slice(0, 10)}\n\n${this.summary()}.\n\n${this.table()}\n`;
    writeFileSync(file, file.endsWith('.json') ? `${JSON.stringify(json, undefined, 2)}\n` : markdown);
  }

  private cell(text: string): string {
    const { caller, account } = this.subject;
    const line = text.replaceAll(caller, 'CALLER').replaceAll(account, 'ACCOUNT').replace(/\s+/g, ' ');
    return line.length > MAX_CELL ? `${line.slice(0, MAX_CELL)}...` : line;
  }
}

const escaped = (text: string): string => text.replaceAll('|', '\\|');
