import { expect, it } from 'vitest';
import { AUDIT_TEXT_LIMIT, auditFindInputSchema, auditTextInputSchema, auditViewSchema } from '../../../../src-shared/schemas/audit.ts';
import { sampleAudit } from '../../../support/sample-audit.ts';

it('takes a question about a body with as little as its exchange and its part', () => {
  expect(auditTextInputSchema.parse({ exchangeId: 'a', part: 'original' })).toEqual({
    exchangeId: 'a',
    part: 'original',
    attempt: null,
    offset: 0,
    limit: AUDIT_TEXT_LIMIT,
  });
});

it.each([{ part: 'request' }, { part: 'original', limit: AUDIT_TEXT_LIMIT + 1 }, { part: 'original', offset: -1 }, { part: 'upstream', attempt: 0 }])(
  'refuses %j',
  (input) => {
    expect(auditTextInputSchema.safeParse({ exchangeId: 'a', ...input }).success).toBe(false);
  },
);

it('wants something to look for', () => {
  expect(auditFindInputSchema.safeParse({ exchangeId: 'a', part: 'original', text: '' }).success).toBe(false);
});

it('has a record only where something was kept', () => {
  expect(auditViewSchema.safeParse({ kind: 'kept', record: sampleAudit() }).success).toBe(true);
  expect(auditViewSchema.safeParse({ kind: 'kept' }).success).toBe(false);
  expect(auditViewSchema.parse({ kind: 'expired', record: {} })).toEqual({ kind: 'expired' });
});
