import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailoverRule, JudgeContext, Observation, StatusObservation, Verdict } from '../../../../src-main/failover/contract.ts';
import { DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';
import { judgeAttempt, MAX_ATTEMPTS_IN_COMPANY } from '../../../../src-main/failover/judge-attempt.ts';

const COMPANY: JudgeContext = {
  exchangeKind: 'messages',
  isAlone: false,
  hasNext: true,
  triesHere: 1,
  attempts: 1,
  sleptMs: 0,
  maxRetries: 5,
  restLimitMs: 1_800_000,
  failureStreak: 0,
  random: 0.5,
};
const ALONE: JudgeContext = { ...COMPANY, isAlone: true, hasNext: false };

const status = (code: number, extra: Partial<StatusObservation> = {}): Observation => ({
  kind: 'status',
  status: code,
  errorType: null,
  text: '',
  isAnthropicError: false,
  namedWaitMs: null,
  ...extra,
});
const anthropic = (code: number, text = 'no'): Observation => status(code, { isAnthropicError: true, errorType: 'some_error', text });
const refused: Observation = { kind: 'unreachable', cause: 'refused', detail: 'ECONNREFUSED' };
const reset: Observation = { kind: 'unreachable', cause: 'reset', detail: 'ECONNRESET' };
const timeout: Observation = { kind: 'timeout', phase: 'first-byte', waitedMs: 90_000 };
const overloadedEvent: Observation = { kind: 'error-event', errorType: 'overloaded_error', text: 'Overloaded' };

const judge = (observation: Observation, context: Partial<JudgeContext> = {}, base = COMPANY): Verdict =>
  judgeAttempt(observation, { ...base, ...context }, DEFAULT_RULES);

/** Judges the same failure again and again, as an exchange at one endpoint would, until it is not tried here any more. */
function triesHere(observation: Observation, base: JudgeContext): { tries: number; waits: number[]; last: Verdict } {
  const waits: number[] = [];
  for (let tries = 1; ; tries += 1) {
    const sleptMs = waits.reduce((sum, wait) => sum + wait, 0);
    const last = judgeAttempt(observation, { ...base, triesHere: tries, attempts: tries, sleptMs }, DEFAULT_RULES);
    if (last.kind !== 'retry-here') return { tries, waits, last };
    waits.push(last.waitMs);
  }
}

interface Row {
  readonly what: string;
  readonly observation: Observation;
  readonly ruleId: string;
  /** Tries at this endpoint with another one at hand, and alone with five retries allowed. */
  readonly company: number;
  readonly alone: number;
  readonly kind: Verdict['kind'];
  /** Length of the rest in company, ms; undefined: none; null: until edited. */
  readonly restMs?: number | null;
  readonly restsAlone?: boolean;
}

const ROWS: readonly Row[] = [
  { what: 'refused', observation: refused, ruleId: 'refused', company: 1, alone: 6, kind: 'try-next', restMs: 30_000 },
  { what: 'reset', observation: reset, ruleId: 'unreachable', company: 2, alone: 6, kind: 'try-next', restMs: 30_000 },
  {
    what: 'DNS',
    observation: { kind: 'unreachable', cause: 'dns', detail: '' },
    ruleId: 'unreachable',
    company: 2,
    alone: 6,
    kind: 'try-next',
    restMs: 30_000,
  },
  {
    what: 'TLS',
    observation: { kind: 'unreachable', cause: 'tls', detail: '' },
    ruleId: 'unreachable',
    company: 2,
    alone: 6,
    kind: 'try-next',
    restMs: 30_000,
  },
  { what: 'no answer in time', observation: timeout, ruleId: 'timeout', company: 1, alone: 1, kind: 'try-next', restMs: 30_000 },
  ...[500, 502, 503, 504, 520, 524, 599].map(
    (code): Row => ({ what: `${code}`, observation: status(code), ruleId: 'server-error', company: 2, alone: 6, kind: 'try-next', restMs: 30_000 }),
  ),
  { what: '529', observation: status(529), ruleId: 'overloaded', company: 1, alone: 2, kind: 'try-next', restMs: 35_000 },
  { what: 'overloaded event', observation: overloadedEvent, ruleId: 'overloaded-event', company: 1, alone: 2, kind: 'try-next', restMs: 35_000 },
  { what: '429 unnamed', observation: status(429), ruleId: 'rate-limited', company: 1, alone: 1, kind: 'try-next', restMs: 5_000, restsAlone: true },
  {
    what: '429 for 1.5 s',
    observation: status(429, { namedWaitMs: 1_500 }),
    ruleId: 'rate-limited',
    company: 1,
    alone: 6,
    kind: 'try-next',
    restMs: 1_500,
    restsAlone: true,
  },
  {
    what: '429 for 3 s',
    observation: status(429, { namedWaitMs: 3_000 }),
    ruleId: 'rate-limited',
    company: 1,
    alone: 1,
    kind: 'try-next',
    restMs: 3_000,
    restsAlone: true,
  },
  { what: '401', observation: anthropic(401), ruleId: 'unauthorized', company: 1, alone: 1, kind: 'try-next', restMs: 1_800_000, restsAlone: true },
  { what: '402', observation: anthropic(402), ruleId: 'forbidden', company: 1, alone: 1, kind: 'try-next', restMs: 1_800_000, restsAlone: true },
  { what: '403', observation: status(403), ruleId: 'forbidden', company: 1, alone: 1, kind: 'try-next', restMs: 1_800_000, restsAlone: true },
  { what: '404 with Anthropic body', observation: anthropic(404), ruleId: 'model-unknown', company: 1, alone: 1, kind: 'try-next', restMs: 600_000 },
  ...[301, 307, 404, 405].map(
    (code): Row => ({ what: `${code}`, observation: status(code), ruleId: 'wrong-url', company: 1, alone: 1, kind: 'try-next', restMs: null }),
  ),
  ...[408, 409, 425].map(
    (code): Row => ({ what: `${code}`, observation: anthropic(code), ruleId: 'momentary', company: 2, alone: 6, kind: 'try-next' }),
  ),
  ...[400, 413, 422, 418].map(
    (code): Row => ({
      what: `${code} with Anthropic body`,
      observation: anthropic(code),
      ruleId: 'client-fault',
      company: 1,
      alone: 1,
      kind: 'deliver',
    }),
  ),
  ...[400, 413].map(
    (code): Row => ({ what: `${code} of a gateway`, observation: status(code), ruleId: 'gateway-refusal', company: 1, alone: 1, kind: 'try-next' }),
  ),
  {
    what: '400 about money',
    observation: anthropic(400, 'Your Credit Balance is too low to access the API'),
    ruleId: 'capacity-400',
    company: 1,
    alone: 1,
    kind: 'try-next',
    restMs: 30_000,
  },
  {
    what: 'HTML 200',
    observation: { kind: 'bad-answer', what: 'html' },
    ruleId: 'bad-answer',
    company: 1,
    alone: 1,
    kind: 'try-next',
    restMs: 30_000,
  },
  {
    what: 'error event',
    observation: { kind: 'error-event', errorType: 'api_error', text: '' },
    ruleId: 'bad-answer',
    company: 1,
    alone: 1,
    kind: 'try-next',
    restMs: 30_000,
  },
  { what: 'success', observation: { kind: 'success' }, ruleId: 'success', company: 1, alone: 1, kind: 'deliver' },
  { what: 'stream cut', observation: { kind: 'stream-cut', detail: '' }, ruleId: 'stream-cut', company: 1, alone: 1, kind: 'stop', restMs: 30_000 },
  { what: 'client left', observation: { kind: 'client-left' }, ruleId: 'client-left', company: 1, alone: 1, kind: 'stop' },
];

describe('the default policy', () => {
  it.each(ROWS)('in company, after $what: $company tries here, then $kind', ({ observation, ruleId, company, kind, restMs }) => {
    const { tries, last } = triesHere(observation, COMPANY);
    expect({ tries, kind: last.kind, ruleId: last.ruleId, restMs: last.rest?.forMs }).toEqual({ tries: company, kind, ruleId, restMs });
  });

  it.each(ROWS)('alone, after $what: $alone tries here', ({ observation, ruleId, alone, kind, restsAlone }) => {
    const { tries, last } = triesHere(observation, ALONE);
    expect({ tries, ruleId: last.ruleId, kind: last.kind }).toEqual({ tries: alone, ruleId, kind: kind === 'try-next' ? 'stop' : kind });
    expect(last.rest !== null).toBe(restsAlone === true);
    if (last.rest !== null) expect(last.rest.isHard).toBe(true);
  });

  it('waits 1, 2, 4, 8 and 10 seconds before the retries at a sole endpoint', () => {
    expect(triesHere(refused, ALONE).waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000]);
    expect(triesHere(status(500), ALONE).waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000]);
  });

  it('tries a broken connection at a sole endpoint once more at once, and then waits', () => {
    expect(triesHere(reset, ALONE).waits).toEqual([0, 1_000, 2_000, 4_000, 8_000]);
  });

  it('tries a broken connection again at once, and a failing server after a second, before it goes on', () => {
    expect(triesHere(reset, COMPANY).waits).toEqual([0]);
    expect(triesHere(status(500), COMPANY).waits).toEqual([1_000]);
  });

  it('never sleeps more than a minute in one exchange, however many retries are allowed', () => {
    const { waits } = triesHere(status(500), { ...ALONE, maxRetries: 20, random: 0.99 });
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(60_000);
    expect(waits.length).toBeGreaterThan(5);
  });

  it('does not retry at all when no retries are allowed', () => {
    expect(triesHere(status(500), { ...ALONE, maxRetries: 0 }).tries).toBe(1);
    expect(triesHere(status(529), { ...ALONE, maxRetries: 0 }).tries).toBe(1);
  });

  it('waits as long as a short rate limit names, and never less than half a second', () => {
    expect(judge(status(429, { namedWaitMs: 2_000 }), {}, ALONE)).toMatchObject({ kind: 'retry-here', waitMs: 2_000 });
    expect(judge(status(429, { namedWaitMs: 0 }), {}, ALONE)).toMatchObject({ kind: 'retry-here', waitMs: 500 });
  });

  it('doubles the rest with each failure in a row, up to the limit', () => {
    const restMs = (failureStreak: number) => judge(timeout, { failureStreak, restLimitMs: 300_000 }).rest?.forMs;
    expect([0, 1, 2, 3, 4, 9].map(restMs)).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
    expect(judge(status(429), { failureStreak: 3 }).rest?.forMs).toBe(40_000);
  });

  it('rests an overloaded endpoint 10 to 60 seconds, by chance', () => {
    expect(judge(status(529), { random: 0 }).rest?.forMs).toBe(10_000);
    expect(judge(status(529), { random: 0.999_999 }).rest?.forMs).toBe(60_000);
  });

  it('rests a rate-limited endpoint until the reset it names, at most 8 days, with a probe every half hour', () => {
    const day = 86_400_000;
    expect(judge(status(429, { namedWaitMs: 5 * day })).rest).toEqual({ scope: 'endpoint', forMs: 5 * day, probeEveryMs: 1_800_000, isHard: true });
    expect(judge(status(429, { namedWaitMs: 30 * day })).rest?.forMs).toBe(8 * day);
    expect(judge(status(429, { namedWaitMs: 600_000 })).rest).toMatchObject({ forMs: 600_000, probeEveryMs: null });
  });

  it('rests only the model that an endpoint does not know', () => {
    expect(judge(anthropic(404)).rest).toMatchObject({ scope: 'model', forMs: 600_000, isHard: false });
  });

  it('blames no endpoint for the client, and blames it for a cut stream', () => {
    expect(judge({ kind: 'client-left' }).isBlamed).toBe(false);
    expect(judge(anthropic(400)).isBlamed).toBe(false);
    expect(judge({ kind: 'stream-cut', detail: '' }).isBlamed).toBe(true);
  });

  it.each(ROWS.filter((row) => row.kind === 'try-next'))('counting tokens goes on without rest or blame after $what', ({ observation }) => {
    expect(judge(observation, { exchangeKind: 'count_tokens' })).toMatchObject({
      kind: 'try-next',
      ruleId: 'count-tokens',
      rest: null,
      isBlamed: false,
    });
    expect(judge(observation, { exchangeKind: 'count_tokens' }, ALONE)).toMatchObject({ kind: 'stop', rest: null });
  });

  it('delivers whatever status a side call got, and stops when there was none', () => {
    expect(judge(status(404), { exchangeKind: 'other' })).toMatchObject({ kind: 'deliver', rest: null });
    expect(judge(refused, { exchangeKind: 'models' })).toMatchObject({ kind: 'stop', rest: null, isBlamed: false });
  });

  it('names the failure in one line, and cuts long texts of endpoints', () => {
    expect(judge(refused).reason).toBe('refused the connection (ECONNREFUSED)');
    const { reason } = judge(status(502, { text: `<html>\n${'x'.repeat(3_000)}` }));
    expect(reason).toMatch(/^answered 502 \(<html> x+…\)$/);
    expect(reason.length).toBeLessThan(230);
  });
});

