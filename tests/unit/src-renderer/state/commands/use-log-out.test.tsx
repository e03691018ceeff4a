import { act, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { useLogOut } from '../../../../../src-renderer/state/commands/use-log-out.ts';
import { SESSION_STORAGE_KEY } from '../../../../../src-shared/admin-http.ts';
import { adminRig } from '../../render-with-admin.tsx';

beforeEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

it('ends the session, and forgets all that the core said', async () => {
  sessionStorage.setItem(SESSION_STORAGE_KEY, 's1');
  vi.stubGlobal('fetch', async () => Response.json({}));
  const { hook, queries, ui } = adminRig();
  queries.setQueryData(['secret'], 'said by the core');
  const result = hook(useLogOut);
  expect(result.current.isPossible).toBe(true);
  act(() => result.current.mutate());
  await waitFor(() => expect(ui.getState().session).toBe('left'));
  expect(queries.getQueryData(['secret'])).toBeUndefined();
  expect(sessionStorage.getItem(SESSION_STORAGE_KEY)).toBeNull();
});

it('stays logged in when the server cannot be reached', async () => {
  sessionStorage.setItem(SESSION_STORAGE_KEY, 's1');
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  const { hook, ui } = adminRig();
  const result = hook(useLogOut);
  act(() => result.current.mutate());
  await waitFor(() => expect(result.current.isError).toBe(true));
  expect(ui.getState().session).toBe('active');
  expect(sessionStorage.getItem(SESSION_STORAGE_KEY)).toBe('s1');
});

it('is not offered where nobody has logged in, as in the desktop window', () => {
  expect(adminRig().hook(useLogOut).current.isPossible).toBe(false);
});
