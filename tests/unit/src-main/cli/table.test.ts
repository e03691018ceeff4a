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
