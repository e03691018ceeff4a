import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { RuleDialog } from '../../../../../src-renderer/pages/rules/rule-dialog.tsx';
import { adminRig } from '../../render-with-admin.tsx';

async function open() {
  const { calls, show } = adminRig();
  show(<RuleDialog edited={null} copied={null} onClose={vi.fn()} />);
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.type(dialog.getByLabelText('Title'), 'Mine');
  const add = () => userEvent.click(dialog.getByRole('button', { name: 'Add' }));
  const kinds = dialog.getByRole('group', { name: 'Kind of failure' });
  return { calls, dialog, add, kinds };
}

describe('RuleDialog', () => {
  it('says at the conditions that one is needed, in the words of the form, goes there, and sends nothing', async () => {
    const { calls, dialog, add, kinds } = await open();
    await userEvent.click(dialog.getByRole('checkbox', { name: 'error status' }));
    await add();
    await waitFor(() => expect(within(kinds).getByText('Tick a kind of failure, or fill in one of the fields below.')).toBeTruthy());
    expect(document.activeElement).toBe(kinds);
    expect(calls).toEqual([]);
  });

  it('says at the conditions what the core finds wrong with all of them', async () => {
    const { dialog, add, kinds } = await open();
    await userEvent.click(dialog.getByRole('checkbox', { name: 'error status' }));
    await userEvent.click(dialog.getByRole('checkbox', { name: 'cannot be reached' }));
    await userEvent.type(dialog.getByLabelText('Status'), '429');
    await add();
    await waitFor(() => expect(within(kinds).getByText(/^can never hold/)).toBeTruthy());
    expect(document.activeElement).toBe(kinds);
  });
});
