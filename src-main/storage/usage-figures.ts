/** Decides what is known of one model or endpoint over a time: counters and the two histograms, and what they say to people. */
import type { Timing, UsageFigures } from '../../src-shared/schemas/usage.ts';
import { emptyHistogram, percentileMs } from './histogram.ts';
import { noCounts, ROLLUP_COUNTERS, type RollupCounter } from './usage-rollup.ts';

export interface Figures {
  readonly counters: Record<RollupCounter, number>;
  readonly firstByte: Uint32Array;
  readonly total: Uint32Array;
}

export function noFigures(): Figures {
  return { counters: noCounts(), firstByte: emptyHistogram(), total: emptyHistogram() };
}

/** Adds `more` to `sum` in place. */
export function addFigures(sum: Figures, more: Figures): void {
  for (const counter of ROLLUP_COUNTERS) sum.counters[counter] += more.counters[counter];
  addHistogram(sum.firstByte, more.firstByte);
  addHistogram(sum.total, more.total);
}

function addHistogram(sum: Uint32Array, more: Uint32Array): void {
  for (let bucket = 0; bucket < sum.length; bucket += 1) sum[bucket] = (sum[bucket] ?? 0) + (more[bucket] ?? 0);
}

/** Figures by model, by endpoint id, or under '' for all. Give them in the order of time: the latest name of a key stays. */
export class KeyedFigures {
  readonly #byKey = new Map<string, { name: string; readonly figures: Figures }>();

  /** To be added to. @param name  For people; of an endpoint, its name then. */
  of(key: string, name: string): Figures {
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      known.name = name;
      return known.figures;
    }
    const figures = noFigures();
    this.#byKey.set(key, { name, figures });
    return figures;
  }

  /** To be added to; null: nothing was told of the key. */
  existing(key: string): Figures | null {
    return this.#byKey.get(key)?.figures ?? null;
  }

  entries(): readonly { readonly key: string; readonly name: string; readonly figures: Figures }[] {
    return [...this.#byKey].map(([key, { name, figures }]) => ({ key, name, figures }));
  }
}

export function toUsageFigures({ counters, firstByte, total }: Figures): UsageFigures {
  const outcomes = {
    delivered: counters.delivered,
    clientFault: counters.client_fault,
    refused: counters.refused,
    failed: counters.failed,
    clientLeft: counters.client_left,
    streamCut: counters.stream_cut,
    interrupted: counters.interrupted,
  };
  return {
    exchanges: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    errors: outcomes.failed + outcomes.streamCut,
    inputTokens: counters.input_tokens,
    cacheReadTokens: counters.cache_read_tokens,
    cacheWriteTokens: counters.cache_write_5m_tokens + counters.cache_write_1h_tokens,
    outputTokens: counters.output_tokens,
    costMicroUsd: counters.cost_micro_usd,
    unpricedAttempts: counters.unpriced_attempts,
    outcomes,
    attempts: counters.attempts,
    firstByte: timingOf(firstByte),
    total: timingOf(total),
  };
}

function timingOf(histogram: Uint32Array): Timing {
  const p50Ms = percentileMs(histogram, 0.5);
  const p95Ms = percentileMs(histogram, 0.95);
  return p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms };
}
