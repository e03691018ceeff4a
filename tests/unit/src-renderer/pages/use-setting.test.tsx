import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Toaster, toast } from 'sonner';
import { beforeEach, describe, expect, it } from 'vitest';
import { NumberSetting } from '../../../../src-renderer/pages/setting-controls.tsx';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { adminRig } from '../render-with-admin.tsx';

const { settings } = fakeAdminServices();

async function open() {
  const view = settings.get();
  const { promise: answer, reject: refuse } = Promise.withResolvers<never>();
  const page = <NumberSetting view={view} path="proxy.maxRetries" title="Retries" effect="How often" value={5} />;
  const { rerender } = adminRig({ settings: { ...settings, change: () => answer } }).show(
    <>
      <Toaster />
      {page}
    </>,
  );
  const type = async (text: string) => {
    await userEvent.clear(screen.getByLabelText('Retries'));
    await userEvent.type(screen.getByLabelText('Retries'), `${text}{Enter}`);
  };
  return {
    type,
    refuse: (limit: number) => refuse(new AppError('CONFIG_INVALID', `proxy.maxRetries: at most ${limit} (got 99)`)),
    leave: () => rerender(<Toaster />),
  };
}

// What one test leaves unsaid is told when it ends, and must not be read by the next.
beforeEach(() => {
  toast.dismiss();
});

describe('a setting', () => {
  it('says at its control what the core refused', async () => {
    const { type, refuse } = await open();
    await type('99');
    refuse(20);
    await waitFor(() => expect(screen.getByText('at most 20')).toBeTruthy());
  });

  it('says in a message what was refused after its page was left', async () => {
    const { type, refuse, leave } = await open();
    await type('99');
    leave();
    refuse(30);
    await waitFor(() => expect(screen.getByText('Retries was not saved: at most 30')).toBeTruthy());
  });

  it('says in a message what was still wrong with it when its page was left', async () => {
    const { type, leave } = await open();
    await type('many');
    await waitFor(() => expect(screen.getByText('must be a number')).toBeTruthy());
    leave();
    await waitFor(() => expect(screen.getByText('Retries was not saved: must be a number')).toBeTruthy());
  });
});
