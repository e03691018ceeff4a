import { expect, it } from 'vitest';
import { LiveExchanges } from '../../../../src-main/admin/live-exchanges.ts';
import type { FeedEvent } from '../../../../src-shared/feed-events.ts';
import type { Attempt, ExchangeSummary } from '../../../../src-shared/schemas/exchange.ts';

function exchange(id: string): ExchangeSummary {
  return {
    id,
    startedAtMs: 1_000,
    firstByteAtMs: null,
    endedAtMs: null,
    kind: 'messages',
    method: 'POST',
    path: '/v1/messages',
    requestedModel: 'claude-opus-5-5',
    family: 'opus',
    isStream: true,
    sessionId: null,
    client: 'claude-cli/2.1.329',
    localToken: 'start',
    outcome: null,
    status: null,
    error: null,
    requestBytes: 10,
    responseBytes: 0,
    attemptCount: 0,
    endpoint: null,
    sentModel: null,
    usage: null,
    costMicroUsd: null,
    unpricedAttempts: 0,
  };
}

function attempt(number: number, endpoint: string): Attempt {
  return {
    number,
    endpointId: endpoint,
    endpoint,
    sentModel: 'opus-sent',
    startedAtMs: 1_001,
    firstByteAtMs: null,
    endedAtMs: null,
    status: null,
    verdict: null,
    ruleId: null,
    reason: null,
    restMs: null,
    upstreamRequestId: null,
    usage: null,
    costMicroUsd: null,
  };
}

it('lists what is under way, newest first, and forgets what is finished', () => {
  const live = new LiveExchanges({ publish: () => undefined });
  live.started(exchange('1'));
  live.started(exchange('2'));
  expect(live.list().map((item) => item.id)).toEqual(['2', '1']);
  live.finished({ ...exchange('1'), outcome: 'delivered' });
  expect(live.list().map((item) => item.id)).toEqual(['2']);
  expect(live.get('1')).toBeNull();
});

it('shows the attempts so far and where the exchange is now', () => {
  const live = new LiveExchanges({ publish: () => undefined });
  live.started(exchange('1'));
  live.attempted('1', attempt(1, 'first'));
  live.attempted('1', { ...attempt(1, 'first'), verdict: 'try-next' });
  live.attempted('1', attempt(2, 'second'));
  expect(live.get('1')).toMatchObject({
    attemptCount: 2,
    endpoint: 'second',
    sentModel: 'opus-sent',
    attempts: [{ verdict: 'try-next' }, { verdict: null }],
  });
});

it('tells the feed about each step in order', () => {
  const events: FeedEvent[] = [];
  const live = new LiveExchanges({ publish: (event) => events.push(event) });
  live.started(exchange('1'));
  live.attempted('1', attempt(1, 'first'));
  live.progressed('1', 100, 25);
  live.finished({ ...exchange('1'), outcome: 'delivered' });
  expect(events.map((event) => event.type)).toEqual(['exchange-started', 'attempt-changed', 'exchange-progress', 'exchange-finished']);
});

it('ignores an attempt of an exchange that is already over', () => {
  const events: FeedEvent[] = [];
  const live = new LiveExchanges({ publish: (event) => events.push(event) });
  live.attempted('gone', attempt(1, 'first'));
  expect(events).toEqual([]);
});
