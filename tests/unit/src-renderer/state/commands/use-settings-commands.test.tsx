import { act, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useTheme } from '../../../../../src-renderer/pages/shell/use-theme.ts';
import { useChangeSettings } from '../../../../../src-renderer/state/commands/use-settings-commands.ts';
import { useSettings } from '../../../../../src-renderer/state/queries/use-settings.ts';
import type { SettingsView } from '../../../../../src-shared/schemas/settings.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const { settings } = fakeAdminServices();

function withTheme(theme: 'system' | 'light' | 'dark'): SettingsView {
  const view = settings.get();
  return { ...view, settings: { ...view.settings, ui: { ...view.settings.ui, theme } } };
}

/** A core that answers a change when the test says so. */
function slowCore() {
  const asked: { readonly theme: unknown; readonly answer: (view: SettingsView) => void }[] = [];
  const change: typeof settings.change = ([first]) => new Promise((answer) => asked.push({ theme: first?.value, answer }));
  return { asked, rig: adminRig({ settings: { ...settings, change } }) };
}

it('sends one change after the other, so that the last one stays', async () => {
  const { asked, rig } = slowCore();
  const { current } = rig.hook(() => ({ data: useSettings().data, change: useChangeSettings() }));
  await act(async () => {
    current.change.mutate({ changes: [{ path: 'ui.theme', value: 'light' }] });
    current.change.mutate({ changes: [{ path: 'ui.theme', value: 'dark' }] });
  });
  await waitFor(() => expect(asked.map(({ theme }) => theme)).toEqual(['light']));
  await act(async () => asked[0]?.answer(withTheme('light')));
  await waitFor(() => expect(asked.map(({ theme }) => theme)).toEqual(['light', 'dark']));
});

it('shows the last of several quick choices all the while, not once more those before it', async () => {
  const { asked, rig } = slowCore();
  const result = rig.hook(useTheme);
  const cycle = () => act(async () => result.current.cycleTheme());
  await cycle();
  await cycle();
  expect(result.current.theme).toBe('dark');
  await waitFor(() => expect(asked).toHaveLength(1));
  await act(async () => asked[0]?.answer(withTheme('light')));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(result.current.theme).toBe('dark');
  await act(async () => asked[1]?.answer(withTheme('dark')));
  await waitFor(() => expect(rig.queries.isMutating()).toBe(0));
  expect(result.current.theme).toBe('dark');
});
