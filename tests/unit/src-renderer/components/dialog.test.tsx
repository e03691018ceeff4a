import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Dialog } from '../../../../src-renderer/components/dialog.tsx';
import { adminRig } from '../render-with-admin.tsx';

function open(isDirty: boolean) {
  const onClose = vi.fn();
  adminRig().show(
    <Dialog title="A form" isOpen isDirty={isDirty} onClose={onClose}>
      <form>
        <input type="checkbox" aria-label="Box" />
        <input name="first" aria-label="First" />
        <textarea name="second" aria-label="Second" />
      </form>
    </Dialog>,
  );
  const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
  return { onClose, press };
}

describe('Dialog', () => {
  it('begins in the first field of a form, where a blank does not press the cross', async () => {
    const { onClose } = open(false);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('First')));
    await userEvent.keyboard('a b');
    expect(screen.getByLabelText<HTMLInputElement>('First').value).toBe('a b');
    expect(onClose).not.toHaveBeenCalled();
  });

  it('closes at once while nothing was entered', async () => {
    const { onClose } = open(false);
    await screen.findByRole('dialog');
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('asks before what was entered is lost, and loses it only when told so', async () => {
    const { onClose, press } = open(true);
    await press('Close');
    await press('Go on editing');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(onClose).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    await screen.findByText('Discard your input?');
    expect(onClose).not.toHaveBeenCalled();
    await press('Discard');
    expect(onClose).toHaveBeenCalledTimes(1);
  });
});
