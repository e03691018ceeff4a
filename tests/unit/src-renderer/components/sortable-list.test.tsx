import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { SortableList } from '../../../../src-renderer/components/sortable-list.tsx';
import { adminRig } from '../render-with-admin.tsx';

function show() {
  const onMove = vi.fn();
  const items = ['A', 'B', 'C'].map((name) => ({ id: name.toLowerCase(), name }));
  adminRig().show(
    <SortableList label="Things" items={items} onMove={onMove}>
      {(item, grip) => (
        <span>
          {grip}
          {item.name}
        </span>
      )}
    </SortableList>,
  );
  const order = () =>
    screen
      .getAllByRole('listitem')
      .map((row) => row.textContent)
      .join('');
  const keys = async (name: string, text: string) => {
    screen.getByRole('button', { name: `Move ${name}` }).focus();
    await userEvent.keyboard(text);
  };
  return { onMove, order, keys };
}

describe('SortableList from the keyboard', () => {
  it('moves nothing before an item is picked up', async () => {
    const { onMove, order, keys } = show();
    await keys('A', '{ArrowDown}');
    expect(order()).toBe('ABC');
    expect(onMove).not.toHaveBeenCalled();
  });

  it('picks up, previews each step, says the position, and moves once when put down', async () => {
    const { onMove, order, keys } = show();
    await keys('A', ' {ArrowDown}{ArrowDown}');
    expect(order()).toBe('BCA');
    expect(screen.getByText('A is now at position 3 of 3.').getAttribute('role')).toBe('status');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move A');
    expect(onMove).not.toHaveBeenCalled();
    await userEvent.keyboard(' ');
    expect(onMove.mock.calls).toEqual([['a', 3]]);
  });

  it('stops at the ends of the list', async () => {
    const { order, keys } = show();
    await keys('A', '{Enter}{ArrowUp}');
    expect(order()).toBe('ABC');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(order()).toBe('BCA');
  });

  it('puts everything back on Escape', async () => {
    const { onMove, order, keys } = show();
    await keys('C', ' {ArrowUp}{Escape}');
    expect(order()).toBe('ABC');
    expect(onMove).not.toHaveBeenCalled();
  });

  it('puts the item down when the focus leaves by Tab', async () => {
    const { onMove, keys } = show();
    await keys('C', ' {ArrowUp}{Tab}');
    expect(onMove.mock.calls).toEqual([['c', 2]]);
  });

  it('does not bother the core when the item ends where it was', async () => {
    const { onMove, keys } = show();
    await keys('B', ' {ArrowUp}{ArrowDown} ');
    expect(onMove).not.toHaveBeenCalled();
  });
});
