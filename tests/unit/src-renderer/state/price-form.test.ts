import { describe, expect, it } from 'vitest';
import {
  EMPTY_PRICE,
  NOT_DOLLARS,
  type PriceFormValues,
  priceFormOf,
  priceFormSchema,
  priceInputOf,
} from '../../../../src-renderer/state/price-form.ts';
import { priceInputSchema } from '../../../../src-shared/schemas/pricing.ts';

const FILLED: PriceFormValues = { ...EMPTY_PRICE, model: ' my-model ', input: '3', output: '15' };
const sent = (change: Partial<PriceFormValues> = {}) => priceInputOf(priceFormSchema.parse({ ...FILLED, ...change }));

describe('the form of a price', () => {
  it('sends what was entered, with a point or a comma, and leaves out what was left empty', () => {
    expect(sent()).toEqual({ model: 'my-model', input: 3, output: 15 });
    expect(sent({ input: ' $0.30 ', cacheRead: '0,03', cacheWrite: '0', cacheWrite1h: '6' })).toEqual({
      model: 'my-model',
      input: 0.3,
      output: 15,
      cacheRead: 0.03,
      cacheWrite: 0,
      cacheWrite1h: 6,
    });
    expect(priceInputSchema.parse(sent())).toEqual(sent());
  });

  it.each<[Partial<PriceFormValues>, string, string]>([
    [{ model: ' ' }, 'model', 'a model is needed'],
    [{ input: '' }, 'input', NOT_DOLLARS],
    [{ output: 'much' }, 'output', NOT_DOLLARS],
    [{ cacheRead: '-1' }, 'cacheRead', NOT_DOLLARS],
    [{ cacheWrite1h: '1000000' }, 'cacheWrite1h', 'must be at most 100000'],
  ])('refuses %j', (change, field, message) => {
    const issues = priceFormSchema.safeParse({ ...FILLED, ...change }).error?.issues ?? [];
    expect(issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[field, message]]);
  });

  it('begins with the price that applies, or empty for an unpriced model', () => {
    const prices = { input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6, largeInput: null };
    const filled = { model: 'm', input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75', cacheWrite1h: '6' };
    expect(priceFormOf({ model: 'm', prices })).toEqual(filled);
    expect(priceFormOf({ model: 'm', prices: null })).toEqual({ ...EMPTY_PRICE, model: 'm' });
  });
});
