import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

describe('configuration procedures', () => {
  it('change settings by path and refuse what is no path', async () => {
    const services = fakeAdminServices();
    const change = vi.fn(services.settings.change);
    const caller = createAdminRouter({ ...services, settings: { ...services.settings, change } }).createCaller({});
    expect((await caller.settings.get()).settings.proxy.port).toBe(9_000);
    expect((await caller.settings.change({ changes: [{ path: 'proxy.port', value: 9_100 }] })).needsRestart).toEqual(['proxy.port']);
    for (const path of ['__proto__.polluted', 'proxy', 'proxy.port.x']) {
      await expect(caller.settings.change({ changes: [{ path, value: 1 }] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    await expect(caller.settings.change({ changes: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(change).toHaveBeenCalledTimes(1);
  });

  it('tell a token once, when it is made', async () => {
    const caller = createAdminRouter(fakeAdminServices()).createCaller({});
    expect(await caller.tokens.add({ name: 'ci' })).toEqual({ name: 'ci', token: 'cp-new-token' });
    expect(await caller.tokens.list()).toEqual([{ name: 'ci', createdAtMs: 1, lastUsedAtMs: null, tail: 'abcd' }]);
    expect(await caller.tokens.current()).toEqual({ token: 'cp-current-token' });
    await expect(caller.tokens.add({ name: 'a\nb' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await caller.tokens.revoke({ name: 'ci' })).toBeUndefined();
  });
});
