import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { ExchangeQueries } from '../../../../src-main/storage/exchange-queries.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import { UsageQueries } from '../../../../src-main/storage/usage-queries.ts';
import type { ExchangeRecord } from '../../../../src-main/storage/worker-calls.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let database: Database;
let writer: RecordWriter;
beforeEach(async () => {
  database = await useTestDatabase();
  writer = new RecordWriter(database);
});

const get = (id: string) => new ExchangeQueries(database).get(id);
const totals = () => new UsageQueries(database).report({ by: 'day', sinceMs: 0, untilMs: SAMPLE_START_MS * 2, timeZone: 'UTC' }).totals;

function historyOf(start = sampleStart()): readonly [ExchangeRecord, ExchangeRecord, ExchangeRecord] {
  const attempts = [sampleAttempt()];
  return [
    { step: 'started', exchange: start },
    { step: 'attempted', exchangeId: start.id, attempt: sampleAttempt({ verdict: null, status: null, usage: null, costMicroUsd: null }) },
    { step: 'finished', exchange: sampleEnd(start, attempts), attempts },
  ];
}

describe('RecordWriter', () => {
  it('stores the same exchange once and sums it up once, however often its records come', () => {
    const start = sampleStart();
    const [started, attempted, finished] = historyOf(start);
    for (const batch of [[started], [started, attempted], [started, attempted, finished], [finished], [attempted, started, finished]]) {
      expect(writer.write(batch)).toEqual([]);
    }
    expect(get(start.id)).toMatchObject({ outcome: 'delivered', attemptCount: 1, attempts: [{ verdict: 'deliver', status: 200 }] });
    expect(totals()).toMatchObject({ exchanges: 1, outputTokens: 50, costMicroUsd: 1_234 });
    expect(database.prepare('SELECT sum(attempts) FROM usage_15min').pluck().get()).toBe(1);
  });

  it('stores an exchange whose start never came', () => {
    const start = sampleStart();
    writer.write([historyOf(start)[2]]);
    expect(get(start.id)).toMatchObject({ outcome: 'delivered', attemptCount: 1 });
    expect(totals().exchanges).toBe(1);
  });

  it('refuses a record that no database could hold, and keeps its neighbours', () => {
    const [good, bad] = [sampleStart(), sampleStart()];
    const noOutcome: ExchangeRecord = { step: 'finished', exchange: bad, attempts: [] };
    const nonsense = { step: 'started', exchange: { id: 'strange' } };
    const refused = writer.write([...historyOf(good), noOutcome, nonsense, 'rubbish']);
    expect(refused.map(({ exchangeId }) => exchangeId).sort()).toEqual([bad.id, 'strange', 'unknown'].sort());
    expect(refused.every(({ reason }) => reason.length > 5)).toBe(true);
    expect(get(good.id)).toMatchObject({ outcome: 'delivered' });
    expect(totals().exchanges).toBe(1);
  });

  it('fails the whole batch when the disk is full, and stores it once there is room', () => {
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages}`);
    const batch = Array.from({ length: 500 }, () => historyOf()).flat();
    expect(() => writer.write(batch)).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(database.prepare('SELECT count(*) FROM exchanges').pluck().get()).toBe(0);
    database.pragma(`max_page_count = ${pages + 10_000}`);
    expect(writer.write(batch)).toEqual([]);
    expect(totals().exchanges).toBe(500);
  });

  it('rounds times that a clock gave as fractions', () => {
    const start = sampleStart({ startedAtMs: SAMPLE_START_MS + 0.4 });
    const attempts = [sampleAttempt({ startedAtMs: SAMPLE_START_MS + 0.6, restMs: 1.5 })];
    expect(writer.write([{ step: 'finished', exchange: sampleEnd(start, attempts), attempts }])).toEqual([]);
    expect(get(start.id)).toMatchObject({ startedAtMs: SAMPLE_START_MS, attempts: [{ startedAtMs: SAMPLE_START_MS + 1 }] });
  });

  it('ends what was left open as interrupted, with what its attempts used, once', () => {
    const [open, ended] = [sampleStart(), sampleStart()];
    writer.write([
      ...historyOf(ended),
      { step: 'started', exchange: open },
      { step: 'attempted', exchangeId: open.id, attempt: sampleAttempt({ verdict: null }) },
    ]);
    expect(writer.interruptOpenExchanges()).toBe(1);
    expect(writer.interruptOpenExchanges()).toBe(0);
    expect(get(open.id)).toMatchObject({ outcome: 'interrupted', endedAtMs: null, sentModel: 'claude-sonnet-4-5', attempts: [{ verdict: null }] });
    expect(get(ended.id)).toMatchObject({ outcome: 'delivered' });
    expect(totals()).toMatchObject({ exchanges: 2, errors: 0, outputTokens: 100 });
    expect(database.prepare('SELECT sum(interrupted) FROM usage_15min').pluck().get()).toBe(1);
  });

  it('ends and shows what holds words of a later version, instead of refusing to start', () => {
    const open = sampleStart();
    writer.write([
      { step: 'started', exchange: open },
      { step: 'attempted', exchangeId: open.id, attempt: sampleAttempt() },
    ]);
    database.exec("UPDATE exchanges SET kind = 'later', family = 'later'; UPDATE attempts SET verdict = 'later', usage_source = 'later'");
    expect(writer.interruptOpenExchanges()).toBe(1);
    const usage = { source: 'estimated' };
    expect(get(open.id)).toMatchObject({ outcome: 'interrupted', kind: 'other', family: 'other', attempts: [{ verdict: null, usage }] });
    database.exec("UPDATE exchanges SET outcome = 'later'");
    expect(get(open.id)).toMatchObject({ outcome: 'interrupted' });
  });

  it('ignores an attempt of an exchange that is unknown or over', () => {
    const start = sampleStart();
    writer.write(historyOf(start));
    const late: ExchangeRecord = { step: 'attempted', exchangeId: start.id, attempt: sampleAttempt({ number: 2, endpoint: 'late' }) };
    expect(writer.write([late, { ...late, exchangeId: 'nobody' }])).toEqual([]);
    expect(get(start.id)).toMatchObject({ attemptCount: 1, endpoint: 'main' });
  });

  it('marks a further attempt at the same endpoint as a repeat, whatever order the records came in', () => {
    const start = sampleStart();
    const attempts = ['a', 'b', 'a', 'a'].map((endpoint, index) => sampleAttempt({ number: index + 1, endpoint }));
    writer.write([{ step: 'started', exchange: start }]);
    for (const attempt of [...attempts].reverse()) writer.write([{ step: 'attempted', exchangeId: start.id, attempt }]);
    writer.write([{ step: 'finished', exchange: sampleEnd(start, attempts), attempts }]);
    expect(database.prepare('SELECT is_repeat FROM attempts ORDER BY number').pluck().all()).toEqual([0, 0, 1, 1]);
  });

  it('prunes a slice of old, ended exchanges with their attempts at a time', () => {
    writer.write(Array.from({ length: 300 }, (_, index) => historyOf(sampleStart({ startedAtMs: SAMPLE_START_MS + index }))).flat());
    writer.write([{ step: 'started', exchange: sampleStart() }]);
    expect([writer.prune(SAMPLE_START_MS), writer.prune(SAMPLE_START_MS + 1_000), writer.prune(SAMPLE_START_MS + 1_000)]).toEqual([0, 250, 50]);
    expect(writer.prune(SAMPLE_START_MS + 1_000)).toBe(0);
    expect(database.prepare('SELECT count(*) FROM attempts').pluck().get()).toBe(0);
    expect(database.prepare('SELECT count(*) FROM exchanges').pluck().get()).toBe(1);
    expect(totals().exchanges).toBe(300);
  });
});
