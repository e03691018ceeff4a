import { describe, expect, it } from 'vitest';
import { nextCandidate, orderCandidates, serves } from '../../../../src-main/failover/order-candidates.ts';
import type { Availability, Rest, RestTarget } from '../../../../src-main/failover/rests.ts';
import type { Family } from '../../../../src-shared/schemas/endpoint.ts';

interface Endpoint {
  readonly id: string;
  readonly families: readonly Family[];
  readonly availability: Availability;
}

const PROBER: RestTarget = { endpointId: 'x', revision: 1, model: null };
const READY: Availability = { kind: 'ready' };
const rest = (extra: Partial<Rest> = {}): Rest => ({
  scope: 'endpoint',
  model: null,
  ruleId: 'refused',
  reason: 'refused the connection',
  observation: { kind: 'unreachable', cause: 'refused', detail: '' },
  startedAtMs: 0,
  untilMs: 30_000,
  probeEveryMs: null,
  isHard: false,
  revision: 1,
  streak: 1,
  prober: null,
  restMs: 30_000,
  ...extra,
});
const resting = (extra: Partial<Rest> = {}): Availability => ({ kind: 'resting', rest: rest(extra) });
const probing = (extra: Partial<Rest> = {}): Availability => ({ kind: 'probing', rest: rest({ ...extra, prober: PROBER }) });
const endpoint = (id: string, availability: Availability = READY, families: readonly Family[] = []): Endpoint => ({ id, families, availability });

function order(endpoints: readonly Endpoint[], { family = 'opus' as Family | null, stickyId = null as string | null } = {}) {
  const result = orderCandidates({ endpoints, family, stickyId, availability: (one) => one.availability });
  return {
    ids: result.candidates.map((one) => one.id),
    resting: result.resting.map((one) => one.endpoint.id),
    isAlone: result.isAlone,
    isLastResort: result.isLastResort,
  };
}

describe('the order of candidates', () => {
  it('is the priority order of those that serve the family', () => {
    const endpoints = [endpoint('a'), endpoint('b', READY, ['haiku']), endpoint('c', READY, ['opus', 'sonnet'])];
    expect(order(endpoints)).toEqual({ ids: ['a', 'c'], resting: [], isAlone: false, isLastResort: false });
    expect(order(endpoints, { family: 'haiku' }).ids).toEqual(['a', 'b']);
    expect(order(endpoints, { family: null }).ids).toEqual(['a', 'b', 'c']);
  });

  it('leaves out what rests or is being probed, and names it', () => {
    expect(order([endpoint('a', resting()), endpoint('b', probing()), endpoint('c')])).toEqual({
      ids: ['c'],
      resting: ['a', 'b'],
      isAlone: true,
      isLastResort: false,
    });
  });

  it('keeps an endpoint whose probe is due in its place', () => {
    expect(order([endpoint('a', { kind: 'probe-due', rest: rest() }), endpoint('b')]).ids).toEqual(['a', 'b']);
  });

  it('begins with the endpoint that the session stays at, if that one is open', () => {
    const endpoints = [endpoint('a'), endpoint('b'), endpoint('c')];
    expect(order(endpoints, { stickyId: 'b' }).ids).toEqual(['b', 'a', 'c']);
    expect(order(endpoints, { stickyId: 'gone' }).ids).toEqual(['a', 'b', 'c']);
    expect(order([endpoint('a'), endpoint('b', resting())], { stickyId: 'b' }).ids).toEqual(['a']);
  });

  it('begins at the top again once the endpoint that the session stayed at has rested', () => {
    expect(order([endpoint('a'), endpoint('b', { kind: 'probe-due', rest: rest() })], { stickyId: 'b' }).ids).toEqual(['a', 'b']);
  });

  it('is empty when no endpoint serves the family', () => {
    expect(order([endpoint('a', READY, ['haiku'])])).toMatchObject({ ids: [], resting: [] });
    expect(order([])).toMatchObject({ ids: [], resting: [] });
  });
});

describe('a sole endpoint', () => {
  it('is tried although it rests softly', () => {
    expect(order([endpoint('a', resting())])).toEqual({ ids: ['a'], resting: [], isAlone: true, isLastResort: false });
    expect(order([endpoint('a', resting({ untilMs: null }))]).ids).toEqual(['a']);
    expect(order([endpoint('a', probing())]).ids).toEqual(['a']);
  });

  it('is left alone when it rests hard', () => {
    expect(order([endpoint('a', resting({ isHard: true }))])).toEqual({ ids: [], resting: ['a'], isAlone: true, isLastResort: false });
  });

  it('is one that alone serves the family, others or not', () => {
    expect(order([endpoint('a', resting()), endpoint('b', READY, ['haiku'])])).toMatchObject({ ids: ['a'], isAlone: true });
  });
});

describe('when everything rests', () => {
  it('tries the soft rest that ends first', () => {
    const endpoints = [
      endpoint('a', resting({ untilMs: 90_000 })),
      endpoint('b', resting({ untilMs: 40_000 })),
      endpoint('c', resting({ untilMs: 10, isHard: true })),
    ];
    expect(order(endpoints)).toEqual({ ids: ['b'], resting: ['a', 'c'], isAlone: true, isLastResort: true });
  });

  it('prefers one that no other request is probing', () => {
    expect(order([endpoint('a', probing({ untilMs: 10 })), endpoint('b', resting({ untilMs: 40_000 }))]).ids).toEqual(['b']);
    expect(order([endpoint('a', probing({ untilMs: 10 })), endpoint('b', resting({ isHard: true }))]).ids).toEqual(['a']);
  });

  it('tries nothing when all rests are hard or wait for an edit', () => {
    expect(order([endpoint('a', resting({ isHard: true })), endpoint('b', resting({ untilMs: null }))])).toEqual({
      ids: [],
      resting: ['a', 'b'],
      isAlone: false,
      isLastResort: false,
    });
  });
});

describe('the next candidate', () => {
  const candidates = [endpoint('a'), endpoint('b'), endpoint('c')];
  it('is the first one that was not tried', () => {
    expect(nextCandidate(candidates, new Map())?.id).toBe('a');
    expect(nextCandidate(candidates, new Map([['a', 2]]))?.id).toBe('b');
    expect(nextCandidate(candidates, new Map([['b', 1]]))?.id).toBe('a');
  });

  it('is none when all were tried, or four attempts were made', () => {
    expect(nextCandidate(candidates, new Map(candidates.map((one) => [one.id, 1])))).toBeNull();
    expect(
      nextCandidate(
        candidates,
        new Map([
          ['a', 2],
          ['b', 2],
        ]),
      ),
    ).toBeNull();
  });
});

it('an endpoint without a list of families serves all of them', () => {
  expect(serves({ families: [] }, 'other')).toBe(true);
  expect(serves({ families: ['opus'] }, 'other')).toBe(false);
  expect(serves({ families: ['opus'] }, null)).toBe(true);
});
