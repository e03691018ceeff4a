import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ExchangeQueries } from '../../../../src-main/storage/exchange-queries.ts';
import { SEARCH_LIMITS, type SearchLimits } from '../../../../src-main/storage/exchange-search.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import {
  type Attempt,
  type ExchangeDetail,
  type ExchangeFilter,
  type ExchangePage,
  type ExchangeSummary,
  FAILURE_OUTCOMES,
  ID_TEXT_MIN_LENGTH,
} from '../../../../src-shared/schemas/exchange.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let database: Database;
let writer: RecordWriter;
beforeEach(async () => {
  database = await useTestDatabase();
  writer = new RecordWriter(database);
});

function record(start: Partial<ExchangeSummary>, attempts: readonly Partial<Attempt>[] = [{}], end: Partial<ExchangeSummary> = {}): string {
  const exchange = sampleStart(start);
  const all = attempts.map((attempt, index) => sampleAttempt({ ...attempt, number: index + 1 }));
  expect(writer.write([{ step: 'finished', exchange: sampleEnd(exchange, all, end), attempts: all }])).toEqual([]);
  return exchange.id;
}

/** A clock that has always run out, slices of a few rows, and no filter that counts as rare: the slowest way there is. */
const hurried = (limits: Partial<SearchLimits> = {}): SearchLimits => {
  let nowMs = 0;
  return { ...SEARCH_LIMITS, nowMs: () => (nowMs += 1), budgetMs: 1, sliceRows: 3, quickRows: 0, ...limits };
};

