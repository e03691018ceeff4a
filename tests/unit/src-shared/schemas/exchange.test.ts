import { expect, it } from 'vitest';
import { exchangeFilterSchema, exchangeListInputSchema, exchangeSummarySchema, usageSchema } from '../../../../src-shared/schemas/exchange.ts';
import { sampleExchange } from '../../../support/admin-services.ts';

it('filters by a class of status or by one status, and by nothing in between', () => {
  const accepts = (status: unknown) => exchangeFilterSchema.safeParse({ status }).success;
  expect([1, 2, 5, 100, 529, 599].map(accepts)).toEqual([true, true, true, true, true, true]);
  expect([0, 6, 99, 600, 4.5, '4'].map(accepts)).toEqual([false, false, false, false, false, false]);
});

it('gives pages of 50 unless asked otherwise, and never more than 200', () => {
  expect(exchangeListInputSchema.parse({}).limit).toBe(50);
  expect([0, 201, 1.5].map((limit) => exchangeListInputSchema.safeParse({ limit }).success)).toEqual([false, false, false]);
});

it('keeps an exchange under way as it is, and refuses an outcome that does not exist', () => {
  expect(exchangeSummarySchema.parse(sampleExchange())).toEqual(sampleExchange());
  expect(exchangeSummarySchema.safeParse({ ...sampleExchange(), outcome: 'lost' }).success).toBe(false);
});

it('counts tokens in whole numbers from nought', () => {
  const usage = { inputTokens: 1, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0, source: 'reported' };
  expect(usageSchema.safeParse(usage).success).toBe(true);
  expect(usageSchema.safeParse({ ...usage, outputTokens: -1 }).success).toBe(false);
  expect(usageSchema.safeParse({ ...usage, inputTokens: 0.5 }).success).toBe(false);
});
