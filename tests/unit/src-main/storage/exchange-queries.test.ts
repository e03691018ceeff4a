import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ExchangeQueries } from '../../../../src-main/storage/exchange-queries.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import type { Attempt, ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart, sampleUsage } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

let database: Database;
let queries: ExchangeQueries;
let writer: RecordWriter;
beforeEach(async () => {
  database = await useTestDatabase();
  queries = new ExchangeQueries(database);
  writer = new RecordWriter(database);
});

function record(start: Partial<ExchangeSummary>, attempts: readonly Partial<Attempt>[] = [{}], end: Partial<ExchangeSummary> = {}): string {
  const exchange = sampleStart(start);
  const all = attempts.map((attempt, index) => sampleAttempt({ ...attempt, number: index + 1 }));
  expect(writer.write([{ step: 'finished', exchange: sampleEnd(exchange, all, end), attempts: all }])).toEqual([]);
  return exchange.id;
}

const idsOf = (filter: Parameters<ExchangeQueries['list']>[0]) => queries.list(filter).items.map((item) => item.id);

function walk(filter: Omit<Parameters<ExchangeQueries['list']>[0], 'cursor'>, between: () => void = () => undefined): string[] {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = queries.list({ ...filter, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(filter.limit);
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
    between();
  } while (cursor !== undefined);
  return ids;
}

describe('the pages of the request list', () => {
  it('hold every exchange once, newest first, while others arrive and many began in the same millisecond', () => {
    const old = Array.from({ length: 57 }, (_, index) => record({ startedAtMs: SAMPLE_START_MS + Math.floor(index / 10) }));
    const ids = walk({ limit: 10 }, () => {
      record({ startedAtMs: SAMPLE_START_MS + 1_000 }); // Newer than all: belongs before the first page.
      record({ startedAtMs: SAMPLE_START_MS + 5 }); // Recorded late: sorts among the old ones by its arrival.
    });
    expect(ids.filter((id) => old.includes(id))).toEqual([...old].reverse());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('end with no cursor when the last page is exactly full', () => {
    for (let index = 0; index < 4; index += 1) record({});
    expect(queries.list({ limit: 4 })).toMatchObject({ nextCursor: null, items: { length: 4 } });
    expect(queries.list({ limit: 3 }).nextCursor).not.toBeNull();
  });

  it('begin with the newest when the cursor is none of ours', () => {
    const id = record({});
    for (const cursor of ['', 'rubbish', '../..', Buffer.from('1.2.3').toString('base64url')]) expect(idsOf({ limit: 5, cursor })).toEqual([id]);
  });

  it('sum up usage and cost over the attempts', () => {
    record({}, [
      { endpoint: 'first', usage: sampleUsage({ outputTokens: 1, source: 'estimated' }), costMicroUsd: null, verdict: 'try-next' },
      { endpoint: 'second', usage: null, costMicroUsd: null, verdict: 'try-next' },
      { endpoint: 'third', usage: sampleUsage({ outputTokens: 2 }), costMicroUsd: 7, sentModel: 'last' },
    ]);
    expect(queries.list({ limit: 1 }).items).toMatchObject([
      { attemptCount: 3, endpoint: 'third', sentModel: 'last', costMicroUsd: 7, usage: { outputTokens: 3, inputTokens: 20, source: 'estimated' } },
    ]);
  });
});

describe('the filters of the request list', () => {
  it('find by status class and exact status, outcome, kind, session and time', () => {
    const plain = record({ startedAtMs: SAMPLE_START_MS });
    const limited = record({ startedAtMs: SAMPLE_START_MS + 1 }, [{}], { status: 429, outcome: 'failed' });
    const wrong = record({ startedAtMs: SAMPLE_START_MS + 2, kind: 'count_tokens', sessionId: null }, [{}], { status: 400, outcome: 'client_fault' });
    expect(idsOf({ limit: 9, status: 4 })).toEqual([wrong, limited]);
    expect(idsOf({ limit: 9, status: 429 })).toEqual([limited]);
    expect(idsOf({ limit: 9, outcome: 'failed' })).toEqual([limited]);
    expect(idsOf({ limit: 9, kind: 'messages' })).toEqual([limited, plain]);
    expect(idsOf({ limit: 9, sessionId: 'session-1', status: 2 })).toEqual([plain]);
    expect(idsOf({ limit: 9, sinceMs: SAMPLE_START_MS + 1, untilMs: SAMPLE_START_MS + 2 })).toEqual([limited]);
  });

  it('find by the endpoint of any attempt, each exchange once', () => {
    const failedOver = record({}, [{ endpoint: 'first' }, { endpoint: 'first' }, { endpoint: 'second' }]);
    record({}, [{ endpoint: 'second' }]);
    expect(idsOf({ limit: 9, endpoint: 'first' })).toEqual([failedOver]);
    expect(idsOf({ limit: 9, endpoint: 'second' })).toHaveLength(2);
    expect(walk({ limit: 1, endpoint: 'second' })).toHaveLength(2);
    expect(idsOf({ limit: 9, endpoint: 'fir' })).toEqual([]);
  });

  it('find by part of the requested or the sent model, in any case', () => {
    const requested = record({ requestedModel: 'claude-opus-4' }, [{ sentModel: 'big' }]);
    const sent = record({ requestedModel: 'other' }, [{ sentModel: 'Claude-OPUS-5' }]);
    record({ requestedModel: null }, [{ sentModel: null }]);
    expect(idsOf({ limit: 9, model: 'opus' })).toEqual([sent, requested]);
    expect(idsOf({ limit: 9, model: 'opus', outcome: 'delivered' })).toEqual([sent, requested]);
    expect(idsOf({ limit: 9, model: '%' })).toEqual([]);
    expect(walk({ limit: 1, model: 'opus' })).toEqual([sent, requested]);
  });

  it('find by model among very many names', () => {
    const all = Array.from({ length: 40 }, (_, index) => record({ requestedModel: `model-${index}` }));
    expect(walk({ limit: 7, model: 'model' })).toEqual([...all].reverse());
  });

  it('together select what each of them would, and pages never lose or repeat one', () => {
    const pick = <T>(...values: T[]) => fc.constantFrom(...values);
    const rows = fc.array(
      fc.record({
        startedAtMs: fc.integer({ min: SAMPLE_START_MS, max: SAMPLE_START_MS + 20 }),
        outcome: pick('delivered' as const, 'failed' as const),
        status: pick(200, 429, 500, null),
        kind: pick('messages' as const, 'models' as const),
        sessionId: pick('s1', 's2', null),
        requestedModel: pick('opus-a', 'haiku-b', null),
        endpoints: fc.array(pick('one', 'two'), { maxLength: 3 }),
      }),
      { maxLength: 30 },
    );
    const filters = fc.record(
      {
        status: pick(2, 4, 429),
        outcome: pick('delivered' as const, 'failed' as const),
        endpoint: pick('one', 'two'),
        model: pick('opus', 'a', 'none'),
        kind: pick('messages' as const, 'models' as const),
        sessionId: pick('s1', 's2'),
        sinceMs: pick(SAMPLE_START_MS + 5),
        untilMs: pick(SAMPLE_START_MS + 15),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(rows, fc.array(filters, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 7 }), (history, asked, limit) => {
        database.exec('DELETE FROM exchanges');
        const written = history.map(({ endpoints, outcome, status, ...start }) => ({
          ...start,
          outcome,
          status,
          endpoints,
          id: record(
            start,
            endpoints.map((endpoint) => ({ endpoint, sentModel: start.requestedModel })),
            { outcome, status },
          ),
        }));
        for (const filter of asked) {
          const expected = written
            .map((row, order) => ({ row, order }))
            .filter(({ row }) => filter.status === undefined || row.status === filter.status || Math.floor((row.status ?? 0) / 100) === filter.status)
            .filter(({ row }) => filter.outcome === undefined || row.outcome === filter.outcome)
            .filter(({ row }) => filter.endpoint === undefined || row.endpoints.includes(filter.endpoint))
            .filter(({ row }) => filter.model === undefined || (row.requestedModel ?? '').includes(filter.model))
            .filter(({ row }) => filter.kind === undefined || row.kind === filter.kind)
            .filter(({ row }) => filter.sessionId === undefined || row.sessionId === filter.sessionId)
            .filter(({ row }) => row.startedAtMs >= (filter.sinceMs ?? 0) && row.startedAtMs < (filter.untilMs ?? Number.MAX_SAFE_INTEGER))
            .sort((one, other) => other.row.startedAtMs - one.row.startedAtMs || other.order - one.order);
          expect(walk({ ...filter, limit }), JSON.stringify(filter)).toEqual(expected.map(({ row }) => row.id));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a single exchange', () => {
  it('comes with its attempts in order, and is null when there is none', () => {
    const id = record({}, [{ endpoint: 'one' }, { endpoint: 'two' }]);
    expect(queries.get(id)?.attempts.map((attempt) => attempt.endpoint)).toEqual(['one', 'two']);
    expect(queries.get('nobody')).toBeNull();
  });
});