function pagesOf(queries: ExchangeQueries, filter: ExchangeFilter, limit: number, between: () => void = () => undefined): readonly ExchangePage[] {
  const pages: ExchangePage[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = queries.list({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    pages.push(page);
    cursor = page.nextCursor;
    between();
  }
  return pages;
}

const idsOf = (pages: readonly ExchangePage[]) => pages.flatMap(({ items }) => items.map(({ id }) => id));

/** The filter as its schema describes it, asked of one exchange. */
function matches(exchange: ExchangeDetail, filter: ExchangeFilter, all: readonly ExchangeDetail[]): boolean {
  const { status, outcome, endpoint, model, kind, sessionId, sinceMs = 0, untilMs = Number.MAX_SAFE_INTEGER, text } = filter;
  const failures: readonly unknown[] = FAILURE_OUTCOMES;
  return (
    (status === undefined || exchange.status === status || Math.floor((exchange.status ?? 0) / 100) === status) &&
    (outcome === undefined || (outcome === 'failures' ? failures.includes(exchange.outcome) : exchange.outcome === outcome)) &&
    (endpoint === undefined || exchange.attempts.some((attempt) => attempt.endpoint === endpoint)) &&
    (model === undefined || [exchange.requestedModel, exchange.sentModel].some((name) => name?.toLowerCase().includes(model.toLowerCase()))) &&
    (kind === undefined || exchange.kind === kind) &&
    (sessionId === undefined || exchange.sessionId === sessionId) &&
    exchange.startedAtMs >= sinceMs &&
    exchange.startedAtMs < untilMs &&
    (text === undefined || holds(exchange, text, all))
  );
}

const idsIn = ({ id, sessionId, attempts }: ExchangeDetail) => [id, sessionId ?? '', ...attempts.map((attempt) => attempt.upstreamRequestId ?? '')];

function holds(exchange: ExchangeDetail, text: string, all: readonly ExchangeDetail[]): boolean {
  const begins = (one: ExchangeDetail) => idsIn(one).some((id) => id.startsWith(text));
  if (text.length >= ID_TEXT_MIN_LENGTH && all.some(begins)) return begins(exchange);
  const { path, requestedModel, client, localToken, error } = exchange;
  const ofAttempts = exchange.attempts.flatMap(({ endpoint, sentModel, reason, ruleId }) => [endpoint, sentModel, reason, ruleId]);
  const texts = [...idsIn(exchange), path, requestedModel, client, localToken, error, ...ofAttempts];
  return texts.some((one) => one?.toLowerCase().includes(text.toLowerCase()));
}

const pick = <T>(...values: T[]) => fc.constantFrom(...values);
const anAttempt = fc.record({
  endpoint: pick('one', 'Two'),
  reason: pick('answered', 'answered 529 (Overloaded)'),
  upstreamRequestId: pick('req_0123456789', null),
});
const anExchange = fc.record({
  startedAtMs: fc.integer({ min: SAMPLE_START_MS, max: SAMPLE_START_MS + 20 }),
  outcome: pick('delivered' as const, 'failed' as const, 'stream_cut' as const),
  error: pick('too Busy', null),
  status: pick(200, 429, 500, null),
  kind: pick('messages' as const, 'models' as const),
  sessionId: pick('session-aaaa', 'session-bbbb', null),
  requestedModel: pick('opus-a', 'haiku-b', null),
  attempts: fc.array(anAttempt, { maxLength: 3 }),
});
const aFilter = fc.record(
  {
    status: pick(2, 4, 429),
    outcome: pick('delivered' as const, 'failed' as const, 'failures' as const),
    endpoint: pick('one', 'Two'),
    model: pick('opus', 'A', 'none'),
    kind: pick('messages' as const, 'models' as const),
    sessionId: pick('session-aaaa', 'session-bbbb'),
    sinceMs: pick(SAMPLE_START_MS + 5),
    untilMs: pick(SAMPLE_START_MS + 15),
    text: pick('opus', 'BUSY', 'two', 'over', 'session-a', 'session-bbbb', 'req_01234', '0123456', '%', 'nowhere'),
  },
  { requiredKeys: [] },
);

describe('a search', () => {
  it('selects under any filter what a look at every exchange would, however it is cut into pages and while others arrive', () => {
    const anyLimits = fc.record({ sliceRows: fc.integer({ min: 1, max: 5 }), quickRows: pick(0, 3, SEARCH_LIMITS.quickRows) });
    fc.assert(
      fc.property(
        fc.array(anExchange, { maxLength: 25 }),
        fc.array(aFilter, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        anyLimits,
        (history, asked, limit, limits) => {
          database.exec('DELETE FROM exchanges');
          const queries = new ExchangeQueries(database, hurried(limits));
          const write = ({ attempts, outcome, status, error, ...start }: (typeof history)[number]) =>
            record(
              start,
              attempts.map((attempt) => ({ ...attempt, sentModel: start.requestedModel })),
              { outcome, status, error },
            );
          const old = history.map(write).map((id, order) => ({ order, exchange: queries.get(id) }));
          const known = old.flatMap(({ exchange, order }) => (exchange === null ? [] : [{ exchange, order }]));
          const all = known.map(({ exchange }) => exchange);
          for (const filter of asked) {
            const expected = known
              .filter(({ exchange }) => matches(exchange, filter, all))
              .sort((a, b) => b.exchange.startedAtMs - a.exchange.startedAtMs || b.order - a.order)
              .map(({ exchange }) => exchange.id);
            expect(queries.count(filter).count, JSON.stringify(filter)).toBeLessThanOrEqual(expected.length);
            // They differ from all texts that are searched, so that an id does not come to be one between two pages.
            const arrive = () => history.slice(0, 1).map((row) => write({ ...row, startedAtMs: row.startedAtMs + 3, sessionId: null, attempts: [] }));
            const found = idsOf(pagesOf(queries, filter, limit, arrive));
            const isOld = new Set(all.map(({ id }) => id));
            expect(new Set(found).size).toBe(found.length);
            expect(
              found.filter((id) => isOld.has(id)),
              JSON.stringify(filter),
            ).toEqual(expected);
            database.prepare('DELETE FROM exchanges WHERE id NOT IN (SELECT value FROM json_each(?))').run(JSON.stringify([...isOld]));
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it('ends when its time is over, says how far it got, and goes on there', () => {
    const wanted = record({ startedAtMs: SAMPLE_START_MS }, [{ reason: 'the needle' }]);
    for (let index = 1; index <= 7; index += 1) record({ startedAtMs: SAMPLE_START_MS + index });
    const pages = pagesOf(new ExchangeQueries(database, hurried()), { text: 'needle' }, 5);
    expect(pages.map(({ items, searchedToMs }) => [items.length, searchedToMs])).toEqual([
      [0, SAMPLE_START_MS + 5],
      [0, SAMPLE_START_MS + 2],
      [1, null],
    ]);
    expect(idsOf(pages)).toEqual([wanted]);
  });

  it('needs no second page where there is time', () => {
    record({ startedAtMs: SAMPLE_START_MS }, [{ reason: 'the needle' }]);
    for (let index = 1; index <= 7; index += 1) record({ startedAtMs: SAMPLE_START_MS + index });
    const pages = pagesOf(new ExchangeQueries(database, hurried({ nowMs: () => 0 })), { text: 'needle' }, 5);
    expect(pages.map(({ items, searchedToMs }) => [items.length, searchedToMs])).toEqual([[1, null]]);
  });

  it('finds by an id, a session or an upstream id, or what they begin with, at once', () => {
    const one = record({ sessionId: 'aaaaaaaa-1' }, [{ upstreamRequestId: 'req_first_1' }]);
    const two = record({ sessionId: 'bbbbbbbb-1', startedAtMs: SAMPLE_START_MS + 1 }, [{}, { upstreamRequestId: 'req_second' }]);
    const three = record({ sessionId: 'bbbbbbbb-2', startedAtMs: SAMPLE_START_MS + 2, outcome: 'failed' }, [{ reason: 'see aaaaaaaa-1' }]);
    const queries = new ExchangeQueries(database, hurried());
    const found = (filter: ExchangeFilter) => idsOf(pagesOf(queries, filter, 1));
    expect(found({ text: one })).toEqual([one]);
    expect(found({ text: 'req_second' })).toEqual([two]);
    expect(found({ text: 'bbbbbbbb' })).toEqual([three, two]);
    expect(found({ text: 'bbbbbbbb', untilMs: SAMPLE_START_MS + 2 })).toEqual([two]);
    // What an id begins with is meant as one: the reason that mentions it is not looked for.
    expect(found({ text: 'aaaaaaaa' })).toEqual([one]);
    expect(found({ text: 'see aaaaaaaa' })).toEqual([three]);
  });
});

describe('a count', () => {
  it('is exact where time allows, and else says that there are more', () => {
    for (let index = 0; index < 8; index += 1)
      record({ startedAtMs: SAMPLE_START_MS + index }, [{}], { outcome: index < 5 ? 'failed' : 'delivered' });
    const calm = new ExchangeQueries(database);
    expect(calm.count({})).toEqual({ count: 8, isExact: true });
    expect(calm.count({ outcome: 'failures' })).toEqual({ count: 5, isExact: true });
    expect(calm.count({ outcome: 'failed', model: 'sonnet', text: 'main' })).toEqual({ count: 5, isExact: true });
    expect(calm.count({ model: 'sonnet' })).toEqual({ count: 8, isExact: true });
    expect(calm.count({ model: 'nobody' })).toEqual({ count: 0, isExact: true });
    expect(new ExchangeQueries(database, hurried()).count({ text: 'main' })).toEqual({ count: 3, isExact: false });
  });
});
