import { describe, expect, it } from 'vitest';
import type { Observation, RestCause, StatusObservation } from '../../../../src-main/failover/contract.ts';
import { errorBody, type Failure, finalAnswer } from '../../../../src-main/failover/final-answer.ts';

const status = (code: number, extra: Partial<StatusObservation> = {}): Observation => ({
  kind: 'status',
  status: code,
  errorType: 'some_error',
  text: 'no',
  isAnthropicError: true,
  namedWaitMs: null,
  ...extra,
});
const failure = (endpoint: string, observation: RestCause, extra: Partial<Failure> = {}): Failure => ({
  endpoint,
  ruleId: 'x',
  observation,
  waitMs: null,
  ...extra,
});
const refused: Observation = { kind: 'unreachable', cause: 'refused', detail: '' };
const timeout: Observation = { kind: 'timeout', phase: 'first-byte', waitedMs: 90_000 };
const html: Observation = { kind: 'bad-answer', what: 'html' };
const answer = (...failures: Failure[]) => finalAnswer(failures, 'messages');

describe('the final error after one kind of failure', () => {
  it.each<[string, Observation, number, string]>([
    ['unreachable', refused, 502, 'api_error'],
    ['a reset', { kind: 'unreachable', cause: 'reset', detail: '' }, 502, 'api_error'],
    ['an unknown host', { kind: 'unreachable', cause: 'dns', detail: '' }, 502, 'api_error'],
    ['a bad certificate', { kind: 'unreachable', cause: 'tls', detail: 'expired' }, 502, 'api_error'],
    ['HTML', html, 502, 'api_error'],
    ['an empty answer', { kind: 'bad-answer', what: 'empty' }, 502, 'api_error'],
    ['an unreadable answer', { kind: 'bad-answer', what: 'unreadable' }, 502, 'api_error'],
    ['JSON to a request for a stream', { kind: 'bad-answer', what: 'not-a-stream' }, 502, 'api_error'],
    ['an error event', { kind: 'error-event', errorType: 'api_error', text: '' }, 502, 'api_error'],
    ['an overload event', { kind: 'error-event', errorType: 'overloaded_error', text: '' }, 529, 'overloaded_error'],
    ['a timeout', timeout, 504, 'timeout_error'],
    ['no connection in time', { kind: 'timeout', phase: 'connect', waitedMs: 10_000 }, 504, 'timeout_error'],
    ['no content in time', { kind: 'timeout', phase: 'first-content', waitedMs: 90_000 }, 504, 'timeout_error'],
    ['silence', { kind: 'timeout', phase: 'idle', waitedMs: 180_000 }, 504, 'timeout_error'],
    ['a 403 page', status(403, { isAnthropicError: false }), 403, 'permission_error'],
    ['a 429 page', status(429, { isAnthropicError: false }), 429, 'rate_limit_error'],
    ['a 503 page', status(503, { isAnthropicError: false }), 503, 'api_error'],
    ['a 529 page', status(529, { isAnthropicError: false }), 529, 'overloaded_error'],
    ['401', status(401), 403, 'permission_error'],
    ['a 502 page', status(502, { isAnthropicError: false }), 502, 'api_error'],
    ['a 404 page', status(404, { isAnthropicError: false }), 404, 'not_found_error'],
    ['a 413 page', status(413, { isAnthropicError: false }), 413, 'request_too_large'],
  ])('%s is made by us', (_, observation, code, errorType) => {
    expect(answer(failure('A', observation))).toMatchObject({ status: code, errorType, asReceived: null, isHopeless: false });
  });

  it.each([402, 403, 404, 408, 409, 413, 422, 429, 500, 503, 529])('an Anthropic %i is delivered as it was received', (code) => {
    expect(answer(failure('A', status(code)))).toMatchObject({ status: code, errorType: 'some_error', asReceived: 0 });
  });

  it('a 400 page of a gateway is made by us', () => {
    expect(answer(failure('A', status(400, { isAnthropicError: false }), { ruleId: 'gateway-refusal' }))).toMatchObject({
      status: 400,
      errorType: 'invalid_request_error',
      asReceived: null,
    });
  });

  it('a 400 about the account becomes a 402, upon which the client does not drop features', () => {
    expect(answer(failure('A', status(400), { ruleId: 'a-rule-of-the-user' })).status).toBe(402);
    expect(answer(failure('A', status(400), { ruleId: 'gateway-refusal' })).status).toBe(400);
    expect(answer(failure('A', status(400), { ruleId: 'capacity-400' }))).toMatchObject({
      status: 402,
      errorType: 'billing_error',
      asReceived: null,
    });
  });
});

