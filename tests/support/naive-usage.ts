/** Reports of usage the plain way: every exchange and attempt looked at by itself, local times taken from Intl one by one. */
import { bucketOf, emptyHistogram } from '../../src-main/storage/histogram.ts';
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import type { UsageStep, UsageTotals } from '../../src-shared/schemas/usage.ts';

export interface EndedExchange {
  readonly exchange: ExchangeSummary;
  readonly attempts: readonly Attempt[];
}

export const QUARTER_MS = 900_000;

export const quarterOf = (ms: number) => Math.floor(ms / QUARTER_MS) * QUARTER_MS;

export const NOTHING: UsageTotals = {
  exchanges: 0,
  errors: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  costMicroUsd: 0,
  unpricedAttempts: 0,
};

export type By = 'model' | 'endpoint' | null;

const keyOf = (attempt: Attempt | undefined, by: By) => {
  if (by === null) return '';
  return (by === 'model' ? attempt?.sentModel : attempt?.endpoint) ?? '';
};

/** Those that began in the quarters that the range touches. */
export function within(history: readonly EndedExchange[], sinceMs: number, untilMs: number): readonly EndedExchange[] {
  if (untilMs <= sinceMs) return [];
  return history.filter(({ exchange }) => {
    const startMs = quarterOf(exchange.startedAtMs);
    return startMs >= quarterOf(sinceMs) && startMs < untilMs;
  });
}

/** Totals by any place that `placeOf` names; the exchange counts at its last attempt. */
export function sumUp(history: readonly EndedExchange[], placeOf: (startMs: number, key: string) => string, by: By): Map<string, UsageTotals> {
  const sums = new Map<string, UsageTotals>();
  const add = (startMs: number, key: string, more: Partial<UsageTotals>) => {
    const place = placeOf(startMs, key);
    const sum = { ...(sums.get(place) ?? NOTHING) };
    for (const name of TOTAL_NAMES) sum[name] += more[name] ?? 0;
    sums.set(place, sum);
  };
  for (const { exchange, attempts } of history) {
    const startMs = quarterOf(exchange.startedAtMs);
    const isError = exchange.outcome === 'failed' || exchange.outcome === 'stream_cut';
    add(startMs, keyOf(attempts.at(-1), by), { exchanges: 1, errors: isError ? 1 : 0 });
    for (const attempt of attempts) add(startMs, keyOf(attempt, by), usageOf(attempt));
  }
  return sums;
}

const TOTAL_NAMES = [
  'exchanges',
  'errors',
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'costMicroUsd',
  'unpricedAttempts',
] as const satisfies readonly (keyof UsageTotals)[];

function usageOf({ usage, costMicroUsd }: Attempt): Partial<UsageTotals> {
  return {
    costMicroUsd: costMicroUsd ?? 0,
    inputTokens: usage?.inputTokens ?? 0,
    cacheReadTokens: usage?.cacheReadTokens ?? 0,
    cacheWriteTokens: (usage?.cacheWrite5mTokens ?? 0) + (usage?.cacheWrite1hTokens ?? 0),
    outputTokens: usage?.outputTokens ?? 0,
    unpricedAttempts: usage !== null && costMicroUsd === null ? 1 : 0,
  };
}

/** Of the key, or of all: exchanges by outcome, attempts, and the times of delivered messages in ms. */
export function details(history: readonly EndedExchange[], key: string, by: By) {
  const own = history.filter(({ attempts }) => keyOf(attempts.at(-1), by) === key).map(({ exchange }) => exchange);
  const count = (outcome: string) => own.filter((exchange) => exchange.outcome === outcome).length;
  const timed = own.filter(({ kind, outcome }) => kind === 'messages' && outcome === 'delivered');
  return {
    outcomes: {
      delivered: count('delivered'),
      clientFault: count('client_fault'),
      refused: count('refused'),
      failed: count('failed'),
      clientLeft: count('client_left'),
      streamCut: count('stream_cut'),
      interrupted: count('interrupted'),
    },
    attempts: history.flatMap(({ attempts }) => attempts).filter((attempt) => keyOf(attempt, by) === key).length,
    firstByte: counted(timed.flatMap(({ firstByteAtMs, startedAtMs }) => (firstByteAtMs === null ? [] : [firstByteAtMs - startedAtMs]))),
    total: counted(timed.flatMap(({ endedAtMs, startedAtMs }) => (endedAtMs === null ? [] : [endedAtMs - startedAtMs]))),
  };
}

function counted(durationsMs: readonly number[]): Uint32Array {
  const histogram = emptyHistogram();
  for (const durationMs of durationsMs) histogram[bucketOf(durationMs)] = (histogram[bucketOf(durationMs)] ?? 0) + 1;
  return histogram;
}

/** Key of the slot that a moment belongs to, as a calendar and a clock on the wall in that zone say. */
export function localKeys(timeZone: string, step: UsageStep): (ms: number) => string {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (ms) => {
    const [date = '', time = ''] = wall.format(ms).split(' ');
    switch (step) {
      case 'quarter-hour':
        return `${date}T${time}`;
      case 'hour':
        return `${date}T${time.slice(0, 2)}:00`;
      case 'day':
        return date;
      case 'month':
        return date.slice(0, 7);
      case 'week': {
        const day = new Date(`${date}T00:00:00Z`);
        while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() - 1);
        return day.toISOString().slice(0, 10);
      }
    }
  };
}
