import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { QuarterSums } from '../../../../src-main/storage/quarter-sums.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import { UsageDays } from '../../../../src-main/storage/usage-days.ts';
import { KeyedFigures } from '../../../../src-main/storage/usage-figures.ts';
import { UsageSums } from '../../../../src-main/storage/usage-sums.ts';
import { sampleAttempt, sampleEnd, sampleStart } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let database: Database;
let record: (...startedAt: readonly string[]) => void;
beforeEach(async () => {
  database = await useTestDatabase();
  const writer = new RecordWriter(database);
  record = (...startedAt) => {
    const attempts = [sampleAttempt()];
    writer.write(
      startedAt.map((time) => ({ step: 'finished', exchange: sampleEnd(sampleStart({ startedAtMs: Date.parse(time) }), attempts), attempts })),
    );
  };
});

/** The days that a report reads. */
const summedUp = () =>
  database
    .prepare(
      `SELECT date(day_start_ms / 1000, 'unixepoch') FROM usage_day
       WHERE dimension = 'model' AND day_start_ms < (SELECT until_ms FROM usage_day_end) ORDER BY day_start_ms`,
    )
    .pluck()
    .all();
const untilDate = () => database.prepare("SELECT date(until_ms / 1000, 'unixepoch') FROM usage_day_end").pluck().get();

describe('days of usage', () => {
  it('are summed up by the first record an hour after their end', () => {
    record('2026-05-01T09:00Z');
    record('2026-05-02T00:59Z');
    expect(summedUp()).toEqual([]);
    record('2026-05-02T01:00Z');
    expect(summedUp()).toEqual(['2026-05-01']);
    expect(untilDate()).toBe('2026-05-02');
  });

  it('leave no row when nobody used anything', () => {
    record('2026-05-01T09:00Z');
    record('2026-05-20T09:00Z');
    expect(summedUp()).toEqual(['2026-05-01']);
    expect(untilDate()).toBe('2026-05-20');
  });

  it('are forgotten by a late record, with all days after it, and summed up again by the next ones', () => {
    for (const day of ['01', '02', '03', '04']) record(`2026-05-${day}T09:00Z`);
    expect(summedUp()).toEqual(['2026-05-01', '2026-05-02', '2026-05-03']);
    record('2026-05-02T10:00Z');
    expect(summedUp()).toEqual(['2026-05-01']);
    record('2026-05-04T10:00Z');
    expect(summedUp()).toEqual(['2026-05-01', '2026-05-02', '2026-05-03']);
  });

  it('recover from a record of a far future, as from a clock that was wrong', () => {
    record('2026-05-01T09:00Z');
    record('2040-01-01T09:00Z');
    record('2026-05-02T09:00Z');
    expect(untilDate()).toBe('2026-05-02');
    expect(summedUp()).toEqual(['2026-05-01']);
  });

  it('are summed up a few at a time, the oldest first, until none is left', () => {
    record('2026-05-01T09:00Z', '2026-05-02T09:00Z', '2026-05-03T09:00Z', '2026-05-04T09:00Z', '2026-05-05T09:00Z');
    expect(summedUp()).toEqual(['2026-05-01', '2026-05-02']);
    const days = new UsageDays(database);
    expect(days.sumUp(Date.parse('2026-05-07T00:00Z'), 2)).toBe(2);
    expect(days.sumUp(Date.parse('2026-05-07T00:00Z'), 2)).toBe(1);
    expect(days.sumUp(Date.parse('2026-05-07T00:00Z'), 2)).toBe(0);
    expect(summedUp()).toHaveLength(5);
    expect(untilDate()).toBe('2026-05-06');
  });

  it('say what their quarters say, and are what a report reads', () => {
    record('2026-05-01T09:00Z', '2026-05-01T09:01Z', '2026-05-01T23:59Z', '2026-05-02T12:00Z');
    const range = [Date.parse('2026-05-01T00:00Z'), Date.parse('2026-05-02T00:00Z')] as const;
    const fromQuarters = new KeyedFigures();
    new QuarterSums(database).addFigures('endpoint', ...range, fromQuarters);
    const sums = new UsageSums(database);
    expect(sums.figures('endpoint', ...range).entries()).toEqual(fromQuarters.entries());
    // Without its row the day would be empty: nothing else is read for it.
    database.exec('DELETE FROM usage_day');
    expect(sums.figures('endpoint', ...range).entries()).toEqual([]);
  });
});
