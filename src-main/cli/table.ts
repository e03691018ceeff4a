/** Lists of things as columns without borders, and single things as aligned labels. */
import Table from 'cli-table3';
import type { TextStyle } from './text-style.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May be coloured already. */
  readonly cell: (row: Row) => string;
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export function renderTable<Row>(style: TextStyle, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const table = new Table({
    head: columns.map((column) => style.paint('faint', column.title)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(columns.map((column) => column.cell(row)));
  return trimLines(table.toString());
}

/** `label  value` lines with the labels as wide as the widest; a value of several lines is indented. */
export function renderFields(style: TextStyle, fields: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(...fields.map(([label]) => label.length));
  const indent = `\n${' '.repeat(width + 4)}`;
  return fields.map(([label, value]) => `  ${style.paint('faint', label.padEnd(width))}  ${value.replaceAll('\n', indent)}`).join('\n');
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
