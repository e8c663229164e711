/** A row of the comparison. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly figure: string;
  /** The figures of the alternatives, if they do the same. */
  readonly rivals?: string;
  readonly met: boolean;
}

interface Limit {
  readonly what: string;
  readonly figure: number;
  readonly atMost: number;
  readonly unit: string;
  /** The number of decimals. */
  readonly digits?: number;
  /** Details of the figure in words. */
  readonly detail?: string;
  readonly rivals?: string;
}

/** A row whose figure must not exceed a limit. */
export function atMost({ what, figure, atMost: limit, unit, digits = 0, detail, rivals }: Limit): Row {
  const number = figure.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return {
    what,
    target: `<= ${limit.toLocaleString('en-US')}${unit}`,
    figure: `${number}${unit}${detail === undefined ? '' : ` (${detail})`}`,
    rivals,
    met: figure <= limit,
  };
}

export const bytes = (count: number): string => `${count.toLocaleString('en-US')} B`;

export const ms = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;

const verdict = (target: string, met: boolean): string => {
  if (target === '') return '';
  return met ? 'met' : 'MISSED';
};

/** The rows as a Markdown table, which is readable in a terminal too. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['', 'What', 'Target', 'Figure', 'Alternatives'],
    ...rows.map(({ what, target, figure, rivals, met }) => [verdict(target, met), what, target, figure, rivals ?? '']),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map(row => row[column].length)));
  const lines = cells.map(row => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
  lines.splice(1, 0, `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`);
  return lines.join('\n');
}
