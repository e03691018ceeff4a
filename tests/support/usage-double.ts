/** What sums up usage and knows prices, with plain answers; tests replace what they are about. */
import type { AdminServices } from '../../src-main/admin/ports.ts';

const totals = {
  exchanges: 1,
  errors: 0,
  inputTokens: 2,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 3,
  costMicroUsd: 0,
  unpricedAttempts: 1,
};
const outcomes = { delivered: 1, clientFault: 0, refused: 0, failed: 0, clientLeft: 0, streamCut: 0, interrupted: 0 };
const figures = { ...totals, outcomes, attempts: 1, firstByte: { p50Ms: 400, p95Ms: 900 }, total: { p50Ms: 4_000, p95Ms: 9_000 } };
const unpriced = { source: 'none', listedAs: null, isOwn: false, prices: null } as const;
const noChange = { attempts: 1, changed: 0, costBeforeMicroUsd: 0, costAfterMicroUsd: 0, newlyPriced: 0, newlyUnpriced: 0 };

export function fakeUsageService(): AdminServices['usage'] {
  return {
    report: async () => ({ rows: [{ ...totals, key: '2026-11-20' }], totals }),
    overview: async () => ({ figures, before: null, oldestMs: 0 }),
    series: async () => ({
      slots: [{ key: '2026-11-20', startMs: 0, endMs: 86_400_000 }],
      lines: [{ key: null, points: [{ slot: 0, ...totals }] }],
    }),
    hours: async () => ({ rows: ['2026-11-20'], cells: [{ row: 0, hour: 14, ...totals }] }),
    breakdown: async () => ({ rows: [{ key: 'claude-opus-4-1', ...figures }] }),
    recalculate: async ({ isDryRun }) => ({ ...noChange, isDryRun }),
  };
}

export function fakePricingService(): AdminServices['pricing'] {
  return {
    list: async () => ({ models: [], listDate: '2026-11-21', file: '/data/pricing.json', problem: null }),
    set: async ({ model }) => ({ ...unpriced, source: 'override', listedAs: model, isOwn: true }),
    remove: async () => unpriced,
  };
}
