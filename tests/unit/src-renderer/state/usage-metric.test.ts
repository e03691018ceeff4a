import { describe, expect, it } from 'vitest';
import { cacheHitShare, costOf, metricOf, readMetric } from '../../../../src-renderer/state/usage-metric.ts';
import { NO_USAGE } from '../../../../src-shared/schemas/usage.ts';

const totals = { ...NO_USAGE, exchanges: 4, inputTokens: 10, cacheReadTokens: 70, cacheWriteTokens: 20, outputTokens: 5, costMicroUsd: 9 };

describe('usage metrics', () => {
  it('counts all tokens, those from the cache too', () => {
    expect([metricOf('tokens', totals), metricOf('cost', totals), metricOf('requests', totals)]).toEqual([105, 9, 4]);
  });

  it('knows no cost where nothing has a price, and no cost at all where nothing was used', () => {
    expect(costOf({ ...NO_USAGE, unpricedAttempts: 3 })).toBeNull();
    expect(costOf({ ...totals, unpricedAttempts: 3 })).toBe(9);
    expect(costOf(NO_USAGE)).toBe(0);
  });

  it('takes the share of cache reads of all input', () => {
    expect(cacheHitShare(totals)).toBe(0.7);
    expect(cacheHitShare(NO_USAGE)).toBeNull();
  });

  it('is tokens unless the address names another', () => {
    expect(['metric=cost', 'metric=x', ''].map((text) => readMetric(new URLSearchParams(text)))).toEqual(['cost', 'tokens', 'tokens']);
  });
});
