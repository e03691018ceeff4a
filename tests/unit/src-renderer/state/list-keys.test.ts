import { expect, it } from 'vitest';
import { nextRow } from '../../../../src-renderer/state/list-keys.ts';

const at = (active: number | null, count = 100) => ({ active, count, rowsInSight: 10 });

it.each([
  ['ArrowDown', 5, 6],
  ['j', 5, 6],
  ['ArrowUp', 5, 4],
  ['k', 5, 4],
  ['PageDown', 5, 15],
  ['PageUp', 25, 15],
  ['Home', 50, 0],
  ['End', 50, 99],
  ['ArrowDown', 99, 99],
  ['ArrowUp', 0, 0],
  ['PageUp', 3, 0],
  ['PageDown', 95, 99],
  ['ArrowDown', null, 0],
  ['PageDown', null, 10],
] as const)('%s leads from row %s to row %s', (key, active, next) => {
  expect(nextRow(key, at(active))).toBe(next);
});

it('knows no other keys, and no way through an empty list', () => {
  expect([nextRow('x', at(5)), nextRow('Enter', at(5)), nextRow('ArrowDown', at(null, 0))]).toEqual([null, null, null]);
});
