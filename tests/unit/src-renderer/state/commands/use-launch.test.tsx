import { act, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useLaunchCommands } from '../../../../../src-renderer/state/commands/use-launch.ts';
import { useLaunchOptions } from '../../../../../src-renderer/state/queries/use-launch-options.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('shows the folders and the terminal as they are after a launch, a removal and a choice', async () => {
  const { launch, settings } = fakeAdminServices();
  let recentFolders = ['/a'];
  let terminal = 'auto';
  const { hook } = adminRig({
    launch: {
      ...launch,
      options: async () => ({ ...(await launch.options()), recentFolders, terminal }),
      async run(input) {
        recentFolders = [input.folder, ...recentFolders];
        return launch.run(input);
      },
      async forget(folder) {
        recentFolders = recentFolders.filter((other) => other !== folder);
      },
    },
    settings: {
      ...settings,
      async change([change]) {
        terminal = String(change?.value);
        return settings.get();
      },
    },
  });
  const result = hook(() => ({ options: useLaunchOptions().data, commands: useLaunchCommands() }));
  await waitFor(() => expect(result.current.options?.recentFolders).toEqual(['/a']));
  await act(() => result.current.commands.run.mutateAsync({ folder: '/b' }));
  await waitFor(() => expect(result.current.options?.recentFolders).toEqual(['/b', '/a']));
  await act(() => result.current.commands.forget.mutateAsync({ folder: '/a' }));
  await waitFor(() => expect(result.current.options?.recentFolders).toEqual(['/b']));
  await act(() => result.current.commands.chooseTerminal.mutateAsync({ changes: [{ path: 'launch.terminal', value: 'kitty' }] }));
  await waitFor(() => expect(result.current.options?.terminal).toBe('kitty'));
});
