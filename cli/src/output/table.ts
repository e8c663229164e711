import Table from 'cli-table3';
import type { Terminal } from './terminal';

/** A table without borders, so that other programs can read its lines. */
export function tableOf(terminal: Terminal, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: [...head],
    chars: NO_BORDERS,
    style: { 'head': terminal.hasColors ? ['bold'] : [], 'border': [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(...rows.map(row => [...row]));
  return table.toString().replace(/ +$/gm, '');
}

const NO_BORDERS = Object.fromEntries([
  'top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid',
  'right', 'right-mid', 'middle',
].map(name => [name, '']));
