import { describe, expect, it } from 'vitest';
import { type CellPlace, moveInGrid } from '../../../../src-renderer/state/grid-focus.ts';

/** Three rows and columns, with the first and the last cell missing. */
const has = ({ row, column }: CellPlace) =>
  row >= 0 && row < 3 && column >= 0 && column < 3 && !(row === 0 && column === 0) && !(row === 2 && column === 2);
const move = (row: number, column: number, key: string, isWhole = false) => moveInGrid({ row, column }, key, has, { rows: 3, columns: 3, isWhole });

describe('moving in a grid', () => {
  it.each([
    ['ArrowUp', { row: 0, column: 1 }],
    ['ArrowDown', { row: 2, column: 1 }],
    ['ArrowLeft', { row: 1, column: 0 }],
    ['ArrowRight', { row: 1, column: 2 }],
    ['Home', { row: 1, column: 0 }],
    ['End', { row: 1, column: 2 }],
  ])('%s leads from the middle to %j', (key, expected) => expect(move(1, 1, key)).toEqual(expected));

  it('stays at the edge and before a gap', () => {
    expect(move(0, 1, 'ArrowUp')).toEqual({ row: 0, column: 1 });
    expect(move(0, 1, 'ArrowLeft')).toEqual({ row: 0, column: 1 });
    expect(move(2, 1, 'End')).toEqual({ row: 2, column: 1 });
  });

  it('goes to the first and the last cell of all with Ctrl', () => {
    expect(move(2, 0, 'Home', true)).toEqual({ row: 0, column: 1 });
    expect(move(0, 1, 'End', true)).toEqual({ row: 2, column: 1 });
  });

  it('leaves other keys to others', () => expect(move(1, 1, 'Tab')).toBeNull());
});
