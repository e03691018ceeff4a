import { expect, it } from 'vitest';
import { exchangeListInputSchema, usageSchema } from '../../../../src-shared/schemas/exchange.ts';

it('lists 50 exchanges unless told otherwise, at most 200', () => {
  expect(exchangeListInputSchema.parse({})).toEqual({ limit: 50 });
  expect(exchangeListInputSchema.safeParse({ limit: 201 }).success).toBe(false);
});

it.each([2, 5, 200, 529])('filters by %i as status class or exact status', (status) => {
  expect(exchangeListInputSchema.parse({ status }).status).toBe(status);
});

it.each([0, 6, 99, 600, 2.5])('refuses %d as status', (status) => {
  expect(exchangeListInputSchema.safeParse({ status }).success).toBe(false);
});

it('counts tokens in whole numbers that are not negative', () => {
  const usage = { inputTokens: 1, cacheReadTokens: 2, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 3, source: 'reported' };
  expect(usageSchema.parse(usage)).toEqual(usage);
  expect(usageSchema.safeParse({ ...usage, outputTokens: -1 }).success).toBe(false);
  expect(usageSchema.safeParse({ ...usage, outputTokens: 0.5 }).success).toBe(false);
});
