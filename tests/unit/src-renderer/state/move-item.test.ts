import { describe, expect, it } from 'vitest';
import { moveItem } from '../../../../src-renderer/state/move-item.ts';

const items = ['a', 'b', 'c'].map((id, index) => ({ id, position: index + 1 }));
const order = (id: string, position: number) =>
  moveItem(items, id, position)
    .map((item) => `${item.position}${item.id}`)
    .join(' ');

describe('moveItem', () => {
  it('numbers the list anew after a move', () => {
    expect(order('c', 1)).toBe('1c 2a 3b');
    expect(order('a', 2)).toBe('1b 2a 3c');
  });

  it('takes a position beyond the list for the end, and one above it for the top', () => {
    expect(order('a', 99)).toBe('1b 2c 3a');
    expect(order('c', 0)).toBe('1c 2a 3b');
  });

  it('leaves the list alone when the item is gone', () => {
    expect(order('x', 1)).toBe('1a 2b 3c');
  });
});
