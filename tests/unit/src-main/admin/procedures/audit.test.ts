import { expect, it } from 'vitest';
import { createAdminRouter } from '../../../../../src-main/admin/router.ts';
import { createCallerFactory } from '../../../../../src-main/admin/trpc.ts';
import { AUDIT_TEXT_LIMIT } from '../../../../../src-shared/schemas/audit.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';

const plain = fakeAdminServices();

it('fills in what a question leaves out and answers with what the audit says', async () => {
  const asked: unknown[] = [];
  const audit = {
    ...plain.audit,
    text: async (input: unknown) => {
      asked.push(input);
      return { text: 'x', offset: 0, nextOffset: null, textBytes: 1 };
    },
  };
  const caller = createCallerFactory(createAdminRouter({ ...plain, audit }))({});
  expect(await caller.audit.text({ exchangeId: 'a', part: 'original' })).toMatchObject({ text: 'x' });
  expect(asked).toEqual([{ exchangeId: 'a', part: 'original', attempt: null, offset: 0, limit: AUDIT_TEXT_LIMIT }]);
  expect(await caller.audit.get({ id: 'a' })).toEqual({ kind: 'none' });
  expect(await caller.audit.deleteAll()).toEqual({ days: [], sizeBytes: 0 });
  await expect(caller.audit.text({ exchangeId: 'a', part: 'original', limit: AUDIT_TEXT_LIMIT + 1 })).rejects.toThrow();
});
