/**
 * Makes up what the demo's imaginary users did in the weeks before: busy working days with a break at noon, some evenings, few
 * weekends, a week off and one very busy day, so that every chart has something to show. Nothing of it was ever sent.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Attempt, ExchangeDetail, Outcome } from '../../src-shared/schemas/exchange.ts';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src-shared/units.ts';
import { type SampleModel, sampleModel, sampleUsage } from './sample-usage.ts';
import { between, type Random } from './seeded-random.ts';

export interface HistoryEndpoint {
  readonly id: string;
  readonly name: string;
}

export interface HistoryOptions {
  readonly nowMs: number;
  readonly random: Random;
  /** In the order of their priority; the first serves haiku only, and the second fails now and then. */
  readonly endpoints: readonly [slow: HistoryEndpoint, flaky: HistoryEndpoint, healthy: HistoryEndpoint];
}

export const HISTORY_WEEKS = 20;
/** Exchanges of an ordinary hour, by the hour of the day. */
const HOURLY = [0, 0, 0, 0, 0, 0, 0, 1, 3, 6, 7, 6, 2, 5, 7, 6, 5, 3, 1, 1, 2, 2, 1, 0] as const;
const WEEKEND_FACTOR = 0.12;
/** Days before today: a week in which nobody worked, and a day on which everybody did. */
const DAYS_OFF = { from: 52, to: 58 } as const;
const BUSY_DAY = 17;
const BUSY_FACTOR = 3;
/** The last minutes belong to the demo's real traffic. */
const MARGIN_MS = 10 * MS_PER_MINUTE;

/** Oldest first; all of them ended before now. */
export function* demoHistory({ nowMs, random, endpoints }: HistoryOptions): Generator<ExchangeDetail> {
  for (let daysAgo = HISTORY_WEEKS * 7; daysAgo >= 0; daysAgo -= 1) {
    // No day is like the other.
    const factor = dayFactor(nowMs, daysAgo) * (0.3 + random() * 1.4);
    for (const [hour, usual] of HOURLY.entries()) {
      const count = Math.round(usual * factor * (0.5 + random()));
      const hourMs = new Date(nowMs - daysAgo * MS_PER_DAY).setHours(hour, 0, 0, 0);
      const starts = Array.from({ length: count }, () => hourMs + Math.floor(random() * MS_PER_HOUR)).sort((a, b) => a - b);
      for (const startedAtMs of starts) if (startedAtMs < nowMs - MARGIN_MS) yield pastExchange(startedAtMs, random, endpoints);
    }
  }
}

function dayFactor(nowMs: number, daysAgo: number): number {
  if (daysAgo >= DAYS_OFF.from && daysAgo <= DAYS_OFF.to) return 0;
  const weekday = new Date(nowMs - daysAgo * MS_PER_DAY).getDay();
  if (daysAgo === BUSY_DAY) return BUSY_FACTOR;
  return weekday === 0 || weekday === 6 ? WEEKEND_FACTOR : 1;
}

interface Ending {
  readonly outcome: Outcome;
  readonly status: number;
  readonly error: string | null;
}
const DELIVERED: Ending = { outcome: 'delivered', status: 200, error: null };
const ENDINGS: readonly { readonly share: number; readonly ending: Ending }[] = [
  { share: 0.012, ending: { outcome: 'failed', status: 529, error: 'All endpoints were overloaded.' } },
  { share: 0.006, ending: { outcome: 'stream_cut', status: 200, error: 'The endpoint closed the connection in the middle of the answer.' } },
  { share: 0.02, ending: { outcome: 'client_left', status: 200, error: null } },
];

function endingOf(random: Random): Ending {
  let chance = random();
  for (const { share, ending } of ENDINGS) {
    if (chance < share) return ending;
    chance -= share;
  }
  return DELIVERED;
}

