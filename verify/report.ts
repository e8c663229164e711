import { writeFileSync } from 'node:fs';
import type { Result } from './check';

/** The maximum length of a cell, because some messages repeat the whole document. */
const MAX_CELL = 400;
const OUTCOMES: readonly Result['outcome'][] = ['confirmed', 'contradicted', 'could not be checked'];
const MARKS: { readonly [outcome in Result['outcome']]: string } = { 'confirmed': '✔', 'contradicted': '✘', 'could not be checked': '?' };

/** The subject of a report. */
export interface Subject {
  /** The ARN of the caller. */
  readonly caller: string;
  readonly account: string;
  readonly region: string;
  readonly begun: Date;
}

/** The results of a run. They do not contain the account or the caller, so the report can be published. */
export class Report {
  private readonly results: Result[] = [];

  constructor(private readonly subject: Subject) {}

  get hasContradictions(): boolean {
    return this.results.some(({ outcome }) => outcome === 'contradicted');
  }

  /** Returns a line about the result, for the terminal. */
  add(result: Result): string {
    const expected = this.cell(result.expected);
    const observed = this.cell(result.observed);
    this.results.push({ ...result, expected, observed });
    return `${MARKS[result.outcome]} ${result.evidence}: ${observed}`;
  }

  /** The table, with contradictions first. */
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
