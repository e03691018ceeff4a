/**
 * Decides what a recalculation changes: the cost of stored attempts at the prices given, and the sums by the difference, a slice of
 * exchanges at a time. Costs that are as they would be again stay untouched, so it may be broken off and begun anew.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { costMicroUsd } from '../../src-shared/token-cost.ts';
import { bucketStartMs } from './usage-bucket.ts';
import { UsageDays } from './usage-days.ts';
import type { RepricingInput, RepricingSlice } from './worker-calls.ts';

/** Some 5 ms of work, so that records never wait long behind it. */
const SLICE_EXCHANGES = 200;

const exchangeSchema = z.object({ seq: z.number(), started_at_ms: z.number() });
const attemptSchema = z.object({
  exchange_seq: z.number(),
  number: z.number(),
  endpoint_id: z.string(),
  sent_model: z.string(),
  input_tokens: z.number(),
  cache_read_tokens: z.number(),
  cache_write_5m_tokens: z.number(),
  cache_write_1h_tokens: z.number(),
  output_tokens: z.number(),
  cost_micro_usd: z.number().nullable(),
});
type AttemptRow = z.infer<typeof attemptSchema>;

interface Change {
  readonly exchangeSeq: number;
  readonly number: number;
  readonly bucketStartMs: number;
  readonly endpointId: string;
  readonly sentModel: string;
  readonly before: number | null;
  readonly after: number | null;
}

export class Repricing {
  readonly #exchanges: Statement;
  readonly #attempts: Statement;

  constructor(database: Database) {
    this.#exchanges = database.prepare(
      `SELECT seq, started_at_ms FROM exchanges WHERE (started_at_ms, seq) > (?, ?) AND started_at_ms < ? AND outcome IS NOT NULL
       ORDER BY started_at_ms, seq LIMIT ${SLICE_EXCHANGES}`,
    );
    this.#attempts = database.prepare(
      `SELECT ${Object.keys(attemptSchema.shape).join(', ')} FROM attempts
       WHERE exchange_seq IN (SELECT value FROM json_each(?)) AND usage_source IS NOT NULL AND sent_model IS NOT NULL`,
    );
  }

  /** What a slice would change; nothing is. */
  count(input: RepricingInput): RepricingSlice {
    return this.plan(input).slice;
  }

  plan(input: RepricingInput): { readonly slice: RepricingSlice; readonly changes: readonly Change[] } {
    const { after = { startedAtMs: Math.ceil(input.sinceMs), seq: -1 } } = input;
    const exchanges = z.array(exchangeSchema).parse(this.#exchanges.all(after.startedAtMs, after.seq, Math.ceil(input.untilMs)));
    const starts = new Map(exchanges.map(({ seq, started_at_ms }) => [seq, started_at_ms]));
    const multipliers = new Map(input.endpoints.map(({ id, multiplier }) => [id, multiplier]));
    const prices = new Map(input.models.map((one) => [one.model, one.prices]));
    let attempts = 0;
    const changes: Change[] = [];
    for (const row of z.array(attemptSchema).parse(this.#attempts.all(JSON.stringify([...starts.keys()])))) {
      const multiplier = multipliers.get(row.endpoint_id);
      const listed = prices.get(row.sent_model);
      // What an endpoint that is gone charged is not known any more.
      if (multiplier === undefined || listed === undefined) continue;
      attempts += 1;
      const cost = listed === null ? null : costMicroUsd(listed, multiplier, tokensOf(row));
      if (cost !== row.cost_micro_usd) changes.push(changeOf(row, cost, starts.get(row.exchange_seq) ?? 0));
    }
    const last = exchanges.at(-1);
    const next = exchanges.length < SLICE_EXCHANGES || last === undefined ? null : { startedAtMs: last.started_at_ms, seq: last.seq };
    return { slice: { ...summed(changes), attempts, next }, changes };
  }
}

/** Writes what a plan says. */
export class RepricingWriter {
  readonly #database: Database;
  readonly #repricing: Repricing;
  readonly #days: UsageDays;
  readonly #setCost: Statement;
  readonly #adjustSums: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#repricing = new Repricing(database);
    this.#days = new UsageDays(database);
    this.#setCost = database.prepare('UPDATE attempts SET cost_micro_usd = ? WHERE exchange_seq = ? AND number = ?');
    this.#adjustSums = database.prepare(
      `UPDATE usage_15min SET cost_micro_usd = cost_micro_usd + ?, unpriced_attempts = unpriced_attempts + ?
       WHERE bucket_start_ms = ? AND endpoint_id = ? AND sent_model = ?`,
    );
  }

  /** Committed when it returns. */
  apply(input: RepricingInput): RepricingSlice {
    return this.#database
      .transaction(() => {
        const { slice, changes } = this.#repricing.plan(input);
        for (const change of changes) this.#write(change);
        if (changes.length > 0) this.#days.forget(Math.min(...changes.map((change) => change.bucketStartMs)));
        return slice;
      })
      .immediate();
  }

  #write({ exchangeSeq, number, bucketStartMs: bucket, endpointId, sentModel, before, after }: Change): void {
    this.#setCost.run(after, exchangeSeq, number);
    const unpriced = (after === null ? 1 : 0) - (before === null ? 1 : 0);
    this.#adjustSums.run((after ?? 0) - (before ?? 0), unpriced, bucket, endpointId, sentModel);
  }
}

function changeOf(row: AttemptRow, after: number | null, startedAtMs: number): Change {
  return {
    exchangeSeq: row.exchange_seq,
    number: row.number,
    bucketStartMs: bucketStartMs(startedAtMs),
    endpointId: row.endpoint_id,
    sentModel: row.sent_model,
    before: row.cost_micro_usd,
    after,
  };
}

function tokensOf(row: AttemptRow) {
  return {
    inputTokens: row.input_tokens,
    cacheReadTokens: row.cache_read_tokens,
    cacheWrite5mTokens: row.cache_write_5m_tokens,
    cacheWrite1hTokens: row.cache_write_1h_tokens,
    outputTokens: row.output_tokens,
  };
}

function summed(changes: readonly Change[]): Omit<RepricingSlice, 'attempts' | 'next'> {
  return {
    changed: changes.length,
    costBeforeMicroUsd: changes.reduce((sum, { before }) => sum + (before ?? 0), 0),
    costAfterMicroUsd: changes.reduce((sum, { after }) => sum + (after ?? 0), 0),
    newlyPriced: changes.filter(({ before }) => before === null).length,
    newlyUnpriced: changes.filter(({ after }) => after === null).length,
  };
}
