import { describe, expect, it, vi } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { AppError } from '../../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

describe('record procedures', () => {
  it('list exchanges with the usual page size when asked for nothing in particular', async () => {
    const services = fakeAdminServices();
    const list = vi.fn(services.exchanges.list);
    const caller = createAdminRouter({ ...services, exchanges: { ...services.exchanges, list } }).createCaller({});
    expect((await caller.exchanges.list({})).items).toHaveLength(1);
    expect(list).toHaveBeenCalledWith({ limit: 50 });
    await expect(caller.exchanges.list({ limit: 100_000 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('show one exchange with its attempts, or say that there is none', async () => {
    const services = fakeAdminServices();
    const get = (id: string) =>
      id === 'gone' ? Promise.reject(new AppError('EXCHANGE_NOT_FOUND', 'there is no exchange "gone"')) : services.exchanges.get(id);
    const caller = createAdminRouter({ ...services, exchanges: { ...services.exchanges, get } }).createCaller({});
    expect((await caller.exchanges.get({ id: 'x' })).attempts).toHaveLength(1);
    await expect(caller.exchanges.get({ id: 'gone' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await caller.exchanges.live()).toHaveLength(1);
  });

  it('report usage for a real time zone only', async () => {
    const caller = createAdminRouter(fakeAdminServices()).createCaller({});
    expect((await caller.usage.report({ sinceMs: 0, untilMs: 1, timeZone: 'Asia/Kathmandu' })).rows).toHaveLength(1);
    await expect(caller.usage.report({ sinceMs: 0, untilMs: 1, timeZone: 'Middle/Earth' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('answer what a dashboard asks, and refuse more steps than it can show', async () => {
    const services = fakeAdminServices();
    const series = vi.fn(services.usage.series);
    const { usage } = createAdminRouter({ ...services, usage: { ...services.usage, series } }).createCaller({});
    const range = { sinceMs: 0, untilMs: 86_400_000 };
    expect(await usage.overview(range)).toMatchObject({ before: null, figures: { exchanges: 1 } });
    expect((await usage.hours({ ...range, rows: 'date' })).cells).toHaveLength(1);
    expect((await usage.breakdown({ ...range, by: 'model' })).rows).toHaveLength(1);
    expect((await usage.series({ ...range, step: 'day' })).lines).toHaveLength(1);
    expect(series).toHaveBeenCalledWith({ ...range, step: 'day', by: null, keys: 8, timeZone: 'UTC' });
    await expect(usage.series({ sinceMs: 0, untilMs: 1e13, step: 'hour' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
