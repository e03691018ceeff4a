import { describe, expect, it } from 'vitest';
import { builtInPrices } from '../../../../src-main/pricing/built-in-prices.ts';
import { modelKey } from '../../../../src-main/pricing/model-key.ts';
import { listedPrices, priceDocumentSchema } from '../../../../src-main/pricing/price-document.ts';
import { PriceLists } from '../../../../src-main/pricing/price-lists.ts';

const own = (models: Readonly<Record<string, number>>) =>
  listedPrices({ own: { models: Object.fromEntries(Object.entries(models).map(([model, input]) => [model, { cost: { input, output: 1 } }])) } });
const lists = (models: Readonly<Record<string, number>> = {}) => new PriceLists({ own: own(models), builtIn: builtInPrices() });

describe('the built-in list', () => {
  it('lists the current Claude models at the prices of their maker', () => {
    const prices = Object.fromEntries(builtInPrices().map(({ model, prices: each }) => [model, each]));
    expect(prices['claude-sonnet-4-5']).toEqual({ input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6, largeInput: null });
    expect(prices['claude-opus-4-1']).toMatchObject({ input: 15, output: 75, cacheRead: 1.5, cacheWrite5m: 18.75, cacheWrite1h: 30 });
    expect(prices['claude-opus-5-5']).toMatchObject({ input: 4, output: 20, cacheRead: 0.2, cacheWrite5m: 5, cacheWrite1h: 8 });
    expect(prices['claude-haiku-4-5']).toMatchObject({ input: 1, output: 5, cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2 });
    expect(prices['gemini-2.5-pro']?.largeInput).toMatchObject({ input: 2.5, output: 15 });
  });

  it('has each model once, with reads no dearer than input and output no cheaper', () => {
    const all = builtInPrices();
    expect(new Set(all.map(({ model }) => modelKey(model))).size).toBe(all.length);
    for (const { prices } of all) {
      expect(prices.cacheRead).toBeLessThanOrEqual(prices.input);
      expect(prices.output).toBeGreaterThanOrEqual(prices.input);
    }
  });
});

describe('PriceLists', () => {
  it.each([
    ['claude-sonnet-4-5-20250929', 'exact', 'claude-sonnet-4-5', 3],
    ['anthropic/claude-opus-4.1', 'exact', 'claude-opus-4-1', 15],
    ['claude-opus-4-20250514', 'exact', 'claude-opus-4', 15],
    ['claude-opus-4-5-20251101', 'exact', 'claude-opus-4-5', 5],
    ['claude-3-5-haiku-20241022', 'exact', 'claude-3-5-haiku', 0.8],
    ['claude-sonnet-4-5-relay', 'prefix', 'claude-sonnet-4-5', 3],
    ['Kimi-K2-Thinking', 'exact', 'kimi-k2-thinking', 0.6],
    ['GLM-4.6', 'exact', 'glm-4.6', 0.6],
    ['gpt-5-2025-08-07', 'exact', 'gpt-5', 1.25],
  ])('prices %s: %s as %s', (model, source, listedAs, input) => {
    expect(lists().priceOf(model)).toMatchObject({ source, listedAs, isOwn: false, prices: { input } });
  });

  it.each(['claude-opus-4-9', 'claude-opus-6', 'claude-haiku-5', 'gpt-5-unknown-mini', 'llama-4', 'claude', '', 'sonnet'])(
    'leaves %s unpriced rather than take a relative for it',
    (model) => {
      expect(lists().priceOf(model)).toEqual({ source: 'none', listedAs: null, isOwn: false, prices: null });
    },
  );

  it('lets the own list win by name, and by the longer beginning', () => {
    const { priceOf } = { priceOf: (model: string) => lists({ 'claude-sonnet-4.5': 1, 'gpt-5-relay': 2, 'my-model-1': 3, o3: 4 }).priceOf(model) };
    expect(priceOf('claude-sonnet-4-5-20250929')).toMatchObject({ source: 'override', isOwn: true, prices: { input: 1 } });
    expect(priceOf('gpt-5-relay-eu')).toMatchObject({ source: 'prefix', listedAs: 'gpt-5-relay', isOwn: true, prices: { input: 2 } });
    expect(priceOf('o3-high')).toMatchObject({ source: 'prefix', isOwn: true, prices: { input: 4 } });
    expect(priceOf('gpt-5-mini')).toMatchObject({ source: 'exact', isOwn: false, prices: { input: 0.25 } });
    expect(priceOf('my-model-1-eu')).toMatchObject({ source: 'prefix', isOwn: true, prices: { input: 3 } });
  });

  it('answers the same when asked again, for more names than it remembers', () => {
    const prices = lists();
    for (let number = 0; number < 5_000; number += 1) expect(prices.priceOf(`x-${number}`).source).toBe('none');
    for (let round = 0; round < 2; round += 1) expect(prices.priceOf('claude-haiku-4-5').source).toBe('exact');
  });
});

describe('listedPrices', () => {
  it('takes the maker of a model before resellers, and passes over models without a price', () => {
    const document = priceDocumentSchema.parse({
      reseller: { name: 'R', models: { 'gpt-5': { name: 'GPT', cost: { input: 9, output: 9 } }, free: {} } },
      openai: { models: { 'gpt-5': { cost: { input: 1, output: 2, reasoning: 3 } } } },
    });
    expect(listedPrices(document).map(({ model, prices }) => [model, prices.input])).toEqual([
      ['gpt-5', 1],
      ['gpt-5', 9],
    ]);
    expect(new PriceLists({ own: listedPrices(document), builtIn: [] }).priceOf('gpt-5').prices?.input).toBe(1);
  });

  it('fills in what a list leaves out', () => {
    const [claude, other] = own({ 'claude-x-9': 2, 'other-1': 2 });
    expect(claude?.prices).toEqual({ input: 2, output: 1, cacheRead: 2, cacheWrite5m: 2, cacheWrite1h: 4, largeInput: null });
    expect(other?.prices).toMatchObject({ cacheRead: 2, cacheWrite5m: 2, cacheWrite1h: 2 });
  });
});
