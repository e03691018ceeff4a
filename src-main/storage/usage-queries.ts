/** Answers questions about usage over time from the 15-minute sums alone, so that a year costs as little as a day. */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { UsageInput, UsageReport, UsageRow, UsageTotals } from '../../src-shared/schemas/usage.ts';
import { cutIntoDays } from './day-cuts.ts';
import { BUCKET_MS } from './usage-rollup.ts';

const SUMS = `
  coalesce(sum(delivered + client_fault + refused + failed + client_left + stream_cut + interrupted), 0) AS exchanges,
  coalesce(sum(failed + stream_cut), 0) AS errors,
  coalesce(sum(input_tokens), 0) AS inputTokens,
  coalesce(sum(cache_read_tokens), 0) AS cacheReadTokens,
  coalesce(sum(cache_write_5m_tokens + cache_write_1h_tokens), 0) AS cacheWriteTokens,
  coalesce(sum(output_tokens), 0) AS outputTokens,
  coalesce(sum(cost_micro_usd), 0) AS costMicroUsd,
  coalesce(sum(unpriced_attempts), 0) AS unpricedAttempts`;

const IN_RANGE = 'bucket_start_ms >= ? AND bucket_start_ms < ?';

const sumsSchema = z.object({
  exchanges: z.number(),
  errors: z.number(),
  inputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  costMicroUsd: z.number(),
  unpricedAttempts: z.number(),
});
const spanSchema = z.object({ first: z.number().nullable(), last: z.number().nullable(), rows: z.number() });
const keyedSumsSchema = sumsSchema.extend({ key: z.string(), rows: z.number() });

export class UsageQueries {
  readonly #span: Statement;
  readonly #sums: Statement;
  readonly #byModel: Statement;
  readonly #byEndpoint: Statement;

  constructor(database: Database) {
    this.#span = database.prepare(
      `SELECT min(bucket_start_ms) AS first, max(bucket_start_ms) AS last, count(*) AS rows FROM usage_15min WHERE ${IN_RANGE}`,
    );
    this.#sums = database.prepare(`SELECT '' AS key, count(*) AS rows, ${SUMS} FROM usage_15min WHERE ${IN_RANGE}`);
    this.#byModel = database.prepare(`SELECT sent_model AS key, count(*) AS rows, ${SUMS} FROM usage_15min WHERE ${IN_RANGE} GROUP BY sent_model`);
    // With max(), SQLite takes the other plain columns from the row of the maximum: the latest name of the endpoint.
    this.#byEndpoint = database.prepare(
      `SELECT coalesce((SELECT name FROM endpoints WHERE id = endpoint_id), endpoint) AS key, max(bucket_start_ms), count(*) AS rows, ${SUMS}
       FROM usage_15min WHERE ${IN_RANGE} GROUP BY endpoint_id`,
    );
  }

  /**
   * Rows without any use are left out. By day: oldest first; otherwise the most exchanges first. The key is empty for
   * exchanges that reached no endpoint or named no model. The range is widened to whole 15 minutes.
   */
  report(input: UsageInput): UsageReport {
    const sinceMs = Math.floor(input.sinceMs / BUCKET_MS) * BUCKET_MS;
    const rows = this.#rows(input, sinceMs, Math.max(sinceMs, input.untilMs));
    return { rows, totals: rows.reduce((sum, row) => addTotals(sum, row), NO_USAGE) };
  }

  #rows(input: UsageInput, sinceMs: number, untilMs: number): UsageRow[] {
    switch (input.by) {
      case 'day':
        return this.#days(sinceMs, untilMs, input.timeZone);
      case 'model':
        return merge(z.array(keyedSumsSchema).parse(this.#byModel.all(sinceMs, untilMs)));
      case 'endpoint':
        return merge(z.array(keyedSumsSchema).parse(this.#byEndpoint.all(sinceMs, untilMs)));
    }
  }

  #days(sinceMs: number, untilMs: number, timeZone: string): UsageRow[] {
    const { first, last } = spanSchema.parse(this.#span.get(sinceMs, untilMs));
    if (first === null || last === null) return [];
    return cutIntoDays(first, last + BUCKET_MS, timeZone).flatMap((day) => {
      const { key: _, rows, ...totals } = keyedSumsSchema.parse(this.#sums.get(day.startMs, day.endMs));
      return rows === 0 ? [] : [{ key: day.key, ...totals }];
    });
  }
}

const NO_USAGE: UsageTotals = {
  exchanges: 0,
  errors: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  costMicroUsd: 0,
  unpricedAttempts: 0,
};

function addTotals(one: UsageTotals, other: UsageTotals): UsageTotals {
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

/** Two endpoints may have had the same name, one after the other: people see one row. */
function merge(rows: readonly UsageRow[]): UsageRow[] {
  const byKey = new Map<string, UsageTotals>();
  for (const { key, ...totals } of rows) byKey.set(key, addTotals(byKey.get(key) ?? NO_USAGE, totals));
  return [...byKey]
    .map(([key, totals]) => ({ key, ...totals }))
    .sort((one, other) => other.exchanges - one.exchanges || one.key.localeCompare(other.key));
}
