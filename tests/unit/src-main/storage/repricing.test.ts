import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import { Repricing, RepricingWriter } from '../../../../src-main/storage/repricing.ts';
import { UsageQueries } from '../../../../src-main/storage/usage-queries.ts';
import type { RepricingInput } from '../../../../src-main/storage/worker-calls.ts';
import { costMicroUsd } from '../../../../src-shared/token-cost.ts';
import { MS_PER_DAY } from '../../../../src-shared/units.ts';
import { SAMPLE_START_MS, sampleAttempt, sampleEnd, sampleStart, sampleUsage } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

const FROM_MS = SAMPLE_START_MS;
const UNTIL_MS = SAMPLE_START_MS + 4 * MS_PER_DAY;

const flat = (each: number) => ({ input: each, output: each, cacheRead: each, cacheWrite5m: each, cacheWrite1h: each, largeInput: null });
const EVERYTHING: RepricingInput = {
  sinceMs: 0,
  untilMs: UNTIL_MS + 1,
  models: [
    { model: 'a', prices: flat(2) },
    { model: 'b', prices: null },
  ],
  endpoints: [
    { id: 'id-x', multiplier: 1 },
    { id: 'id-y', multiplier: 0.5 },
  ],
};

const attemptArbitrary = fc.record({
  endpoint: fc.constantFrom('x', 'y', 'gone'),
  sentModel: fc.constantFrom('a', 'b', 'not asked for', null),
  usage: fc.option(fc.record({ inputTokens: fc.nat(1_000), cacheReadTokens: fc.nat(300_000) }).map(sampleUsage), { nil: null }),
  costMicroUsd: fc.option(fc.nat(10_000), { nil: null }),
});
const exchangeArbitrary = fc.record({
  startedAtMs: fc.integer({ min: FROM_MS, max: UNTIL_MS }),
  isOpen: fc.boolean(),
  drafts: fc.array(attemptArbitrary, { maxLength: 3 }),
});
type Draft = typeof exchangeArbitrary extends fc.Arbitrary<infer T> ? T : never;

function record(database: Database, drafts: readonly Draft[]): void {
  new RecordWriter(database).write(
    drafts.flatMap(({ startedAtMs, isOpen, drafts: given }) => {
      const attempts = given.map((draft, index) => sampleAttempt({ ...draft, number: index + 1, endpointId: `id-${draft.endpoint}` }));
      const start = sampleStart({ startedAtMs });
      const attempted = attempts.map((attempt) => ({ step: 'attempted', exchangeId: start.id, attempt }));
      return [
        { step: 'started', exchange: start },
        ...attempted,
        ...(isOpen ? [] : [{ step: 'finished', exchange: sampleEnd(start, attempts), attempts }]),
      ];
    }),
  );
}

const rowSchema = z.object({
  endpoint_id: z.string(),
  sent_model: z.string().nullable(),
  usage_source: z.string().nullable(),
  input_tokens: z.number().nullable(),
  cache_read_tokens: z.number().nullable(),
  cache_write_5m_tokens: z.number().nullable(),
  cache_write_1h_tokens: z.number().nullable(),
  output_tokens: z.number().nullable(),
  cost_micro_usd: z.number().nullable(),
  exchange_started_at_ms: z.number(),
  outcome: z.string().nullable(),
});
function rows(database: Database) {
  const sql = 'SELECT attempts.*, outcome FROM attempts JOIN exchanges ON seq = exchange_seq ORDER BY exchange_seq, number';
  return z.array(rowSchema).parse(database.prepare(sql).all());
}

/** The cost that a row should have after EVERYTHING. */
function expectedCost(row: z.infer<typeof rowSchema>): number | null {
  const prices = EVERYTHING.models.find(({ model }) => model === row.sent_model);
  const endpoint = EVERYTHING.endpoints.find(({ id }) => id === row.endpoint_id);
  if (prices === undefined || endpoint === undefined || row.usage_source === null || row.outcome === null) return row.cost_micro_usd;
  if (prices.prices === null) return null;
  return costMicroUsd(prices.prices, endpoint.multiplier, {
    inputTokens: row.input_tokens ?? 0,
    cacheReadTokens: row.cache_read_tokens ?? 0,
    cacheWrite5mTokens: row.cache_write_5m_tokens ?? 0,
    cacheWrite1hTokens: row.cache_write_1h_tokens ?? 0,
    outputTokens: row.output_tokens ?? 0,
  });
}

function sumsOf(database: Database) {
  const ended = rows(database).filter(({ outcome }) => outcome !== null);
  return {
    costMicroUsd: ended.reduce((sum, row) => sum + (row.cost_micro_usd ?? 0), 0),
    unpricedAttempts: ended.filter((row) => row.usage_source !== null && row.cost_micro_usd === null).length,
  };
}

function reported(database: Database) {
  const { figures } = new UsageQueries(database).overview({ sinceMs: 0, untilMs: UNTIL_MS + MS_PER_DAY, timeZone: 'UTC' });
  return { costMicroUsd: figures.costMicroUsd, unpricedAttempts: figures.unpricedAttempts };
}

describe('a recalculation', () => {
  it('gives attempts the cost they would have now and keeps the sums those of the raw rows, whatever was recorded', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(exchangeArbitrary, { maxLength: 30 }), fc.boolean(), async (drafts, areDaysSummedUp) => {
        const database = await useTestDatabase();
        record(database, drafts);
        if (areDaysSummedUp) new RecordWriter(database).sumUpDays(UNTIL_MS + 3 * MS_PER_DAY, 100);
        const before = rows(database);
        const planned = new Repricing(database).count(EVERYTHING);
        expect(rows(database)).toEqual(before);
        const expected = before.map(expectedCost);
        expect(new RepricingWriter(database).apply(EVERYTHING)).toEqual(planned);
        expect(rows(database).map((row) => row.cost_micro_usd)).toEqual(expected);
        expect(planned.changed).toBe(before.filter((row, index) => row.cost_micro_usd !== expected[index]).length);
        expect(reported(database)).toEqual(sumsOf(database));
        expect(new RepricingWriter(database).apply(EVERYTHING)).toMatchObject({ changed: 0, attempts: planned.attempts });
      }),
      { numRuns: 25 },
    );
  });

  it('goes through a long range in slices, and stays within the range', async () => {
    const database = await useTestDatabase();
    const draft = { endpoint: 'x' as const, sentModel: 'a' as const, usage: sampleUsage(), costMicroUsd: 1 };
    // Many begin in the same millisecond: a slice may end among them.
    record(
      database,
      Array.from({ length: 1_000 }, (_, index) => ({ startedAtMs: FROM_MS + Math.floor(index / 300), isOpen: false, drafts: [draft] })),
    );
    const range = { ...EVERYTHING, sinceMs: FROM_MS + 0.5, untilMs: FROM_MS + 3 };
    const writer = new RepricingWriter(database);
    const counts: number[] = [];
    let after: RepricingInput['after'];
    do {
      const { attempts, next } = writer.apply(after === undefined ? range : { ...range, after });
      counts.push(attempts);
      after = next ?? undefined;
    } while (after !== undefined);
    expect(counts).toEqual([200, 200, 200, 0]);
    const untouched = rows(database).filter(({ cost_micro_usd }) => cost_micro_usd === 1);
    expect(untouched.map((row) => row.exchange_started_at_ms - FROM_MS)).toEqual([...Array<number>(300).fill(0), ...Array<number>(100).fill(3)]);
    expect(reported(database)).toEqual(sumsOf(database));
  });
});
