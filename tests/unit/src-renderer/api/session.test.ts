import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetSessionSecret, logIn, logOut, readSessionSecret } from '../../../../src-renderer/api/session.ts';
import { SESSION_HEADER, SESSION_STORAGE_KEY } from '../../../../src-shared/admin-http.ts';

function answer(status: number, body: unknown) {
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => Response.json(body, { status }));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

describe('session', () => {
  beforeEach(() => {
    vi.unstubAllGlobals();
    sessionStorage.clear();
  });

  it('trades the code for a secret and keeps it for this tab', async () => {
    const fetch = answer(200, { secret: 's1' });
    expect(await logIn('code-1')).toBe(true);
    expect(fetch).toHaveBeenCalledWith('/login', expect.objectContaining({ method: 'POST', body: '{"code":"code-1"}' }));
    expect(readSessionSecret()).toBe('s1');
    expect(sessionStorage.getItem(SESSION_STORAGE_KEY)).toBe('s1');
    forgetSessionSecret();
    expect(readSessionSecret()).toBeNull();
  });

  it.each([
    [401, { error: { code: 'X', message: 'used' } }],
    [200, { nothing: true }],
  ])('keeps nothing when the answer is %d %j', async (status, body) => {
    answer(status, body);
    expect(await logIn('code-1')).toBe(false);
    expect(readSessionSecret()).toBeNull();
  });

  it('sends nothing when the link holds no code', async () => {
    const fetch = answer(200, { secret: 's1' });
    expect(await logIn('')).toBe(false);
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([200, 401])('forgets the secret once the server has ended the session (%d)', async (status) => {
    answer(200, { secret: 's1' });
    await logIn('code-1');
    const fetch = answer(status, {});
    await logOut();
    expect(fetch).toHaveBeenCalledWith(
      '/logout',
      expect.objectContaining({ method: 'POST', headers: expect.objectContaining({ [SESSION_HEADER]: 's1' }) }),
    );
    expect(readSessionSecret()).toBeNull();
  });

  it('stays logged in while the server has not ended the session', async () => {
    answer(200, { secret: 's1' });
    await logIn('code-1');
    answer(500, {});
    await expect(logOut()).rejects.toThrow('500');
    expect(readSessionSecret()).toBe('s1');
  });
});
