/** The command hooks: what they send, and what the caches hold afterwards. */
import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useAuditCommands } from '../../../../../src-renderer/state/commands/use-audit-commands.ts';
import { useClaudeCommands } from '../../../../../src-renderer/state/commands/use-claude-commands.ts';
import { useEndpointCommands, useEndpointTest } from '../../../../../src-renderer/state/commands/use-endpoint-commands.ts';
import { useProxyCommands, useTokenCommands } from '../../../../../src-renderer/state/commands/use-instance-commands.ts';
import { useLogIn } from '../../../../../src-renderer/state/commands/use-log-in.ts';
import { useChangeSettings } from '../../../../../src-renderer/state/commands/use-settings-commands.ts';
import { useAuditSize } from '../../../../../src-renderer/state/queries/use-audit-size.ts';
import { useEndpoints } from '../../../../../src-renderer/state/queries/use-endpoints.ts';
import { useSettings } from '../../../../../src-renderer/state/queries/use-settings.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeAdminServices, sampleEndpoint } from '../../../../support/admin-services.ts';
import { adminRig } from '../../render-with-admin.tsx';

const LIST = [sampleEndpoint({ id: 'a', position: 1, name: 'A' }), sampleEndpoint({ id: 'b', position: 2, name: 'B' })];
const { endpoints } = fakeAdminServices();

function endpointRig(changes: Partial<typeof endpoints>) {
  const rig = adminRig({ endpoints: { ...endpoints, list: () => LIST, ...changes } });
  return { ...rig, result: rig.hook(() => ({ list: useEndpoints().data, commands: useEndpointCommands(), test: useEndpointTest() })) };
}

describe('endpoint commands', () => {
  it('shows a move before the core has answered, and takes it back when the core refuses', async () => {
    const { promise: answer, reject: refuse } = Promise.withResolvers<typeof LIST>();
    const { result } = endpointRig({ move: () => answer });
    await waitFor(() => expect(result.current.list).toBeDefined());
    const order = () => result.current.list?.map(({ id, position }) => `${position} ${id}`);
    act(() => result.current.commands.move.mutate({ id: 'b', position: 1 }));
    await waitFor(() => expect(order()).toEqual(['1 b', '2 a']));
    refuse(new AppError('ENDPOINT_NOT_FOUND', 'gone'));
    await waitFor(() => expect(order()).toEqual(['1 a', '2 b']));
  });

  it('puts an edited endpoint in its place at once', async () => {
    const { result } = endpointRig({ edit: async () => sampleEndpoint({ id: 'b', position: 2, name: 'Renamed' }) });
    await waitFor(() => expect(result.current.list).toBeDefined());
    await act(() => result.current.commands.edit.mutateAsync({ id: 'b', patch: { name: 'Renamed' } }));
    await waitFor(() => expect(result.current.list?.map(({ name }) => name)).toEqual(['A', 'Renamed']));
  });

  it('shows a rest by hand at once, and its end', async () => {
    const rests = [{ scope: 'endpoint', model: null, reason: 'rested by hand', ruleId: 'by-hand', startedAtMs: 1, untilMs: null }] as const;
    const resting = sampleEndpoint({ id: 'b', position: 2, name: 'B', state: { ...sampleEndpoint().state, kind: 'resting', rests: [...rests] } });
    const { result, calls } = endpointRig({ rest: async () => resting, restore: async () => sampleEndpoint({ id: 'b', position: 2, name: 'B' }) });
    await waitFor(() => expect(result.current.list).toBeDefined());
    await act(() => result.current.commands.rest.mutateAsync({ id: 'b', forMs: null }));
    await waitFor(() => expect(result.current.list?.map(({ state }) => state.kind)).toEqual(['ready', 'resting']));
    await act(() => result.current.commands.restore.mutateAsync({ id: 'b' }));
    await waitFor(() => expect(result.current.list?.map(({ state }) => state.kind)).toEqual(['ready', 'ready']));
    expect(calls.slice(1).map(({ path, input }) => [path, input])).toEqual([
      ['endpoints.rest', { id: 'b', forMs: null }],
      ['endpoints.restore', { id: 'b' }],
    ]);
  });

  it.each(['add', 'clone', 'remove', 'undoRemove'] as const)('asks for the list again after %s', async (name) => {
    const { result, calls } = endpointRig({});
    await waitFor(() => expect(result.current.list).toBeDefined());
    const { commands } = result.current;
    await act<unknown>(() =>
      name === 'add' ? commands.add.mutateAsync({ name: 'C', baseUrl: 'https://c.example' }) : commands[name].mutateAsync({ id: 'a' }),
    );
    await waitFor(() => expect(calls.map(({ path }) => path)).toEqual(['endpoints.list', `endpoints.${name}`, 'endpoints.list']));
  });

  it('tests a draft with the credential of the stored endpoint', async () => {
    const { result, calls } = endpointRig({});
    const target = { draft: { name: 'A', baseUrl: 'https://a.example' }, credentialFrom: 'a' };
    await act(() => result.current.test.mutateAsync({ target }));
    expect(calls.at(-1)).toEqual({ path: 'endpoints.test', input: { target } });
  });
});

