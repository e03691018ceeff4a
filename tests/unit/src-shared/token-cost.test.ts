import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenPrices } from '../../../src-shared/schemas/pricing.ts';
import { costMicroUsd, type TokenCounts } from '../../../src-shared/token-cost.ts';

const SONNET: TokenPrices = { input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6, largeInput: null };
const NONE: TokenCounts = { inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0 };

describe('costMicroUsd', () => {
  it.each([
    ['nothing', {}, 1, 0],
    ['a million tokens of input', { inputTokens: 1_000_000 }, 1, 3_000_000],
    ['output', { outputTokens: 100 }, 1, 1_500],
    ['cache reads', { cacheReadTokens: 1_000 }, 1, 300],
    ['cache writes of both kinds', { cacheWrite5mTokens: 100, cacheWrite1hTokens: 100 }, 1, 975],
    ['one token read, to the nearest millionth', { cacheReadTokens: 1 }, 1, 0],
    ['two tokens read', { cacheReadTokens: 2 }, 1, 1],
    ['half price', { inputTokens: 11, outputTokens: 7 }, 0.5, 69],
    ['a flat rate', { inputTokens: 11, outputTokens: 7 }, 0, 0],
  ])('prices %s', (_what, usage, multiplier, cost) => {
    expect(costMicroUsd(SONNET, multiplier, { ...NONE, ...usage })).toBe(cost);
  });

  it('has other prices above 200,000 tokens of input, cached ones included', () => {
    const prices = { ...SONNET, largeInput: { ...SONNET, input: 6, cacheRead: 0.6 } };
    expect(costMicroUsd(prices, 1, { ...NONE, inputTokens: 100_000, cacheReadTokens: 100_000 })).toBe(330_000);
    expect(costMicroUsd(prices, 1, { ...NONE, inputTokens: 100_001, cacheReadTokens: 100_000 })).toBe(660_006);
  });

  it('is a whole number within one millionth of the sum of its parts, and grows with each of them', () => {
    const price = fc.double({ min: 0, max: 200, noNaN: true });
    const prices = fc.record({
      input: price,
      output: price,
      cacheRead: price,
      cacheWrite5m: price,
      cacheWrite1h: price,
      largeInput: fc.constant(null),
    });
    const tokens = fc.integer({ min: 0, max: 2_000_000 });
    const counts = fc.record({
      inputTokens: tokens,
      cacheReadTokens: tokens,
      cacheWrite5mTokens: tokens,
      cacheWrite1hTokens: tokens,
      outputTokens: tokens,
    });
    fc.assert(
      fc.property(prices, counts, fc.double({ min: 0, max: 100, noNaN: true }), (listed, usage, multiplier) => {
        const cost = costMicroUsd(listed, multiplier, usage);
        expect(Number.isSafeInteger(cost)).toBe(true);
        const parts = [
          [listed.input, usage.inputTokens],
          [listed.output, usage.outputTokens],
          [listed.cacheRead, usage.cacheReadTokens],
          [listed.cacheWrite5m, usage.cacheWrite5mTokens],
          [listed.cacheWrite1h, usage.cacheWrite1hTokens],
        ] as const;
        const exact = parts.reduce((sum, [each, count]) => sum + each * count * multiplier, 0);
        expect(Math.abs(cost - exact)).toBeLessThanOrEqual(1);
        expect(costMicroUsd(listed, multiplier, { ...usage, outputTokens: usage.outputTokens + 1 })).toBeGreaterThanOrEqual(cost);
      }),
    );
  });
});