describe('a wrong URL', () => {
  it.each([301, 302, 307, 405])('shown by a %i is a 502 that the client need not repeat', (code) => {
    expect(answer(failure('A', status(code, { isAnthropicError: code === 405 })))).toMatchObject({
      status: 502,
      errorType: 'api_error',
      asReceived: null,
      isHopeless: true,
    });
  });

  it('says less than a failure that may pass', () => {
    expect(answer(failure('A', status(302)), failure('B', refused))).toMatchObject({ status: 502, isHopeless: false });
    expect(answer(failure('A', status(405)), failure('B', timeout))).toMatchObject({ status: 504, isHopeless: false });
  });
});

describe('endpoints that rest by hand', () => {
  const byHand: RestCause = { kind: 'rested-by-hand' };

  it('alone are a 503 that names them, with the time that is left', () => {
    expect(answer(failure('A', byHand, { waitMs: 41_200 }), failure('B', byHand, { waitMs: 90_000 }))).toMatchObject({
      status: 503,
      errorType: 'api_error',
      message: expect.stringMatching(/^A rested by hand; B rested by hand, for 42 more seconds\. .*endpoint restore/),
      retryAfterSeconds: 42,
      isHopeless: false,
      asReceived: null,
    });
  });

  it.each([60_001, null])('and do so for long make the client give up at once (%s ms)', (waitMs) => {
    const final = answer(failure('A', byHand, { waitMs }));
    expect(final).toMatchObject({ status: 503, isHopeless: true });
    expect(final.retryAfterSeconds).toBeGreaterThan(60);
  });

  it('say nothing of why the others failed', () => {
    expect(answer(failure('A', byHand, { waitMs: 1_000 }), failure('B', status(401)))).toMatchObject({
      status: 403,
      message: 'A rested by hand; B answered 401 (some_error: no).',
    });
  });

  it('do not keep the client from estimating tokens', () => {
    expect(finalAnswer([failure('A', byHand)], 'count_tokens').status).toBe(404);
    expect(finalAnswer([], 'count_tokens')).toMatchObject({ status: 404, errorType: 'not_found_error', retryAfterSeconds: null });
  });
});

describe('asking again', () => {
  it.each([
    [60_000, false],
    [60_001, true],
  ])('after a limit that ends in %i ms is forbidden: %s', (waitMs, isHopeless) => {
    expect(answer(failure('A', status(429), { waitMs })).isHopeless).toBe(isHopeless);
  });

  it.each([402, 403, 404, 500, 502, 503, 504, 529, 408, 409])('is left to the client after a %i', (code) => {
    expect(answer(failure('A', status(code))).isHopeless).toBe(false);
  });
});

