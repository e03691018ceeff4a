/** Decides what the totals of a report are made of: eight sums, in SQL, as a row of numbers and as the object that is answered. */
import { z } from 'zod';
import { NO_USAGE, type UsageTotals } from '../../src-shared/schemas/usage.ts';

/** Sums over rows of usage_15min, by the names of UsageTotals. */
export const TOTALS_SQL = `
  coalesce(sum(delivered + client_fault + refused + failed + client_left + stream_cut + interrupted), 0) AS exchanges,
  coalesce(sum(failed + stream_cut), 0) AS errors,
  coalesce(sum(input_tokens), 0) AS inputTokens,
  coalesce(sum(cache_read_tokens), 0) AS cacheReadTokens,
  coalesce(sum(cache_write_5m_tokens + cache_write_1h_tokens), 0) AS cacheWriteTokens,
  coalesce(sum(output_tokens), 0) AS outputTokens,
  coalesce(sum(cost_micro_usd), 0) AS costMicroUsd,
  coalesce(sum(unpriced_attempts), 0) AS unpricedAttempts`;

export const totalsRowSchema = z.object({
  exchanges: z.number(),
  errors: z.number(),
  inputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  costMicroUsd: z.number(),
  unpricedAttempts: z.number(),
});

/** The order of the numbers in a row; part of the stored form of usage_day. */
export const TOTALS = [
  'exchanges',
  'errors',
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'costMicroUsd',
  'unpricedAttempts',
] as const satisfies readonly (keyof UsageTotals)[];

export function addTotals(one: UsageTotals, other: UsageTotals): UsageTotals {
  return {
    exchanges: one.exchanges + other.exchanges,
    errors: one.errors + other.errors,
    inputTokens: one.inputTokens + other.inputTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    costMicroUsd: one.costMicroUsd + other.costMicroUsd,
    unpricedAttempts: one.unpricedAttempts + other.unpricedAttempts,
  };
}

/** Sums of many slots in one array, since objects for each slot and key would cost more than the sums themselves. */
export class TotalsTable {
  readonly #sums: Float64Array;

  constructor(slots: number) {
    this.#sums = new Float64Array(slots * TOTALS.length);
  }

  /** @param row  In the order of TOTALS. */
  add(slot: number, row: ArrayLike<number>): void {
    const sums = this.#sums;
    const offset = slot * TOTALS.length;
    for (let index = 0; index < TOTALS.length; index += 1) {
      const more = row[index] ?? 0;
      // Errors and unpriced attempts are rare.
      if (more !== 0) sums[offset + index] = (sums[offset + index] ?? 0) + more;
    }
  }

  /** The slots with any use, in their order. */
  used(): readonly { readonly slot: number; readonly totals: UsageTotals }[] {
    const found: { readonly slot: number; readonly totals: UsageTotals }[] = [];
    for (let offset = 0; offset < this.#sums.length; offset += TOTALS.length) {
      const row = this.#sums.subarray(offset, offset + TOTALS.length);
      if (row.some((sum) => sum !== 0)) found.push({ slot: offset / TOTALS.length, totals: toTotals(row) });
    }
    return found;
  }
}

function toTotals(row: ArrayLike<number>): UsageTotals {
  const totals = { ...NO_USAGE };
  TOTALS.forEach((name, index) => {
    totals[name] = row[index] ?? 0;
  });
  return totals;
}
