/** Property: whatever happened, in whatever order it was recorded, every report equals what the exchanges themselves say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentileMs } from '../../../../src-main/storage/histogram.ts';
import { RecordWriter } from '../../../../src-main/storage/record-writer.ts';
import { UsageQueries } from '../../../../src-main/storage/usage-queries.ts';
import type { ExchangeRecord } from '../../../../src-main/storage/worker-calls.ts';
import { OUTCOMES } from '../../../../src-shared/schemas/exchange.ts';
import { USAGE_STEPS, type UsageFigures, type UsageSeries, type UsageTotals } from '../../../../src-shared/schemas/usage.ts';
import { type By, details, type EndedExchange, localKeys, NOTHING, QUARTER_MS, quarterOf, sumUp, within } from '../../../support/naive-usage.ts';
import { sampleAttempt, sampleEnd, sampleStart, sampleUsage } from '../../../support/sample-exchange.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Nights in which the clocks change, in both directions, by an hour or half of one; and one without any change. */
const WINDOWS: readonly (readonly [from: string, zones: readonly string[]])[] = [
  ['2026-03-28', ['Europe/Berlin', 'UTC', 'Asia/Kathmandu']],
  ['2026-10-24', ['Europe/Berlin', 'Asia/Kolkata', 'America/New_York']],
  ['2026-03-07', ['America/St_Johns', 'America/Havana']],
  ['2026-10-31', ['America/St_Johns', 'Pacific/Apia']],
  ['2026-04-04', ['Australia/Lord_Howe', 'Pacific/Chatham']],
  ['2026-10-03', ['Australia/Lord_Howe', 'Pacific/Kiritimati']],
  ['2026-04-23', ['Africa/Cairo', 'Asia/Tehran']],
  ['2026-12-30', ['Pacific/Marquesas', 'Asia/Kathmandu', 'UTC']],
];
const WINDOW_MS = 3 * DAY_MS;

const attemptArbitrary = fc.record({
  endpoint: fc.constantFrom('alpha', 'beta', 'gamma'),
  sentModel: fc.constantFrom('model-a', 'model-b', 'model-c', null),
  usage: fc.option(fc.record({ inputTokens: fc.nat(1_000), outputTokens: fc.nat(90_000), cacheWrite1hTokens: fc.nat(9) }), { nil: null }),
  costMicroUsd: fc.option(fc.nat(10_000_000), { nil: null }),
});

const draftArbitrary = fc.record({
  afterMs: fc.integer({ min: 0, max: WINDOW_MS }),
  // Mostly minutes; now and then it ends when its day has long been summed up.
  durationMs: fc.oneof({ weight: 5, arbitrary: fc.nat(600_000) }, { weight: 1, arbitrary: fc.nat(2 * DAY_MS) }),
  outcome: fc.constantFrom(...OUTCOMES, 'delivered' as const, 'delivered' as const),
  kind: fc.constantFrom('messages' as const, 'messages' as const, 'count_tokens' as const),
  isLeftOpen: fc.constantFrom(false, false, false, false, true),
  attempts: fc.array(attemptArbitrary, { maxLength: 3 }),
});

interface Step {
  readonly atMs: number;
  readonly record: ExchangeRecord;
}

function exchangeOf(draft: typeof draftArbitrary extends fc.Arbitrary<infer T> ? T : never, fromMs: number) {
  const startedAtMs = fromMs + draft.afterMs;
  const attempts = draft.attempts.map((attempt, index) =>
    sampleAttempt({
      ...attempt,
      number: index + 1,
      endpointId: `id-${attempt.endpoint}`,
      usage: attempt.usage === null ? null : sampleUsage(attempt.usage),
    }),
  );
  const start = sampleStart({ startedAtMs, kind: draft.kind });
  const endedAtMs = startedAtMs + draft.durationMs;
  const firstByteAtMs = startedAtMs + Math.floor(draft.durationMs / 2);
  const exchange = draft.isLeftOpen
    ? { ...start, outcome: 'interrupted' as const }
    : sampleEnd(start, attempts, { outcome: draft.outcome, endedAtMs, firstByteAtMs });
  const opening: Step[] = [
    { atMs: startedAtMs, record: { step: 'started', exchange: start } },
    ...attempts.map((attempt): Step => ({ atMs: startedAtMs, record: { step: 'attempted', exchangeId: start.id, attempt } })),
  ];
  const ending: Step[] = draft.isLeftOpen ? [] : [{ atMs: endedAtMs, record: { step: 'finished', exchange, attempts } }];
  return { ended: { exchange, attempts }, steps: [...opening, ...ending] };
}

