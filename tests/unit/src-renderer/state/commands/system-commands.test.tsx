/** The key's home and the service: what is sent, and what is asked again afterwards. */
import { act, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useMoveKey, useServiceCommands } from '../../../../../src-renderer/state/commands/use-system-commands.ts';
import { useSecrets } from '../../../../../src-renderer/state/queries/use-secrets.ts';
import { useService, useServicePlan } from '../../../../../src-renderer/state/queries/use-service.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { sampleSecrets } from '../../../../support/system-double.ts';
import { adminRig } from '../../render-with-admin.tsx';

const OPTIONS = { claudeSettings: true, keepProxyVariables: false };

it('shows where the key is as soon as it was moved, and asks again when that failed', async () => {
  const { hook, calls } = adminRig();
  const result = hook(() => ({ secrets: useSecrets(), move: useMoveKey() }));
  await waitFor(() => expect(result.current.secrets.data?.home).toBe('keyfile'));
  await act(() => result.current.move.mutateAsync({ to: 'keychain' }));
  await waitFor(() => expect(result.current.secrets.data?.home).toBe('keychain'));
  expect(calls.filter(({ path }) => path === 'secrets.status')).toHaveLength(1);

  const refused = { status: async () => sampleSecrets(), move: () => Promise.reject(new AppError('NOT_SUPPORTED_HERE', 'only the desktop app')) };
  const other = adminRig({ secrets: refused });
  const failing = other.hook(() => ({ secrets: useSecrets(), move: useMoveKey() }));
  await waitFor(() => expect(failing.current.secrets.data?.home).toBe('keyfile'));
  await act(() => failing.current.move.mutateAsync({ to: 'keychain' }).catch(() => undefined));
  await waitFor(() => expect(other.calls.filter(({ path }) => path === 'secrets.status')).toHaveLength(2));
});

it('asks how the service fares again after every command, and what would be done only when that is wanted', async () => {
  const { service } = fakeAdminServices();
  const { hook, calls } = adminRig({ service });
  const result = hook(() => ({
    service: useService(),
    plan: useServicePlan(OPTIONS, false),
    commands: useServiceCommands(),
  }));
  const asked = (path: string) => calls.filter((call) => call.path === path);
  await waitFor(() => expect(result.current.service.data?.isInstalled).toBe(false));
  expect(asked('service.plan')).toHaveLength(0);
  for (const [count, run] of [
    () => result.current.commands.install.mutateAsync(OPTIONS),
    () => result.current.commands.start.mutateAsync(),
    () => result.current.commands.stop.mutateAsync(),
    () => result.current.commands.uninstall.mutateAsync(),
  ].entries()) {
    await act(run);
    await waitFor(() => expect(asked('service.status')).toHaveLength(count + 2));
  }
  expect(asked('service.install')).toMatchObject([{ input: OPTIONS }]);
});
