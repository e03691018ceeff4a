import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

describe('instance procedures', () => {
  it('tell the status and switch the proxy', async () => {
    const caller = createAdminRouter(fakeAdminServices()).createCaller({});
    expect((await caller.status.get()).instanceId).toBe('instance-a');
    expect((await caller.proxy.start()).kind).toBe('running');
    expect((await caller.proxy.stop()).kind).toBe('stopped');
  });

  it('give a login link, or say that there is none', async () => {
    const link = (loginLink: () => string | null) => createAdminRouter(fakeAdminServices({ loginLink })).createCaller({}).dashboard.loginLink();
    expect(await link(() => 'http://127.0.0.1:1/login#a')).toEqual({ url: 'http://127.0.0.1:1/login#a' });
    expect(await link(() => null)).toEqual({ url: null });
  });

  it('begin to shut down once when told so', async () => {
    const shutDown = vi.fn();
    expect(await createAdminRouter(fakeAdminServices({ shutDown })).createCaller({}).app.shutDown()).toBeUndefined();
    expect(shutDown).toHaveBeenCalledTimes(1);
  });

  it('refuse to pass on a status that breaks the contract', async () => {
    const services = fakeAdminServices();
    const broken = { ...services.status(), pid: 1.5 };
    await expect(
      createAdminRouter({ ...services, status: () => broken })
        .createCaller({})
        .status.get(),
    ).rejects.toThrow('Output validation failed');
  });
});
