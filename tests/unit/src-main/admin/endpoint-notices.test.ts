import { expect, it } from 'vitest';
import { EndpointNotices } from '../../../../src-main/admin/endpoint-notices.ts';
import type { FeedEventOf } from '../../../../src-shared/feed-events.ts';
import type { EndpointState, EndpointWithState } from '../../../../src-shared/schemas/endpoint.ts';

function endpoint(name: string, kind: EndpointState['kind']): EndpointWithState {
  const rest = { scope: 'endpoint' as const, model: null, reason: 'it refused the connection', ruleId: 'unreachable', startedAtMs: 0, untilMs: 1 };
  return {
    id: name,
    position: 1,
    name,
    baseUrl: 'http://127.0.0.1:1',
    protocol: 'anthropic',
    authStyle: 'auto',
    modelMap: {},
    families: [],
    maxConcurrent: null,
    inputIncludesCache: false,
    costMultiplier: 1,
    note: '',
    isEnabled: kind !== 'disabled',
    credentialMask: null,
    createdAtMs: 0,
    updatedAtMs: 0,
    state: {
      kind,
      rests: kind === 'resting' ? [rest] : [],
      liveExchanges: 0,
      lastSuccessAtMs: null,
      lastFailureAtMs: null,
      lastFailureReason: null,
      usageProposal: null,
    },
  };
}

function watch() {
  const told: FeedEventOf<'notice'>[] = [];
  let nowMs = 0;
  const notices = new EndpointNotices({ tell: (notice) => told.push(notice), nowMs: () => nowMs });
  return { notices, told, codes: () => told.map((notice) => notice.code), advance: (ms: number) => (nowMs += ms) };
}

it('says nothing about the state that it finds at the start', () => {
  const { notices, codes } = watch();
  notices.observe([endpoint('a', 'resting'), endpoint('b', 'ready')]);
  expect(codes()).toEqual([]);
});

it('tells that an endpoint began to rest, with the reason, and that it is back', () => {
  const { notices, told, codes } = watch();
  notices.observe([endpoint('a', 'ready'), endpoint('b', 'ready')]);
  notices.observe([endpoint('a', 'resting'), endpoint('b', 'ready')]);
  notices.observe([endpoint('a', 'ready'), endpoint('b', 'ready')]);
  expect(codes()).toEqual(['endpoint-resting', 'endpoint-back']);
  expect(told[0]?.values).toEqual({ endpoint: 'a', reason: 'it refused the connection' });
});

it('does not call an endpoint back while one request is still finding out', () => {
  const { notices, codes } = watch();
  notices.observe([endpoint('a', 'ready'), endpoint('b', 'ready')]);
  notices.observe([endpoint('a', 'resting'), endpoint('b', 'ready')]);
  notices.observe([endpoint('a', 'probing'), endpoint('b', 'ready')]);
  expect(codes()).toEqual(['endpoint-resting']);
});

it('tells of a flaky endpoint at most once a minute', () => {
  const { notices, codes, advance } = watch();
  for (let round = 0; round < 5; round++) {
    notices.observe([endpoint('a', 'ready'), endpoint('b', 'ready')]);
    notices.observe([endpoint('a', 'resting'), endpoint('b', 'ready')]);
    advance(10_000);
  }
  expect(codes().filter((code) => code === 'endpoint-resting')).toHaveLength(1);
  advance(60_000);
  notices.observe([endpoint('a', 'ready'), endpoint('b', 'ready')]);
  notices.observe([endpoint('a', 'resting'), endpoint('b', 'ready')]);
  expect(codes().filter((code) => code === 'endpoint-resting')).toHaveLength(2);
});

it('tells when the last of several endpoints goes down, and not for a sole one', () => {
  const several = watch();
  several.notices.observe([endpoint('a', 'ready'), endpoint('b', 'ready'), endpoint('c', 'disabled')]);
  several.notices.observe([endpoint('a', 'resting'), endpoint('b', 'resting'), endpoint('c', 'disabled')]);
  expect(several.codes()).toContain('all-endpoints-resting');

  const sole = watch();
  sole.notices.observe([endpoint('a', 'ready')]);
  sole.notices.observe([endpoint('a', 'resting')]);
  expect(sole.codes()).toEqual(['endpoint-resting']);
});

it('says nothing of a rest that was ordered by hand', () => {
  const { notices, codes } = watch();
  const rested = endpoint('a', 'resting');
  notices.observe([endpoint('a', 'ready'), endpoint('b', 'ready')]);
  notices.observe([
    { ...rested, state: { ...rested.state, rests: rested.state.rests.map((rest) => ({ ...rest, ruleId: 'by-hand' })) } },
    endpoint('b', 'ready'),
  ]);
  expect(codes()).toEqual([]);
});
