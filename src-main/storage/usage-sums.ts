/**
 * Decides where the numbers of a report are read: days that are over from usage_day, the rest from usage_15min. Both give
 * the same numbers; a year is quick from the first and exact to the moment with the second.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type Dimension, type QuarterSink, QuarterSums } from './quarter-sums.ts';
import { KeyedFigures } from './usage-figures.ts';

const spanSchema = z.object({ oldestMs: z.number().nullable(), newestMs: z.number().nullable() });

export class UsageSums {
  readonly #database: Database;
  readonly #quarters: QuarterSums;
  readonly #span: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#quarters = new QuarterSums(database);
    // Two subqueries: SQLite goes to one end of the key for each, instead of reading all of it.
    this.#span = database.prepare(
      'SELECT (SELECT min(bucket_start_ms) FROM usage_15min) AS oldestMs, (SELECT max(bucket_start_ms) FROM usage_15min) AS newestMs',
    );
  }

  /** All that `work` reads is of one moment, though records are written meanwhile. */
  atOneMoment<T>(work: () => T): T {
    return this.#database.transaction(work)();
  }

  /** Starts of the oldest and of the newest quarter that anything is known of; null: nothing yet. */
  span(): { readonly oldestMs: number; readonly newestMs: number } | null {
    const { oldestMs, newestMs } = spanSchema.parse(this.#span.get());
    return oldestMs === null || newestMs === null ? null : { oldestMs, newestMs };
  }

  /** Of the quarters that begin in [sinceMs, untilMs). */
  figures(dimension: Dimension, sinceMs: number, untilMs: number): KeyedFigures {
    const sum = new KeyedFigures();
    this.#quarters.addFigures(dimension, sinceMs, untilMs, sum);
    return sum;
  }

  /** Tells the sink each quarter that saw any use, by key. May tell quarters outside of [sinceMs, untilMs), on the same days. */
  eachQuarter(dimension: Dimension, sinceMs: number, untilMs: number, sink: QuarterSink): void {
    this.#quarters.eachQuarter(dimension, sinceMs, untilMs, sink);
  }
}
