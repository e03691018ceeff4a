/**
 * Decides where the numbers of a report are read: days that are over from usage_day, the rest from usage_15min. Both give
 * the same numbers; a year is quick from the first and exact to the moment with the second.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { MS_PER_DAY } from '../../src-shared/units.ts';
import { type Dimension, type QuarterSink, QuarterSums } from './quarter-sums.ts';
import { utcDayStartMs } from './usage-bucket.ts';
import { decodeFigures, decodeQuarters } from './usage-day-blob.ts';
import { KeyedFigures } from './usage-figures.ts';

const spanSchema = z.object({ oldestMs: z.number().nullable(), newestMs: z.number().nullable() });
const endSchema = z.object({ until_ms: z.number() });
const figuresSchema = z.object({ figures: z.instanceof(Uint8Array) });
const quartersSchema = z.object({ day_start_ms: z.number(), quarters: z.instanceof(Uint8Array) });
const DAYS = 'FROM usage_day WHERE dimension = ? AND day_start_ms >= ? AND day_start_ms < ? ORDER BY day_start_ms';

export class UsageSums {
  readonly #database: Database;
  readonly #quarters: QuarterSums;
  readonly #span: Statement;
  readonly #dayEnd: Statement;
  readonly #dayFigures: Statement;
  readonly #dayQuarters: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#quarters = new QuarterSums(database);
    // Two subqueries: SQLite goes to one end of the key for each, instead of reading all of it.
    this.#span = database.prepare(
      'SELECT (SELECT min(bucket_start_ms) FROM usage_15min) AS oldestMs, (SELECT max(bucket_start_ms) FROM usage_15min) AS newestMs',
    );
    this.#dayEnd = database.prepare('SELECT until_ms FROM usage_day_end');
    this.#dayFigures = database.prepare(`SELECT figures ${DAYS}`);
    this.#dayQuarters = database.prepare(`SELECT day_start_ms, quarters ${DAYS}`);
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
    const firstDayMs = Math.min(utcDayStartMs(sinceMs + MS_PER_DAY - 1), untilMs);
    const lastDayEndMs = Math.max(firstDayMs, Math.min(utcDayStartMs(untilMs), this.#dayEndMs()));
    this.#quarters.addFigures(dimension, sinceMs, firstDayMs, sum);
    for (const found of this.#dayFigures.iterate(dimension, firstDayMs, lastDayEndMs)) decodeFigures(figuresSchema.parse(found).figures, sum);
    this.#quarters.addFigures(dimension, lastDayEndMs, untilMs, sum);
    return sum;
  }

  /** Tells the sink each quarter that saw any use, by key. May tell quarters outside of [sinceMs, untilMs), on the same days. */
  eachQuarter(dimension: Dimension, sinceMs: number, untilMs: number, sink: QuarterSink): void {
    const endMs = this.#dayEndMs();
    for (const found of this.#dayQuarters.iterate(dimension, utcDayStartMs(sinceMs), Math.min(untilMs, endMs))) {
      const day = quartersSchema.parse(found);
      decodeQuarters(day.quarters, day.day_start_ms, sink);
    }
    this.#quarters.eachQuarter(dimension, Math.max(sinceMs, endMs), untilMs, sink);
  }

  #dayEndMs(): number {
    return endSchema.parse(this.#dayEnd.get()).until_ms;
  }
}