describe('whatever the rules say', () => {
  const observation = fc.constantFrom(...ROWS.map((row) => row.observation));
  const context = fc.record({
    exchangeKind: fc.constantFrom<JudgeContext['exchangeKind']>('messages', 'count_tokens', 'models', 'other'),
    isAlone: fc.boolean(),
    hasNext: fc.boolean(),
    triesHere: fc.integer({ min: 1, max: 25 }),
    attempts: fc.integer({ min: 1, max: 25 }),
    sleptMs: fc.integer({ min: 0, max: 60_000 }),
    maxRetries: fc.integer({ min: 0, max: 20 }),
    restLimitMs: fc.integer({ min: 30_000, max: 86_400_000 }),
    failureStreak: fc.nat(1_000),
    random: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  });
  const eager: FailoverRule = {
    id: 'eager',
    title: 'Always again',
    match: {},
    retryHere: { inCompany: 99, alone: 'max', pace: 'at-once' },
    otherwise: 'next',
    rest: { kind: 'backoff' },
    restsAlone: true,
    isBlamed: true,
  };

  it.each([
    ['the default list', DEFAULT_RULES],
    ['a list that always tries again', [eager]],
    ['an empty list', []],
  ])('keeps to the limits of attempts, tries and sleep with %s', (_, rules) => {
    fc.assert(
      fc.property(observation, context, (seen, situation) => {
        const verdict = judgeAttempt(seen, situation, rules);
        if (verdict.kind === 'retry-here') {
          expect(situation.sleptMs + verdict.waitMs).toBeLessThanOrEqual(60_000);
          expect(situation.triesHere).toBeLessThanOrEqual(situation.isAlone ? situation.maxRetries : 1);
          expect(verdict.rest).toBeNull();
        } else expect(verdict.waitMs).toBe(0);
        if (verdict.kind === 'try-next') expect(situation.hasNext).toBe(true);
        if (verdict.kind !== 'deliver' && verdict.kind !== 'stop' && !situation.isAlone)
          expect(situation.attempts).toBeLessThan(MAX_ATTEMPTS_IN_COMPANY);
        if (seen.kind === 'success') expect(verdict.kind).toBe('deliver');
        if (seen.kind === 'stream-cut' || seen.kind === 'client-left') expect(verdict.kind).toBe('stop');
      }),
    );
  });

  it('goes on without rest or blame when no rule matches', () => {
    expect(judgeAttempt(timeout, COMPANY, [])).toMatchObject({ kind: 'try-next', ruleId: 'unmatched', rest: null, isBlamed: false });
  });

  it('lets the first matching rule decide', () => {
    expect(judgeAttempt(timeout, COMPANY, [eager, ...DEFAULT_RULES]).ruleId).toBe('eager');
  });
});
