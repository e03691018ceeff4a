import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { RuleDialog } from '../../../../../src-renderer/pages/rules/rule-dialog.tsx';
import { type FailoverRule, userRuleSchema } from '../../../../../src-shared/schemas/failover-rule.ts';
import { adminRig } from '../../render-with-admin.tsx';

async function open(copied: FailoverRule | null = null) {
  const { calls, show } = adminRig();
  show(<RuleDialog edited={null} copied={copied} onClose={vi.fn()} />);
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.type(dialog.getByLabelText('Title'), 'Mine');
  const add = () => userEvent.click(dialog.getByRole('button', { name: 'Add' }));
  const kinds = dialog.getByRole('group', { name: 'Kind of failure' });
  return { calls, dialog, add, kinds };
}

describe('RuleDialog', () => {
  it('says between which numbers of seconds a rest may last', async () => {
    const rest = { kind: 'for', scope: 'endpoint', ms: 5_000 };
    const { dialog, add } = await open(userRuleSchema.parse({ id: 'a', title: 'A', match: { statuses: [429] }, rest }));
    const seconds = dialog.getByLabelText(/^Seconds/);
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '691201');
    await add();
    await waitFor(() => expect(dialog.getByText('must be a number of seconds from 1 to 691,200 (8 days)')).toBeTruthy());
  });

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
