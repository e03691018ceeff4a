/** What the heatmaps can show, and the value of a cell: all tokens, the cost as far as it is known, or requests. */
import type { UsageTotals } from '../../src-shared/schemas/usage.ts';

export const USAGE_METRICS = ['tokens', 'cost', 'requests'] as const;
export type UsageMetric = (typeof USAGE_METRICS)[number];

/** `metric` in the address. */
export function readMetric(search: URLSearchParams): UsageMetric {
  return USAGE_METRICS.find((metric) => metric === search.get('metric')) ?? 'tokens';
}

export function inputOf({ inputTokens, cacheReadTokens, cacheWriteTokens }: UsageTotals): number {
  return inputTokens + cacheReadTokens + cacheWriteTokens;
}

export function tokensOf(totals: UsageTotals): number {
  return inputOf(totals) + totals.outputTokens;
}

/** Null: something was used, and nothing of it has a price. */
export function costOf({ costMicroUsd, unpricedAttempts }: UsageTotals): number | null {
  return costMicroUsd === 0 && unpricedAttempts > 0 ? null : costMicroUsd;
}

/** Null: used, but without a price. */
export function metricOf(metric: UsageMetric, totals: UsageTotals): number | null {
  if (metric === 'cost') return costOf(totals);
  return metric === 'tokens' ? tokensOf(totals) : totals.exchanges;
}

/** Share of the input that came from the prompt cache; null: there was no input. */
export function cacheHitShare(totals: UsageTotals): number | null {
  const input = inputOf(totals);
  return input === 0 ? null : totals.cacheReadTokens / input;
}
