import { expect, it } from 'vitest';
import { ExchangeRecord } from '../../../../src-main/proxy/exchange-record.ts';
import type { Attempt, ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';
import { attemptSchema, exchangeSummarySchema } from '../../../../src-shared/schemas/exchange.ts';
import { proxyEndpoint } from '../../../support/start-proxy.ts';

it('announces an exchange, its attempts and its end, each fitting its schema, the end once', () => {
  const started: ExchangeSummary[] = [];
  const attempted: Attempt[] = [];
  const finished: (readonly [ExchangeSummary, readonly Attempt[]])[] = [];
  const observer = {
    started: (exchange: ExchangeSummary) => void started.push(exchange),
    attempted: (_id: string, attempt: Attempt) => void attempted.push(attempt),
    progressed: () => undefined,
    finished: (exchange: ExchangeSummary, attempts: readonly Attempt[]) => void finished.push([exchange, attempts]),
  };
  const record = new ExchangeRecord(observer, {
    id: 'x',
    startedAtMs: 1,
    kind: 'messages',
    method: 'POST',
    path: '/v1/messages',
    requestedModel: 'a',
    family: 'other',
    isStream: true,
    sessionId: null,
    client: 'c/1',
    localToken: 't',
    requestBytes: 5,
  });
  const end = {
    received: null,
    isCommitted: false,
    isWholeForClient: false,
    status: null,
    firstByteAtMs: null,
    usage: null,
    upstreamRequestId: null,
  } as const;
  record.began();
  record.attemptBegan(proxyEndpoint('http://a', 0), 'a1', 2);
  record.attemptEnded(
    { ...end, observation: { kind: 'unreachable', cause: 'dns', detail: 'd' } },
    { kind: 'try-next', ruleId: 'r', reason: 'why', rest: { scope: 'endpoint', forMs: null, probeEveryMs: null, isHard: true } },
    3,
  );
  record.attemptBegan(proxyEndpoint('http://b', 1), 'a2', 4);
  const usage = { inputTokens: 1, cacheReadTokens: 2, cacheWrite5mTokens: 3, cacheWrite1hTokens: 4, outputTokens: 5, source: 'reported' } as const;
  record.firstByte(5);
  record.attemptEnded(
    { ...end, observation: { kind: 'success' }, status: 200, firstByteAtMs: 5, usage },
    { kind: 'deliver', ruleId: 's', reason: 'ok', rest: null },
    6,
  );
  record.finished({ outcome: 'delivered', status: 200, error: null, responseBytes: 9, endedAtMs: 7 });
  record.finished({ outcome: 'failed', status: 500, error: 'late', responseBytes: 0, endedAtMs: 8 });

  expect(started).toMatchObject([{ id: 'x', outcome: null, attemptCount: 0 }]);
  expect(attempted.map(({ number, verdict }) => [number, verdict])).toEqual([
    [1, null],
    [1, 'try-next'],
    [2, null],
    [2, 'deliver'],
  ]);
  expect(finished).toHaveLength(1);
  const [exchange, attempts] = finished[0] ?? [];
  expect(exchange).toMatchObject({ outcome: 'delivered', attemptCount: 2, endpoint: 'Endpoint 2', sentModel: 'a2', firstByteAtMs: 5, usage });
  expect(attempts).toMatchObject([
    { restMs: -1, reason: 'why' },
    { restMs: null, reason: null },
  ]);
  exchangeSummarySchema.parse(exchange);
  for (const attempt of [...attempted, ...(attempts ?? [])]) attemptSchema.parse(attempt);
});

it('counts no tokens for a token count, whatever its answer looks like', () => {
  const { observer, attempted } = observeAttempts();
  const record = new ExchangeRecord(observer, {
    id: 'x',
    startedAtMs: 1,
    kind: 'count_tokens',
    method: 'POST',
    path: '/v1/messages/count_tokens',
    requestedModel: 'a',
    family: 'other',
    isStream: false,
    sessionId: null,
    client: null,
    localToken: 't',
    requestBytes: 5,
  });
  const usage = { inputTokens: 100, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 5, source: 'estimated' } as const;
  const end = { received: null, isCommitted: true, isWholeForClient: true, status: 200, firstByteAtMs: 2, usage, upstreamRequestId: null } as const;
  record.attemptBegan(proxyEndpoint('http://a', 0), 'a', 1);
  record.attemptEnded({ ...end, observation: { kind: 'success' } }, { kind: 'deliver', ruleId: 's', reason: 'ok', rest: null }, 3);
  expect(attempted.at(-1)).toMatchObject({ status: 200, usage: null });
});

it('records what an attempt cost, and of the exchange the sum and how many parts have no price', () => {
  const finished: (readonly [ExchangeSummary, readonly Attempt[]])[] = [];
  const observer = {
    started: () => undefined,
    attempted: () => undefined,
    progressed: () => undefined,
    finished: (exchange: ExchangeSummary, attempts: readonly Attempt[]) => void finished.push([exchange, attempts]),
  };
  const start = { id: 'x', startedAtMs: 1, kind: 'messages', method: 'POST', path: '/v1/messages', family: 'other', isStream: true } as const;
  const record = new ExchangeRecord(
    observer,
    { ...start, requestedModel: 'a', sessionId: 's', client: null, localToken: 't', requestBytes: 5 },
    ({ endpoint, sentModel, sessionId, requestBytes, usage }) => ({
      usage: { ...usage, inputTokens: 1 },
      costMicroUsd: sentModel === 'free' ? null : [endpoint.id, sessionId, requestBytes].join().length,
    }),
  );
  const usage = { inputTokens: 9, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 5, source: 'estimated' } as const;
  const end = { received: null, isCommitted: true, isWholeForClient: false, status: 200, firstByteAtMs: 2, usage, upstreamRequestId: null } as const;
  const verdict = { kind: 'deliver', ruleId: 's', reason: 'ok', rest: null } as const;
  for (const sentModel of ['a', 'free', 'b']) {
    record.attemptBegan(proxyEndpoint('http://a', 0), sentModel, 1);
    record.attemptEnded({ ...end, observation: { kind: 'success' } }, verdict, 3);
  }
  record.finished({ outcome: 'delivered', status: 200, error: null, responseBytes: 9, endedAtMs: 7 });
  const [exchange, attempts] = finished[0] ?? [];
  expect(attempts?.map(({ costMicroUsd }) => costMicroUsd)).toEqual([14, null, 14]);
  expect(exchange).toMatchObject({ costMicroUsd: 28, unpricedAttempts: 1, usage: { inputTokens: 3, source: 'estimated' } });
});

it('has no times that run backwards when the clock is set back meanwhile', () => {
  const finished: (readonly [ExchangeSummary, readonly Attempt[]])[] = [];
  const observer = {
    started: () => undefined,
    attempted: () => undefined,
    progressed: () => undefined,
    finished: (exchange: ExchangeSummary, attempts: readonly Attempt[]) => void finished.push([exchange, [...attempts]]),
  };
  const start = { id: 'x', startedAtMs: 1_000, kind: 'messages', method: 'POST', path: '/v1/messages', family: 'other', isStream: true } as const;
  const facts = { requestedModel: 'a', sessionId: 's', client: null, localToken: 't', requestBytes: 5 };
  const end = { received: null, isCommitted: true, isWholeForClient: true, status: 200, usage: null, upstreamRequestId: null } as const;
  const verdict = { kind: 'deliver', ruleId: 's', reason: 'ok', rest: null } as const;
  for (const [firstByteAtMs, endedAtMs] of [
    [1_200, 300],
    [200, 300],
  ] as const) {
    const record = new ExchangeRecord(observer, { ...start, ...facts });
    record.attemptBegan(proxyEndpoint('http://a', 0), 'a', 1_100);
    record.firstByte(firstByteAtMs);
    record.attemptEnded({ ...end, firstByteAtMs, observation: { kind: 'success' } }, verdict, endedAtMs);
    record.finished({ outcome: 'delivered', status: 200, error: null, responseBytes: 9, endedAtMs });
  }
  expect(finished).toMatchObject([
    [{ firstByteAtMs: 1_200, endedAtMs: 1_200 }, [{ firstByteAtMs: 1_200, endedAtMs: 1_200 }]],
    [{ firstByteAtMs: 1_000, endedAtMs: 1_000 }, [{ firstByteAtMs: 1_100, endedAtMs: 1_100 }]],
  ]);
});

it('has no id of an endpoint that repeats its credential', () => {
  const { observer, attempted } = observeAttempts();
  const start = { id: 'x', startedAtMs: 1, kind: 'messages', method: 'POST', path: '/v1/messages', family: 'other', isStream: true } as const;
  const record = new ExchangeRecord(observer, { ...start, requestedModel: 'a', sessionId: 's', client: null, localToken: 't', requestBytes: 5 });
  const end = { received: null, isCommitted: true, isWholeForClient: true, status: 200, firstByteAtMs: 2, usage: null } as const;
  for (const upstreamRequestId of ['req_upstream-key-1_7', 'req_7']) {
    record.attemptBegan(proxyEndpoint('http://a', 0), 'a', 1);
    const verdict = { kind: 'deliver', ruleId: 's', reason: 'ok', rest: null } as const;
    record.attemptEnded({ ...end, upstreamRequestId, observation: { kind: 'success' } }, verdict, 3);
  }
  const ids = attempted.filter(({ endedAtMs }) => endedAtMs !== null).map(({ upstreamRequestId }) => upstreamRequestId);
  expect(ids).toEqual(['req_[secret]_7', 'req_7']);
});

function observeAttempts() {
  const attempted: Attempt[] = [];
  const observer = {
    started: () => undefined,
    attempted: (_id: string, attempt: Attempt) => void attempted.push(attempt),
    progressed: () => undefined,
    finished: () => undefined,
  };
  return { observer, attempted };
}
