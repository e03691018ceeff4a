import { expect, it } from 'vitest';
import { priceInputSchema, priceListInputSchema, tokenPricesSchema } from '../../../../src-shared/schemas/pricing.ts';

const PRICE = { model: ' my-model ', input: 3, output: 15 };

it('takes a price with what was left out, and nothing below 0 or beyond reason', () => {
  expect(priceInputSchema.parse(PRICE)).toEqual({ model: 'my-model', input: 3, output: 15 });
  for (const wrong of [{ input: -1 }, { output: 100_001 }, { cacheRead: Number.NaN }, { model: ' ' }, { model: '__proto__' }])
    expect(priceInputSchema.safeParse({ ...PRICE, ...wrong }).success).toBe(false);
});

it('wants a price for every kind of token where prices are applied', () => {
  const flat = { input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6 };
  expect(tokenPricesSchema.parse({ ...flat, largeInput: flat }).largeInput).toEqual(flat);
  expect(tokenPricesSchema.safeParse(flat).success).toBe(false);
});

it('asks for 30 days unless told otherwise', () => {
  expect(priceListInputSchema.parse(undefined)).toEqual({ days: 30 });
  expect(priceListInputSchema.safeParse({ days: 0 }).success).toBe(false);
});
