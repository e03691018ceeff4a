import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetSessionSecret, logIn, readSessionSecret } from '../../../../src-renderer/api/session.ts';
import { SESSION_STORAGE_KEY } from '../../../../src-shared/admin-http.ts';

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
});
