/**
 * Decides when a day is summed up: an hour after it is over, and again when an exchange of that day ends later than that.
 * Until then reports read usage_15min, so nothing depends on when it happens, and an exchange costs no more to record.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { MS_PER_DAY, MS_PER_HOUR } from '../../src-shared/units.ts';
import { DIMENSIONS, QuarterSums } from './quarter-sums.ts';
import { utcDayStartMs } from './usage-bucket.ts';
import { DayQuarters, encodeFigures } from './usage-day-blob.ts';
import { KeyedFigures } from './usage-figures.ts';

/** Most exchanges that began before midnight have ended by then. */
const SUM_UP_AFTER_MS = MS_PER_HOUR;

const endSchema = z.object({ until_ms: z.number() });
const nextSchema = z.object({ startMs: z.number().nullable() });

/** Each method belongs into a transaction of the caller's. */
export class UsageDays {
  readonly #quarters: QuarterSums;
  readonly #readEnd: Statement;
  readonly #writeEnd: Statement;
  readonly #nextUse: Statement;
  readonly #put: Statement;

  constructor(database: Database) {
    this.#quarters = new QuarterSums(database);
    this.#readEnd = database.prepare('SELECT until_ms FROM usage_day_end');
    this.#writeEnd = database.prepare('UPDATE usage_day_end SET until_ms = ?');
    this.#nextUse = database.prepare('SELECT min(bucket_start_ms) AS startMs FROM usage_15min WHERE bucket_start_ms >= ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO usage_day (dimension, day_start_ms, figures, quarters) VALUES (?, ?, ?, ?)');
  }

  /**
   * The rows of usage_15min from `sinceMs` on may have changed: what was made of them is no longer read, until `sumUp` has made it
   * again. Whoever changes usage_15min must call it in the same transaction.
   */
  forget(sinceMs: number): void {
    if (sinceMs < this.#untilMs()) this.#writeEnd.run(utcDayStartMs(sinceMs));
  }

  /**
   * Sums up days that are over at `nowMs`, the oldest first; some 5 ms each when they were busy.
   * @param limit  Days with use to sum up at most. @returns how many were summed up; fewer than `limit`: all are.
   */
  sumUp(nowMs: number, limit: number): number {
    const endMs = utcDayStartMs(nowMs - SUM_UP_AFTER_MS);
    let untilMs = this.#untilMs();
    if (untilMs >= endMs) return 0;
    let count = 0;
    while (untilMs < endMs && count < limit) {
      const { startMs } = nextSchema.parse(this.#nextUse.get(untilMs));
      if (startMs === null || startMs >= endMs) untilMs = endMs;
      else {
        const dayStartMs = utcDayStartMs(startMs);
        this.#sumUpDay(dayStartMs);
        untilMs = dayStartMs + MS_PER_DAY;
        count += 1;
      }
    }
    this.#writeEnd.run(untilMs);
    return count;
  }

  #sumUpDay(dayStartMs: number): void {
    const endMs = dayStartMs + MS_PER_DAY;
    for (const dimension of DIMENSIONS) {
      const figures = new KeyedFigures();
      this.#quarters.addFigures(dimension, dayStartMs, endMs, figures);
      const quarters = new DayQuarters(dayStartMs);
      this.#quarters.eachQuarter(dimension, dayStartMs, endMs, quarters.sink);
      this.#put.run(dimension, dayStartMs, encodeFigures(figures), quarters.encode());
    }
  }

  #untilMs(): number {
    return endSchema.parse(this.#readEnd.get()).until_ms;
  }
}
