import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bucketOf, decodeHistogram, emptyHistogram } from '../../../../src-main/storage/histogram.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import { BUCKET_MS } from '../../../../src-main/storage/usage-bucket.ts';
import { UsageQueries } from '../../../../src-main/storage/usage-queries.ts';
import type { ExchangeRecord } from '../../../../src-main/storage/worker-calls.ts';
import { type Attempt, type ExchangeSummary, OUTCOMES } from '../../../../src-shared/schemas/exchange.ts';
import type { UsageInput, UsageTotals } from '../../../../src-shared/schemas/usage.ts';
import { sampleAttempt, sampleEnd, sampleStart, sampleUsage } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

interface Ended {
  readonly exchange: ExchangeSummary;
  readonly attempts: readonly Attempt[];
}

// Around the end of summer time in Europe, so that days of 25 hours are among them.
const FROM_MS = Date.UTC(2026, 9, 24);
const UNTIL_MS = Date.UTC(2026, 9, 27);

const attemptArbitrary = fc.record({
  endpoint: fc.constantFrom('alpha', 'beta'),
  sentModel: fc.constantFrom('model-a', 'model-b', null),
  usage: fc.option(fc.record({ inputTokens: fc.nat(1_000), outputTokens: fc.nat(1_000), cacheWrite1hTokens: fc.nat(9) }), { nil: null }),
  costMicroUsd: fc.option(fc.nat(10_000), { nil: null }),
});

const endedArbitrary = fc
  .record({
    startedAtMs: fc.integer({ min: FROM_MS, max: UNTIL_MS }),
    outcome: fc.constantFrom(...OUTCOMES),
    kind: fc.constantFrom('messages' as const, 'count_tokens' as const),
    durationMs: fc.integer({ min: 0, max: 1_000_000 }),
    attempts: fc.array(attemptArbitrary, { maxLength: 3 }),
  })
  .map(({ startedAtMs, outcome, kind, durationMs, attempts: drafts }): Ended => {
    const attempts = drafts.map((draft, index) =>
      sampleAttempt({
        ...draft,
        number: index + 1,
        endpointId: `id-${draft.endpoint}`,
        usage: draft.usage === null ? null : sampleUsage(draft.usage),
      }),
    );
    const exchange = sampleEnd(sampleStart({ startedAtMs, kind }), attempts, {
      outcome,
      endedAtMs: startedAtMs + durationMs,
      firstByteAtMs: startedAtMs + Math.floor(durationMs / 2),
    });
    return { exchange, attempts };
  });

const inputArbitrary: fc.Arbitrary<UsageInput> = fc.record({
  by: fc.constantFrom('day' as const, 'model' as const, 'endpoint' as const),
  sinceMs: fc.integer({ min: FROM_MS - 1_000_000, max: UNTIL_MS }),
  untilMs: fc.integer({ min: FROM_MS, max: UNTIL_MS + 1_000_000 }),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia'),
});

describe('the 15-minute sums', () => {
  it('answer like the raw rows, for any history, batches, repetitions, question and time zone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(endedArbitrary, { maxLength: 40 }),
        fc.array(inputArbitrary, { minLength: 3, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (history, inputs, size) => {
          const database = await useTestDatabase();
          const writer = new RecordWriter(database);
          const records = history.map(({ exchange, attempts }): ExchangeRecord => ({ step: 'finished', exchange, attempts: [...attempts] }));
          // Batches overlap by one record, as they do when an answer was lost and a batch is sent again.
          for (let index = 0; index < records.length; index += size)
            expect(writer.write(records.slice(Math.max(0, index - 1), index + size))).toEqual([]);
          for (const input of inputs)
            expect(new UsageQueries(database).report(input).rows.sort(byKey), JSON.stringify(input)).toEqual(expectedRows(history, input));

          const stored = z
            .array(z.object({ first_byte_histogram: z.instanceof(Uint8Array), total_histogram: z.instanceof(Uint8Array) }))
            .parse(database.prepare('SELECT * FROM usage_15min').all());
          expect(addUp(stored.map((row) => row.first_byte_histogram))).toEqual(timesOf(history, (exchange) => exchange.firstByteAtMs));
          expect(addUp(stored.map((row) => row.total_histogram))).toEqual(timesOf(history, (exchange) => exchange.endedAtMs));
        },
      ),
      { numRuns: 40 },
    );
  });
});

const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1);

/** The plain way: every exchange and attempt looked at by itself. */
function expectedRows(history: readonly Ended[], input: UsageInput) {
  const rows = new Map<string, UsageTotals>();
  const dayOf = (ms: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: input.timeZone }).format(ms);
  const rowOf = (bucketMs: number, attempt: Attempt | undefined) => {
    const key = { day: () => dayOf(bucketMs), model: () => attempt?.sentModel ?? '', endpoint: () => attempt?.endpoint ?? '' }[input.by]();
    const row = rows.get(key) ?? {
      exchanges: 0,
      errors: 0,
      inputTokens: 0,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 0,
      costMicroUsd: 0,
      unpricedAttempts: 0,
    };
    rows.set(key, row);
    return row;
  };
  for (const { exchange, attempts } of history) {
    const bucketMs = Math.floor(exchange.startedAtMs / BUCKET_MS) * BUCKET_MS;
    if (bucketMs < Math.floor(input.sinceMs / BUCKET_MS) * BUCKET_MS || bucketMs >= input.untilMs) continue;
    const own = rowOf(bucketMs, attempts.at(-1));
    own.exchanges += 1;
    if (exchange.outcome === 'failed' || exchange.outcome === 'stream_cut') own.errors += 1;
    for (const attempt of attempts) {
      const row = rowOf(bucketMs, attempt);
      row.costMicroUsd += attempt.costMicroUsd ?? 0;
      row.inputTokens += attempt.usage?.inputTokens ?? 0;
      row.cacheReadTokens += attempt.usage?.cacheReadTokens ?? 0;
      row.cacheWriteTokens += (attempt.usage?.cacheWrite5mTokens ?? 0) + (attempt.usage?.cacheWrite1hTokens ?? 0);
      row.outputTokens += attempt.usage?.outputTokens ?? 0;
      if (attempt.usage !== null && attempt.costMicroUsd === null) row.unpricedAttempts += 1;
    }
  }
  return [...rows].map(([key, totals]) => ({ key, ...totals })).sort(byKey);
}

function addUp(histograms: readonly Uint8Array[]): Uint32Array {
  return histograms.map(decodeHistogram).reduce((sum, counts) => sum.map((count, bucket) => count + (counts[bucket] ?? 0)), emptyHistogram());
}

function timesOf(history: readonly Ended[], endOf: (exchange: ExchangeSummary) => number | null): Uint32Array {
  const histogram = emptyHistogram();
  for (const { exchange } of history) {
    const endMs = endOf(exchange);
    if (exchange.kind !== 'messages' || exchange.outcome !== 'delivered' || endMs === null) continue;
    const bucket = bucketOf(endMs - exchange.startedAtMs);
    histogram[bucket] = (histogram[bucket] ?? 0) + 1;
  }
  return histogram;
}