const casesArbitrary = fc.constantFrom(...WINDOWS).chain(([from, zones]) =>
  fc.record({
    fromMs: fc.constant(Date.parse(from)),
    timeZone: fc.constantFrom(...zones),
    drafts: fc.array(draftArbitrary, { minLength: 1, maxLength: 40 }),
    batchSize: fc.integer({ min: 1, max: 30 }),
    prunedAfterMs: fc.option(fc.nat(WINDOW_MS), { nil: null }),
    isSummedUp: fc.boolean(),
    sinceMs: fc.integer({ min: -HOUR_MS, max: WINDOW_MS }),
    lengthMs: fc.integer({ min: -HOUR_MS, max: WINDOW_MS + 2 * HOUR_MS }),
  }),
);

describe('reports of usage', () => {
  it('equal what the exchanges themselves say, for any history, order, zone and range', async () => {
    await fc.assert(
      fc.asyncProperty(casesArbitrary, async (one) => {
        const database = await useTestDatabase();
        const writer = new RecordWriter(database);
        const made = one.drafts.map((draft) => exchangeOf(draft, one.fromMs));
        const steps = made.flatMap(({ steps: own }) => own).sort((a, b) => a.atMs - b.atMs);
        for (let index = 0; index < steps.length; index += one.batchSize)
          expect(writer.write(steps.slice(index, index + one.batchSize).map(({ record }) => record))).toEqual([]);
        writer.interruptOpenExchanges();
        const pruned = one.prunedAfterMs === null ? 0 : writer.prune(one.fromMs + one.prunedAfterMs);
        expect(database.prepare('SELECT count(*) FROM exchanges').pluck().get()).toBe(made.length - pruned);
        if (one.isSummedUp) writer.sumUpDays(one.fromMs + 2 * WINDOW_MS, 10);
        const range = { sinceMs: one.fromMs + one.sinceMs, untilMs: one.fromMs + one.sinceMs + one.lengthMs, timeZone: one.timeZone };
        const history = made.map(({ ended }) => ended);
        checkFigures(new UsageQueries(database), history, range);
        checkSeries(new UsageQueries(database), history, range);
        checkHours(new UsageQueries(database), history, range);
      }),
      { numRuns: 50 },
    );
  });
});

interface Range {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly timeZone: string;
}

function checkFigures(queries: UsageQueries, all: readonly EndedExchange[], range: Range): void {
  const history = within(all, range.sinceMs, range.untilMs);
  const beforeSinceMs = range.sinceMs - DAY_MS;
  const overview = queries.overview({ ...range, beforeSinceMs });
  expect(overview.figures).toEqual(naiveFigures(history, '', null));
  expect(overview.before).toEqual(naiveFigures(within(all, beforeSinceMs, quarterOf(range.sinceMs)), '', null));
  expect(overview.oldestMs).toBe(Math.min(...all.map(({ exchange }) => quarterOf(exchange.startedAtMs))));
  for (const by of ['model', 'endpoint'] as const) {
    const keys = [...sumUp(history, (_, key) => key, by).keys()];
    const { rows } = queries.breakdown({ ...range, by });
    expect(new Map(rows.map(({ key, ...figures }) => [key, figures]))).toEqual(new Map(keys.map((key) => [key, naiveFigures(history, key, by)])));
    expect(rows.map((row) => row.exchanges)).toEqual(rows.map((row) => row.exchanges).sort((a, b) => b - a));
  }
}