describe('other commands', () => {
  it('shows changed settings without asking again', async () => {
    const rig = adminRig();
    const result = rig.hook(() => ({ view: useSettings().data, change: useChangeSettings() }));
    await waitFor(() => expect(result.current.view?.needsRestart).toEqual([]));
    await act(() => result.current.change.mutateAsync({ changes: [{ path: 'proxy.port', value: 9100 }] }));
    await waitFor(() => expect(result.current.view?.needsRestart).toEqual(['proxy.port']));
    expect(rig.calls.map(({ path }) => path)).toEqual(['settings.get', 'settings.change']);
  });

  it('starts and stops the proxy, writes and restores Claude Code’s settings, adds and revokes tokens', async () => {
    const rig = adminRig();
    const result = rig.hook(() => ({ proxy: useProxyCommands(), claude: useClaudeCommands(), tokens: useTokenCommands() }));
    await act(async () => {
      await result.current.proxy.stop.mutateAsync();
      await result.current.proxy.start.mutateAsync();
      await result.current.claude.apply.mutateAsync({ takeOver: true });
      await result.current.claude.restore.mutateAsync({ folder: '/c' });
      await result.current.claude.setSwitch.mutateAsync({ name: 'plugin', isOn: true });
      await result.current.claude.restoreBackup.mutateAsync({ id: 'b' });
      await result.current.tokens.add.mutateAsync({ name: 'ci' });
      await result.current.tokens.revoke.mutateAsync({ name: 'ci' });
    });
    expect(rig.calls).toEqual([
      { path: 'proxy.stop', input: undefined },
      { path: 'proxy.start', input: undefined },
      { path: 'claude.applySettings', input: { takeOver: true } },
      { path: 'claude.restore', input: { folder: '/c' } },
      { path: 'claude.setSwitch', input: { name: 'plugin', isOn: true } },
      { path: 'claude.restoreBackup', input: { id: 'b' } },
      { path: 'tokens.add', input: { name: 'ci' } },
      { path: 'tokens.revoke', input: { name: 'ci' } },
    ]);
  });

  it('begins a session only when the code is accepted', async () => {
    const rig = adminRig();
    rig.ui.getState().endSession();
    const result = rig.hook(useLogIn);
    // An empty code is refused before anything is sent.
    await expect(act(() => result.current(''))).resolves.toBe(false);
    expect(rig.ui.getState().session).toBe('ended');
  });
});

describe('the audit', () => {
  it('is asked for its size again after everything was deleted', async () => {
    const rig = adminRig();
    const result = rig.hook(() => ({ size: useAuditSize().data, commands: useAuditCommands() }));
    await waitFor(() => expect(result.current.size).toBeDefined());
    await act(() => result.current.commands.deleteAll.mutateAsync());
    await waitFor(() => expect(rig.calls.map(({ path }) => path)).toEqual(['audit.size', 'audit.deleteAll', 'audit.size']));
  });
});
