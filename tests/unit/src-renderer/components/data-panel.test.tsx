import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { DataPanel, type DataPanelProps } from '../../../../src-renderer/components/data-panel.tsx';
import { adminRig } from '../render-with-admin.tsx';

function show(changes: Partial<DataPanelProps<readonly string[]>>) {
  const onRepair = vi.fn();
  adminRig().show(
    <DataPanel
      data={undefined}
      failure={null}
      skeleton={<p>bars</p>}
      isEmpty={(list) => list.length === 0}
      empty={<p>nothing</p>}
      onRepair={onRepair}
      {...changes}
    >
      {(list) => <p>{list.join(' ')}</p>}
    </DataPanel>,
  );
  return { onRepair, text: () => document.body.textContent };
}
const failure = { kind: 'app', message: 'the disk is full', repair: 'retry' } as const;

describe('DataPanel', () => {
  it('shows the skeleton, named as loading, until there is an answer', () => {
    show({});
    expect(screen.getByRole('status', { name: 'Loading' }).textContent).toBe('bars');
  });

  it('shows data, and what stands for none', () => {
    expect(show({ data: ['a', 'b'] }).text()).toContain('a b');
    expect(show({ data: [] }).text()).toContain('nothing');
  });

  it('says what failed and offers the repair', async () => {
    const { onRepair, text } = show({ failure });
    expect(screen.getByRole('alert').textContent).toContain('the disk is full');
    expect(text()).not.toContain('bars');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRepair).toHaveBeenCalledWith('retry');
  });

  it('keeps old data on the page when asking again failed', () => {
    expect(show({ data: ['a'], failure }).text()).toMatch(/the disk is full.*a$/);
  });

  it('finds its own words when nobody answered', () => {
    expect(show({ failure: { kind: 'unreachable', message: null, repair: null } }).text()).toContain('Code Proxy does not answer');
  });
});
