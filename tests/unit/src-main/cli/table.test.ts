import { describe, expect, it } from 'vitest';
import { renderFields, renderTable } from '../../../../src-main/cli/table.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';

const plain = createTextStyle({ isTerminal: false, columns: null, environment: {} });

describe('renderTable', () => {
  it('sets columns apart by two spaces, without borders and trailing blanks', () => {
    const columns = [
      { title: 'NAME', cell: (row: { name: string; size: number }) => row.name },
      { title: 'SIZE', align: 'right' as const, cell: (row: { name: string; size: number }) => String(row.size) },
      { title: 'NOTE', cell: () => '' },
    ];
    const text = renderTable(plain, columns, [
      { name: 'first', size: 7 },
      { name: 'b', size: 1_234 },
    ]);
    expect(text).toBe('NAME   SIZE  NOTE\nfirst     7\nb      1234');
  });

  it('breaks the columns that may be, and no others, where the terminal is too narrow, and gives each what another does not need', () => {
    const columns = [
      { title: 'ID', cell: (row: readonly string[]) => row[0] ?? '' },
      { title: 'WHEN', wraps: true, cell: (row: readonly string[]) => row[1] ?? '' },
      { title: 'THEN', wraps: true, cell: (row: readonly string[]) => row[2] ?? '' },
    ];
    const rows = [['a-long-name', 'short', 'the next endpoint is asked at once']];
    const at = (width: number | null) => renderTable({ ...plain, columns: width }, columns, rows);
    expect(at(null)).toBe(at(54));
    expect(at(54)).toBe('ID           WHEN   THEN\na-long-name  short  the next endpoint is asked at once');
    expect(at(38)).toBe('ID           WHEN   THEN\na-long-name  short  the next endpoint\n                    is asked at once');
    expect(at(10)).toBe(at(36));
    const model = 'claude-haiku-4-5-20251001=glm-4.6';
    expect(renderTable({ ...plain, columns: 20 }, columns, [['P1', 'x', `opus=big ${model}`]])).toContain(`\n          ${model}`);
  });
});

describe('renderFields', () => {
  it('aligns the labels and indents further lines of a value', () => {
    const fields = [
      ['id', 'x'],
      ['model map', 'a\nb'],
    ] as const;
    expect(renderFields(plain, fields)).toBe('  id         x\n  model map  a\n             b');
  });
});
