/** The few statistics that the benchmark prints. */

/** Value below which `share` (0 to 1) of the samples lie, by the nearest-rank method; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)));
  return sorted[rank - 1] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  return { count: samples.length, p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) };
}

/** What a detour adds to the direct way, at both percentiles; never below zero, since the difference of two noisy numbers may be. */
export function added(detour: Spread, direct: Spread): Spread {
  return { count: detour.count, p50: Math.max(0, detour.p50 - direct.p50), p99: Math.max(0, detour.p99 - direct.p99) };
}
