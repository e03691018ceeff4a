import { waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useMcp, useMcpPresets, useMcpSources } from '../../../../../src-renderer/state/queries/use-mcp.ts';
import { adminRig } from '../../render-with-admin.tsx';

it('asks for servers, presets and files of other programs', async () => {
  const { hook, calls } = adminRig();
  const result = hook(() => ({ list: useMcp().data, presets: useMcpPresets().data, sources: useMcpSources().data }));
  await waitFor(() => expect(result.current).toMatchObject({ list: { servers: [{ name: 'files' }] }, presets: [], sources: [] }));
  expect(calls.map(({ path }) => path).sort()).toEqual(['mcp.list', 'mcp.presets', 'mcp.sources']);
});