function naiveFigures(history: readonly EndedExchange[], key: string, by: By): UsageFigures {
  const { firstByte, total, ...rest } = details(history, key, by);
  const timing = (histogram: Uint32Array) => {
    const p50Ms = percentileMs(histogram, 0.5);
    const p95Ms = percentileMs(histogram, 0.95);
    return p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms };
  };
  return { ...(sumUp(history, (_, own) => own, by).get(key) ?? NOTHING), ...rest, firstByte: timing(firstByte), total: timing(total) };
}

function checkSeries(queries: UsageQueries, all: readonly EndedExchange[], range: Range): void {
  const history = within(all, range.sinceMs, range.untilMs);
  for (const step of USAGE_STEPS) {
    const keyAt = localKeys(range.timeZone, step);
    for (const by of [null, 'model', 'endpoint'] as const) {
      const { slots, lines } = queries.series({ ...range, step, by, keys: 2 });
      if (by === null) checkSlots(slots, range, keyAt);
      const slotAt = (startMs: number) => slots.findIndex((slot) => startMs >= slot.startMs && startMs < slot.endMs);
      const shown = new Set(lines.map(({ key }) => key));
      const expected = sumUp(history, (startMs, key) => `${by !== null && shown.has(key) ? key : null} ${slotAt(startMs)}`, by);
      expect(pointsOf(lines)).toEqual(withUse(expected));
      if (by !== null) expect(lines.flatMap(({ key }) => (key === null ? [] : [key]))).toEqual(keysByTokens(history, by).slice(0, 2));
    }
  }
}

function checkSlots(slots: UsageSeries['slots'], range: Range, keyAt: (ms: number) => string): void {
  expect(slots[0]?.startMs ?? null).toBe(range.untilMs > range.sinceMs ? quarterOf(range.sinceMs) : null);
  if (slots.length > 0) expect(slots.at(-1)?.endMs).toBe(-quarterOf(-range.untilMs));
  slots.forEach((slot, index) => {
    if (index > 0) expect(slot.startMs).toBe(slots[index - 1]?.endMs);
    for (let ms = slot.startMs; ms < slot.endMs; ms += QUARTER_MS) if (keyAt(ms) !== slot.key) expect.fail(`${ms} is in ${slot.key}`);
  });
}

function keysByTokens(history: readonly EndedExchange[], by: By): readonly string[] {
  const tokens = ({ inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens }: UsageTotals) =>
    inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens;
  return [...sumUp(history, (_, key) => key, by)]
    .sort(([a, one], [b, other]) => tokens(other) - tokens(one) || a.localeCompare(b))
    .map(([key]) => key);
}

function pointsOf(lines: readonly { readonly key: string | null; readonly points: readonly (UsageTotals & { readonly slot: number })[] }[]) {
  // An object: maps are compared entry by entry with each other, which takes long.
  return Object.fromEntries(lines.flatMap(({ key, points }) => points.map(({ slot, ...totals }) => [`${key} ${slot}`, totals] as const)));
}

/** An attempt without usage leaves no mark on a line. */
function withUse(sums: ReadonlyMap<string, UsageTotals>): Readonly<Record<string, UsageTotals>> {
  return Object.fromEntries([...sums].filter(([, totals]) => Object.values(totals).some((sum) => sum !== 0)));
}

function checkHours(queries: UsageQueries, all: readonly EndedExchange[], range: Range): void {
  const history = within(all, range.sinceMs, range.untilMs);
  const hourAt = localKeys(range.timeZone, 'hour');
  const rowAt = { date: localKeys(range.timeZone, 'day'), weekday: (ms: number) => `${new Date(hourAt(ms).slice(0, 10)).getUTCDay() || 7}` };
  for (const rows of ['date', 'weekday'] as const) {
    const answer = queries.hours({ ...range, rows });
    const cells = answer.cells.map(({ row, hour, ...totals }) => [`${answer.rows[row]} ${hour}`, totals] as const);
    const expected = sumUp(history, (startMs) => `${rowAt[rows](startMs)} ${Number(hourAt(startMs).slice(11, 13))}`, null);
    expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(expected));
    expect(cells.length).toBe(expected.size);
  }
}