function pastExchange(startedAtMs: number, random: Random, [slow, flaky, healthy]: HistoryOptions['endpoints']): ExchangeDetail {
  const model = sampleModel(random);
  const ending = endingOf(random);
  const first = model.family === 'haiku' ? slow : flaky;
  const isMovedOn = ending.outcome === 'failed' || (first === flaky && random() < 0.18);
  const refusal = isMovedOn ? refusedAttempt({ startedAtMs, random, endpoint: first, model }) : null;
  const beganAtMs = refusal?.endedAtMs ?? startedAtMs;
  const last =
    ending.outcome === 'failed'
      ? refusedAttempt({ startedAtMs: beganAtMs, random, endpoint: healthy, model }, 2)
      : answeredAttempt({ startedAtMs: beganAtMs, random, endpoint: isMovedOn ? healthy : first, model }, { ending, number: isMovedOn ? 2 : 1 });
  const { usage, costMicroUsd } = last;
  const session = between(random, 1, 5);
  return {
    id: uuidv7({ msecs: startedAtMs, random: Uint8Array.from({ length: 16 }, () => between(random, 0, 255)) }),
    startedAtMs,
    firstByteAtMs: last.firstByteAtMs,
    endedAtMs: last.endedAtMs,
    kind: 'messages',
    method: 'POST',
    path: '/v1/messages',
    requestedModel: model.name,
    family: model.family,
    isStream: random() > 0.1,
    sessionId: `0000000${session}-demo-4000-8000-00000000000${session}`,
    client: 'claude-cli/2.1.329',
    localToken: null,
    ...ending,
    requestBytes: between(random, 4_000, 400_000),
    responseBytes: (usage?.outputTokens ?? 0) * 6 + 900,
    attemptCount: last.number,
    endpoint: last.endpoint,
    sentModel: last.sentModel,
    usage,
    costMicroUsd,
    unpricedAttempts: usage !== null && costMicroUsd === null ? 1 : 0,
    attempts: refusal === null ? [last] : [refusal, last],
  };
}

interface AttemptNeeds {
  readonly startedAtMs: number;
  readonly random: Random;
  readonly endpoint: HistoryEndpoint;
  readonly model: SampleModel;
}

function refusedAttempt({ startedAtMs, random, endpoint, model }: AttemptNeeds, number = 1): Attempt {
  return {
    number,
    endpointId: endpoint.id,
    endpoint: endpoint.name,
    sentModel: model.name,
    startedAtMs,
    firstByteAtMs: startedAtMs + between(random, 120, 400),
    endedAtMs: startedAtMs + between(random, 400, 600),
    status: 529,
    verdict: number === 1 ? 'try-next' : 'stop',
    ruleId: 'overloaded',
    reason: 'answered 529 (overloaded_error: Overloaded)',
    restMs: 30_000,
    upstreamRequestId: null,
    usage: null,
    costMicroUsd: null,
  };
}

function answeredAttempt(
  { startedAtMs, random, endpoint, model }: AttemptNeeds,
  { ending, number }: { readonly ending: Ending; readonly number: number },
): Attempt {
  const waitMs = between(random, 300, 1_200) * (model.family === 'haiku' ? 3 : 1);
  const { usage, costMicroUsd } = sampleUsage(random, model);
  const isCut = ending.outcome === 'stream_cut';
  return {
    number,
    endpointId: endpoint.id,
    endpoint: endpoint.name,
    sentModel: model.name,
    startedAtMs,
    firstByteAtMs: startedAtMs + waitMs,
    endedAtMs: startedAtMs + waitMs + usage.outputTokens * between(random, 8, 22),
    status: 200,
    verdict: isCut ? 'stop' : 'deliver',
    ruleId: isCut ? 'stream-cut' : 'success',
    reason: isCut ? 'the connection was closed in the middle of the answer' : null,
    restMs: null,
    upstreamRequestId: null,
    usage: isCut ? { ...usage, source: 'estimated' } : usage,
    costMicroUsd,
  };
}