describe('the most useful of several failures', () => {
  it.each<[string, number, Failure[]]>([
    ['a short rate limit before an overload', 429, [failure('A', status(529)), failure('B', status(429), { waitMs: 20_000 })]],
    ['an overload before a long rate limit', 529, [failure('A', status(429), { waitMs: 18_000_000 }), failure('B', status(529))]],
    ['a server error before a refused connection', 500, [failure('A', refused), failure('B', status(500))]],
    ['a timeout before a refused connection', 504, [failure('A', refused), failure('B', timeout)]],
    ['what passes before what needs the user', 502, [failure('A', status(401)), failure('B', refused)]],
    ['a long rate limit before a rejected credential', 429, [failure('A', status(401)), failure('B', status(429), { waitMs: 18_000_000 })]],
    ['a refusal of payment before a rejected credential', 402, [failure('A', status(401)), failure('B', status(402))]],
  ])('is %s', (_, code, failures) => {
    expect(answer(...failures).status).toBe(code);
    expect(answer(...failures.toReversed()).status).toBe(code);
  });

  it.each([429, 503, 529])('always says when to come back with a %i, whatever the others did', (code) => {
    for (const other of [refused, timeout, html, status(401), status(402), status(404), status(500)]) {
      const final = answer(failure('A', other), failure('B', status(code)));
      if (final.status === code) expect(final.retryAfterSeconds).toBeGreaterThan(0);
      else expect(final.status).toBe(500);
    }
  });

  it('is a 403 and never a 401, which the client would retry in silence', () => {
    expect(answer(failure('A', status(401)), failure('B', status(401)))).toMatchObject({
      status: 403,
      errorType: 'permission_error',
      asReceived: null,
      message: expect.stringMatching(/A answered 401.*B answered 401/),
    });
  });

  it('names every endpoint and what it did', () => {
    expect(
      answer(
        failure('Main', status(401, { errorType: 'authentication_error', text: 'bad key' })),
        failure('Spare', status(401, { text: '', errorType: null })),
      ),
    ).toMatchObject({
      status: 403,
      message: 'Main answered 401 (authentication_error: bad key); Spare answered 401.',
    });
  });

  it('points to the failure whose answer is delivered', () => {
    expect(answer(failure('A', refused), failure('B', status(500))).asReceived).toBe(1);
  });
});

describe('retry-after', () => {
  it.each<[string, number | null, Failure[]]>([
    [
      'is the soonest end of all rate limits',
      20,
      [failure('A', status(429, { namedWaitMs: 90_000 })), failure('B', status(429), { waitMs: 19_001 })],
    ],
    ['is what is left of a wait that was named earlier', 600, [failure('A', status(429, { namedWaitMs: 3_600_000 }), { waitMs: 600_000 })]],
    ['is at least a second', 1, [failure('A', status(429, { namedWaitMs: 0 }))]],
    ['stays long when the limit is long, so that the client gives up at once', 18_000, [failure('A', status(429, { namedWaitMs: 18_000_000 }))]],
    ['is on a 429 that names nothing', 5, [failure('A', status(429))]],
    ['is on a 503', 5, [failure('A', status(503))]],
    ['is on a 529', 5, [failure('A', status(529), { waitMs: 60_000 })]],
    ['is taken from a 503 that names a shorter one', 2, [failure('A', status(503, { namedWaitMs: 1_500 }))]],
    ['is not on a 500', null, [failure('A', status(500))]],
    ['is not on a 502', null, [failure('A', refused)]],
  ])('%s', (_, seconds, failures) => {
    expect(answer(...failures).retryAfterSeconds).toBe(seconds);
  });
});

it('counting tokens ends with 404 however it failed, so that the client estimates', () => {
  expect(finalAnswer([failure('A', status(500)), failure('B', refused)], 'count_tokens')).toMatchObject({
    status: 404,
    errorType: 'not_found_error',
    asReceived: null,
  });
});

it('without any endpoint the client is told what to do and not to ask again', () => {
  expect(finalAnswer([], 'messages')).toMatchObject({
    status: 503,
    isHopeless: true,
    retryAfterSeconds: 5,
    message: expect.stringContaining('endpoint add'),
  });
});

it('writes the error in the shape of the Anthropic API', () => {
  expect(JSON.parse(errorBody({ errorType: 'api_error', message: 'a "quoted" text' }))).toEqual({
    type: 'error',
    error: { type: 'api_error', message: 'a "quoted" text' },
  });
});
