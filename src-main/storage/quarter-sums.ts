/** Reads sums out of usage_15min: by model, by endpoint or over all. Exact at every moment, and slow over many days. */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { addStoredHistogram } from './histogram.ts';
import type { KeyedFigures } from './usage-figures.ts';
import { ROLLUP_COUNTERS, type RollupCounter } from './usage-rollup.ts';
import { TOTALS, TOTALS_SQL, totalsRowSchema } from './usage-totals.ts';

export const DIMENSIONS = ['all', 'model', 'endpoint'] as const;
/** `all`: one key, ''. `endpoint`: the key is the endpoint's id. */
export type Dimension = (typeof DIMENSIONS)[number];

/** Takes one quarter of an hour of one key; `row` is in the order of TOTALS and valid during the call only. */
export type QuarterLine = (bucketStartMs: number, row: ArrayLike<number>) => void;
/** Null: the key does not matter. */
export type QuarterSink = (key: string) => QuarterLine | null;

const KEYS: Readonly<Record<Dimension, string>> = { all: "''", model: 'sent_model', endpoint: 'endpoint_id' };
const RANGE = 'FROM usage_15min WHERE bucket_start_ms >= ? AND bucket_start_ms < ?';

const quarterSchema = totalsRowSchema.extend({ bucketStartMs: z.number(), key: z.string() });
const keySchema = z.object({ key: z.string(), name: z.string() });
const countersSchema = z.object({
  delivered: z.number(),
  client_fault: z.number(),
  refused: z.number(),
  failed: z.number(),
  client_left: z.number(),
  stream_cut: z.number(),
  interrupted: z.number(),
  attempts: z.number(),
  input_tokens: z.number(),
  cache_read_tokens: z.number(),
  cache_write_5m_tokens: z.number(),
  cache_write_1h_tokens: z.number(),
  output_tokens: z.number(),
  cost_micro_usd: z.number(),
  unpriced_attempts: z.number(),
}) satisfies z.ZodType<Record<RollupCounter, number>>;
const histogramsSchema = z.tuple([z.string(), z.instanceof(Uint8Array), z.instanceof(Uint8Array)]);

interface Statements {
  readonly quarters: Statement;
  readonly counters: Statement;
  readonly histograms: Statement;
}

export class QuarterSums {
  readonly #statements: Readonly<Record<Dimension, Statements>>;

  constructor(database: Database) {
    const prepare = (dimension: Dimension): Statements => {
      const key = KEYS[dimension];
      const counters = ROLLUP_COUNTERS.map((counter) => `sum(${counter}) AS ${counter}`).join(', ');
      // With max(), SQLite takes the other plain columns from the row of the maximum: the latest name of the endpoint.
      const name = dimension === 'endpoint' ? 'endpoint' : "''";
      return {
        quarters: database.prepare(`SELECT bucket_start_ms AS bucketStartMs, ${key} AS key, ${TOTALS_SQL} ${RANGE} GROUP BY bucket_start_ms, ${key}`),
        counters: database.prepare(`SELECT ${key} AS key, ${name} AS name, max(bucket_start_ms), ${counters} ${RANGE} GROUP BY ${key}`),
        histograms: database.prepare(`SELECT ${key}, first_byte_histogram, total_histogram ${RANGE} AND delivered > 0`).raw(),
      };
    };
    this.#statements = { all: prepare('all'), model: prepare('model'), endpoint: prepare('endpoint') };
  }

  /** Tells the sink every quarter of [sinceMs, untilMs) that saw any use, by key. */
  eachQuarter(dimension: Dimension, sinceMs: number, untilMs: number, sink: QuarterSink): void {
    for (const found of this.#statements[dimension].quarters.iterate(sinceMs, untilMs)) {
      const quarter = quarterSchema.parse(found);
      const line = sink(quarter.key);
      line?.(
        quarter.bucketStartMs,
        TOTALS.map((name) => quarter[name]),
      );
    }
  }

  /** Adds what is known of [sinceMs, untilMs), counted by the start of the quarters. */
  addFigures(dimension: Dimension, sinceMs: number, untilMs: number, sum: KeyedFigures): void {
    const { counters, histograms } = this.#statements[dimension];
    for (const found of counters.iterate(sinceMs, untilMs)) {
      const { key, name } = keySchema.parse(found);
      const more = countersSchema.parse(found);
      const figures = sum.of(key, name);
      for (const counter of ROLLUP_COUNTERS) figures.counters[counter] += more[counter];
    }
    for (const found of histograms.iterate(sinceMs, untilMs)) {
      const [key, firstByte, total] = histogramsSchema.parse(found);
      const figures = sum.existing(key);
      if (figures === null) continue;
      addStoredHistogram(figures.firstByte, firstByte);
      addStoredHistogram(figures.total, total);
    }
  }
}
