import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ServiceDialog } from '../../../../../src-renderer/pages/settings/service-dialog.tsx';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('says inside what kept the service from being set up, and stays open', async () => {
  const { service } = fakeAdminServices();
  const install = async () => {
    throw new AppError('SERVICE_FAILED', 'systemctl ended with 1');
  };
  const onClose = vi.fn();
  adminRig({ service: { ...service, install } }).show(<ServiceDialog isOpen onClose={onClose} />);
  const dialog = within(await screen.findByRole('dialog'));
  const button = dialog.getByRole<HTMLButtonElement>('button', { name: 'Write and start' });
  await waitFor(() => expect(button.disabled).toBe(false));
  await userEvent.click(button);
  await waitFor(() => expect(dialog.getByText('systemctl ended with 1')).toBeTruthy());
  expect(onClose).not.toHaveBeenCalled();
});
