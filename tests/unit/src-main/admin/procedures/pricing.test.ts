import { expect, it } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { createCallerFactory } from '../../../../../src-main/admin/trpc.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

function rig() {
  const asked: unknown[] = [];
  const services = fakeAdminServices();
  const router = createAdminRouter({
    ...services,
    pricing: {
      list: (input) => {
        asked.push(input);
        return services.pricing.list(input);
      },
      set: (price) => {
        asked.push(price);
        return services.pricing.set(price);
      },
      remove: (model) => {
        asked.push(model);
        return services.pricing.remove(model);
      },
    },
  });
  return { asked, caller: createCallerFactory(router)({}) };
}

it('hands on what was asked, with 30 days where nothing was said', async () => {
  const { asked, caller } = rig();
  expect((await caller.pricing.list()).models).toEqual([]);
  expect(await caller.pricing.set({ model: ' m ', input: 1, output: 2 })).toMatchObject({ source: 'override', listedAs: 'm' });
  expect(await caller.pricing.remove({ model: 'm' })).toMatchObject({ source: 'none' });
  expect(asked).toEqual([{ days: 30 }, { model: 'm', input: 1, output: 2 }, 'm']);
});

it('refuses prices that are none before the core hears of them', async () => {
  const { asked, caller } = rig();
  for (const wrong of [
    { model: '', input: 1, output: 2 },
    { model: 'm', input: -1, output: 2 },
    { model: 'm', input: 1, output: Number.POSITIVE_INFINITY },
  ])
    await expect(caller.pricing.set(wrong)).rejects.toThrow();
  expect(asked).toEqual([]);
});
