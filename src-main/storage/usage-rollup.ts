/**
 * Decides what an ended exchange adds to the 15-minute sums, and adds it. Call it inside the transaction that ends the
 * exchange, once per exchange, or the sums stop being those of the raw rows.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { Attempt, ExchangeSummary, Outcome } from '../../src-shared/schemas/exchange.ts';
import { bucketOf, decodeHistogram, emptyHistogram, encodeHistogram } from './histogram.ts';
import { bucketStartMs as startOfBucket } from './usage-bucket.ts';

export const ROLLUP_COUNTERS = [
  'delivered',
  'client_fault',
  'refused',
  'failed',
  'client_left',
  'stream_cut',
  'interrupted',
  'attempts',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'output_tokens',
  'cost_micro_usd',
  'unpriced_attempts',
] as const;
export type RollupCounter = (typeof ROLLUP_COUNTERS)[number];

type CountedExchange = Pick<ExchangeSummary, 'startedAtMs' | 'firstByteAtMs' | 'endedAtMs' | 'kind'> & { readonly outcome: Outcome };

interface Row {
  readonly bucketStartMs: number;
  readonly endpointId: string;
  readonly sentModel: string;
  endpoint: string;
  readonly counters: Record<RollupCounter, number>;
  readonly firstByte: Uint32Array;
  readonly total: Uint32Array;
}

const histogramsSchema = z.object({ first_byte_histogram: z.instanceof(Uint8Array), total_histogram: z.instanceof(Uint8Array) });

/** Collects the sums of one transaction, so that many exchanges of one quarter cost one row change. */
export class UsageRollup {
  readonly #rows = new Map<string, Row>();

  add(exchange: CountedExchange, attempts: readonly Attempt[]): void {
    const row = this.#rowOf(exchange, attempts.at(-1));
    row.counters[exchange.outcome] += 1;
    if (exchange.kind === 'messages' && exchange.outcome === 'delivered') {
      countTime(row.firstByte, exchange.startedAtMs, exchange.firstByteAtMs);
      countTime(row.total, exchange.startedAtMs, exchange.endedAtMs);
    }
    for (const attempt of attempts) countAttempt(this.#rowOf(exchange, attempt).counters, attempt);
  }

  /** Adds what was collected to the stored sums. @returns the oldest and the newest quarter that changed; null: none did. */
  store(statements: RollupStatements): { readonly oldestMs: number; readonly newestMs: number } | null {
    if (this.#rows.size === 0) return null;
    let oldestMs = Number.POSITIVE_INFINITY;
    let newestMs = Number.NEGATIVE_INFINITY;
    for (const row of this.#rows.values()) {
      statements.add(row);
      oldestMs = Math.min(oldestMs, row.bucketStartMs);
      newestMs = Math.max(newestMs, row.bucketStartMs);
    }
    this.#rows.clear();
    return { oldestMs, newestMs };
  }

  #rowOf(exchange: CountedExchange, attempt: Attempt | undefined): Row {
    const bucketStartMs = startOfBucket(exchange.startedAtMs);
    const endpointId = attempt?.endpointId ?? '';
    const sentModel = attempt?.sentModel ?? '';
    const key = JSON.stringify([bucketStartMs, endpointId, sentModel]);
    const existing = this.#rows.get(key);
    if (existing !== undefined) {
      existing.endpoint = attempt?.endpoint ?? '';
      return existing;
    }
    const row: Row = {
      bucketStartMs,
      endpointId,
      sentModel,
      endpoint: attempt?.endpoint ?? '',
      counters: noCounts(),
      firstByte: emptyHistogram(),
      total: emptyHistogram(),
    };
    this.#rows.set(key, row);
    return row;
  }
}

export function noCounts(): Record<RollupCounter, number> {
  return {
    delivered: 0,
    client_fault: 0,
    refused: 0,
    failed: 0,
    client_left: 0,
    stream_cut: 0,
    interrupted: 0,
    attempts: 0,
    input_tokens: 0,
    cache_read_tokens: 0,
    cache_write_5m_tokens: 0,
    cache_write_1h_tokens: 0,
    output_tokens: 0,
    cost_micro_usd: 0,
    unpriced_attempts: 0,
  };
}

function countTime(histogram: Uint32Array, startMs: number, endMs: number | null): void {
  if (endMs === null) return;
  const bucket = bucketOf(endMs - startMs);
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

function countAttempt(counters: Record<RollupCounter, number>, attempt: Attempt): void {
  counters.attempts += 1;
  counters.cost_micro_usd += attempt.costMicroUsd ?? 0;
  if (attempt.usage === null) return;
  counters.input_tokens += attempt.usage.inputTokens;
  counters.cache_read_tokens += attempt.usage.cacheReadTokens;
  counters.cache_write_5m_tokens += attempt.usage.cacheWrite5mTokens;
  counters.cache_write_1h_tokens += attempt.usage.cacheWrite1hTokens;
  counters.output_tokens += attempt.usage.outputTokens;
  if (attempt.costMicroUsd === null) counters.unpriced_attempts += 1;
}

/** The prepared statements behind UsageRollup.store. */
export class RollupStatements {
  readonly #find: Statement;
  readonly #upsert: Statement;

  constructor(database: Database) {
    const keys = ['bucket_start_ms', 'endpoint_id', 'sent_model'];
    const columns = [...keys, 'endpoint', ...ROLLUP_COUNTERS, 'first_byte_histogram', 'total_histogram'];
    this.#find = database.prepare(
      'SELECT first_byte_histogram, total_histogram FROM usage_15min WHERE bucket_start_ms = ? AND endpoint_id = ? AND sent_model = ?',
    );
    this.#upsert = database.prepare(
      `INSERT INTO usage_15min (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (${keys.join(', ')}) DO UPDATE SET endpoint = excluded.endpoint,
         ${ROLLUP_COUNTERS.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(', ')},
         first_byte_histogram = excluded.first_byte_histogram, total_histogram = excluded.total_histogram`,
    );
  }

  add(row: Row): void {
    const key = [row.bucketStartMs, row.endpointId, row.sentModel];
    const found = this.#find.get(...key);
    const stored = found === undefined ? null : histogramsSchema.parse(found);
    this.#upsert.run(
      ...key,
      row.endpoint,
      ...ROLLUP_COUNTERS.map((counter) => row.counters[counter]),
      encodeHistogram(sum(row.firstByte, stored?.first_byte_histogram)),
      encodeHistogram(sum(row.total, stored?.total_histogram)),
    );
  }
}

function sum(counts: Uint32Array, stored: Uint8Array | undefined): Uint32Array {
  if (stored === undefined) return counts;
  return decodeHistogram(stored).map((count, bucket) => count + (counts[bucket] ?? 0));
}
