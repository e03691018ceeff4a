import { expect, it } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { createCallerFactory } from '../../../../../src-main/admin/trpc.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { NO_DOCTOR_RUN } from '../../../../support/system-double.ts';

it('hands on what is asked, with what was left out filled in', async () => {
  const asked: unknown[] = [];
  const plain = fakeAdminServices();
  const doctor = {
    ...plain.doctor,
    run: (input: unknown) => {
      asked.push(input);
      return { ...NO_DOCTOR_RUN, run: 4 };
    },
    fix: async (fix: unknown) => {
      asked.push(fix);
      return NO_DOCTOR_RUN;
    },
  };
  const caller = createCallerFactory(createAdminRouter({ ...plain, doctor }))({});
  expect(await caller.doctor.run({ checks: ['clock'] })).toMatchObject({ run: 4 });
  await caller.doctor.fix({ fix: 'close-data-files' });
  expect(asked).toEqual([{ groups: null, checks: ['clock'], isPaid: false }, 'close-data-files']);
  expect(await caller.doctor.state()).toEqual(NO_DOCTOR_RUN);
  expect(await caller.doctor.cancel()).toEqual(NO_DOCTOR_RUN);
  expect(await caller.doctor.report({})).toEqual({ markdown: '# Code Proxy' });
  await expect(caller.doctor.run({ groups: [] })).rejects.toThrow();
});
