/** Lists of things as columns without borders, and single things as aligned labels. */
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { TextStyle } from './text-style.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Broken into several lines where the terminal is too narrow for the table; other columns never are. */
  readonly wraps?: boolean;
  /** May be coloured already. */
  readonly cell: (row: Row) => string;
}

/** Of a column that is broken into lines: in less hardly a word has room. */
const LEAST_WIDTH = 16;
const GAP = '  ';

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
  middle: GAP,
};

export function renderTable<Row>(style: TextStyle, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const colWidths = widthsFor(style.columns, columns, cells);
  const table = new Table({
    head: columns.map((column) => style.paint('faint', column.title)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    ...(colWidths === null ? {} : { colWidths, wordWrap: true }),
  });
  for (const row of cells) table.push(row);
  return trimLines(table.toString());
}

/** Null: as wide as they are. Else what each column gets so that a line of the terminal holds a row, as far as no word is cut; null: its own width. */
function widthsFor<Row>(available: number | null, columns: readonly Column<Row>[], cells: readonly (readonly string[])[]): (number | null)[] | null {
  if (available === null) return null;
  const natural = columns.map(({ title }, index) => Math.max(title.length, ...cells.map((row) => widthOf(row[index] ?? ''))));
  const excess = natural.reduce((sum, width) => sum + width, GAP.length * (columns.length - 1)) - available;
  const wrapping = natural.map((width, index) => ({ width, index })).filter(({ index }) => columns[index]?.wraps === true);
  if (excess <= 0 || wrapping.length === 0) return null;
  const widths: (number | null)[] = natural.map(() => null);
  let room = wrapping.reduce((sum, { width }) => sum + width, 0) - excess;
  let left = wrapping.length;
  // The narrowest first: what one does not need of its share is the others'.
  for (const { width, index } of wrapping.toSorted((a, b) => a.width - b.width)) {
    const longestWord = Math.max(...cells.map((row) => widthOf((row[index] ?? '').replaceAll(/\s+/g, '\n'))));
    const share = Math.min(width, Math.max(LEAST_WIDTH, longestWord, Math.floor(room / left)));
    widths[index] = share;
    room -= share;
    left -= 1;
  }
  return widths;
}

function widthOf(cell: string): number {
  return Math.max(
    ...stripVTControlCharacters(cell)
      .split('\n')
      .map((line) => line.length),
  );
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
