import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, RestOrder, Verdict } from '../../../../src-main/failover/contract.ts';
import {
  applySuccess,
  applyVerdict,
  availabilityOf,
  claimProbe,
  dueAtMs,
  failureStreakOf,
  movedBack,
  NO_RESTS,
  type RestState,
  type RestTarget,
  readBack,
  releaseProbe,
  restByHand,
  restore,
  restsOf,
  withRests,
} from '../../../../src-main/failover/rests.ts';

const A: RestTarget = { endpointId: 'a', revision: 1, model: 'opus' };
const OTHER_MODEL: RestTarget = { ...A, model: 'haiku' };
const EDITED: RestTarget = { ...A, revision: 2 };
const REFUSED: Observation = { kind: 'unreachable', cause: 'refused', detail: '' };

const order = (forMs: number | null, extra: Partial<RestOrder> = {}): RestOrder => ({
  scope: 'endpoint',
  forMs,
  probeEveryMs: null,
  isHard: false,
  ...extra,
});
const verdict = (rest: RestOrder | null, kind: Verdict['kind'] = 'try-next'): Verdict => ({
  kind,
  ruleId: 'refused',
  reason: 'refused the connection',
  waitMs: 0,
  rest,
  isBlamed: true,
});

/** A failure at `nowMs` of an attempt that began then, unless said otherwise. */
function fail(
  state: RestState,
  nowMs: number,
  rest: RestOrder | null,
  { target = A, startedAtMs = nowMs, kind = 'try-next' as Verdict['kind'] } = {},
): RestState {
  return applyVerdict(state, { target, verdict: verdict(rest, kind), observation: REFUSED, startedAtMs, nowMs });
}
const kindAt = (state: RestState, nowMs: number, target = A) => availabilityOf(state, target, nowMs).kind;

describe('the life of a rest', () => {
  it('leaves the endpoint alone until its end and then lets exactly one probe through', () => {
    const resting = fail(NO_RESTS, 1_000, order(30_000));
    expect([kindAt(resting, 1_000), kindAt(resting, 30_999), kindAt(resting, 31_000)]).toEqual(['resting', 'resting', 'probe-due']);
    const probing = claimProbe(resting, A, 31_000);
    expect(kindAt(probing, 31_001)).toBe('probing');
    expect(kindAt(probing, 31_001, OTHER_MODEL)).toBe('probing');
  });

  it('is closed by a successful probe, which also forgets the streak', () => {
    const probing = claimProbe(fail(NO_RESTS, 0, order(30_000)), A, 30_000);
    const closed = applySuccess(probing, A, 30_000);
    expect(closed).toEqual(NO_RESTS);
    expect(failureStreakOf(closed, A, 40_000)).toBe(0);
  });

  it('is renewed with a longer streak by a failed probe', () => {
    const first = fail(NO_RESTS, 0, order(30_000));
    const probing = claimProbe(first, A, 30_000);
    expect(failureStreakOf(probing, A, 30_000)).toBe(1);
    const second = fail(probing, 31_000, order(60_000), { startedAtMs: 30_000 });
    expect(availabilityOf(second, A, 31_000)).toMatchObject({
      kind: 'resting',
      rest: { streak: 2, startedAtMs: 31_000, untilMs: 91_000, prober: null },
    });
  });

  it('is due again when a probe showed nothing', () => {
    const probing = claimProbe(fail(NO_RESTS, 0, order(30_000)), A, 30_000);
    expect(kindAt(releaseProbe(probing, A), 30_001)).toBe('probe-due');
    expect(kindAt(fail(probing, 30_001, null, { kind: 'stop' }), 30_001)).toBe('probe-due');
    expect(kindAt(fail(probing, 30_001, null, { kind: 'retry-here' }), 30_001)).toBe('probing');
  });

  it('does not begin by a claim: a resting or ready endpoint stays as it is', () => {
    const resting = fail(NO_RESTS, 0, order(30_000));
    expect(claimProbe(resting, A, 10)).toBe(resting);
    expect(claimProbe(NO_RESTS, A, 10)).toBe(NO_RESTS);
  });

  it('lets a probe through now and then while a long rest goes on', () => {
    const state = fail(NO_RESTS, 0, order(10_000_000, { probeEveryMs: 1_800_000 }));
    expect([kindAt(state, 1_799_999), kindAt(state, 1_800_000)]).toEqual(['resting', 'probe-due']);
    const again = fail(claimProbe(state, A, 1_800_000), 1_800_100, order(8_199_900, { probeEveryMs: 1_800_000 }), { startedAtMs: 1_800_000 });
    expect([kindAt(again, 3_600_099), kindAt(again, 3_600_100)]).toEqual(['resting', 'probe-due']);
  });

  it('without an end lasts until the endpoint is edited', () => {
    const state = fail(NO_RESTS, 0, order(null));
    expect(kindAt(state, 1e15)).toBe('resting');
    expect(kindAt(state, 1, EDITED)).toBe('ready');
    expect(restsOf(state, 'a', 2)).toEqual([]);
  });

  it('is not prolonged by a clock that was set back', () => {
    const state = fail(NO_RESTS, 1_000_000, order(30_000));
    expect(kindAt(state, 999_999)).toBe('probe-due');
  });
});

describe('failures that belong together', () => {
  it('do not lengthen the streak when several exchanges fail at once', () => {
    const first = fail(NO_RESTS, 100, order(30_000), { startedAtMs: 0 });
    expect(failureStreakOf(first, A, 0)).toBe(0);
    const second = fail(first, 200, order(30_000), { startedAtMs: 0 });
    expect(availabilityOf(second, A, 200)).toMatchObject({ rest: { streak: 1, untilMs: 30_200 } });
  });

  it('do not shorten a longer rest that has begun meanwhile', () => {
    const long = fail(NO_RESTS, 100, order(3_600_000, { isHard: true }));
    expect(fail(long, 200, order(30_000), { startedAtMs: 0 })).toBe(long);
    const endless = fail(NO_RESTS, 100, order(null));
    expect(fail(endless, 200, order(30_000), { startedAtMs: 0 })).toBe(endless);
  });

  it('let a success that was sent before the rest leave the rest alone', () => {
    const resting = fail(NO_RESTS, 100, order(30_000));
    expect(applySuccess(resting, A, 50)).toBe(resting);
    expect(applySuccess(resting, A, 150)).toEqual(NO_RESTS);
  });

  it('start afresh after an edit', () => {
    const state = fail(fail(NO_RESTS, 0, order(30_000)), 40_000, order(60_000));
    expect(failureStreakOf(state, EDITED, 200_000)).toBe(0);
    const after = fail(state, 50_000, order(30_000), { target: EDITED });
    expect(availabilityOf(after, EDITED, 50_000)).toMatchObject({ rest: { streak: 1, untilMs: 80_000 } });
  });
});

describe('scopes', () => {
  it('of a single model leave the other models of the endpoint ready', () => {
    const state = fail(NO_RESTS, 0, order(600_000, { scope: 'model' }));
    expect([kindAt(state, 1), kindAt(state, 1, OTHER_MODEL), kindAt(state, 1, { ...A, model: null })]).toEqual(['resting', 'ready', 'ready']);
  });

  it('of model and endpoint together: the stricter one counts', () => {
    const state = fail(fail(NO_RESTS, 0, order(600_000, { scope: 'model' })), 0, order(1_000));
    expect(kindAt(state, 1_000)).toBe('resting');
    expect(kindAt(state, 1_000, OTHER_MODEL)).toBe('probe-due');
    expect(restsOf(state, 'a', 1).map((rest) => rest.scope)).toEqual(['endpoint', 'model']);
  });

  it('of one endpoint do not touch another', () => {
    const state = fail(NO_RESTS, 0, order(30_000));
    expect(kindAt(state, 1, { ...A, endpointId: 'b' })).toBe('ready');
  });
});

describe('a probe belongs to one attempt', () => {
  const due = fail(NO_RESTS, 0, order(30_000));
  const probing = claimProbe(due, A, 30_000);
  const stale: RestTarget = { ...A };

  it('so that another one that failed, or was given up, does not end it', () => {
    expect(releaseProbe(probing, stale)).toBe(probing);
    expect(fail(probing, 31_000, null, { target: stale, startedAtMs: -1, kind: 'stop' })).toBe(probing);
    expect(fail(probing, 31_000, order(60_000), { target: stale, startedAtMs: -1 })).toBe(probing);
    expect(fail(probing, 31_000, order(null), { target: stale, startedAtMs: 30_500 })).toBe(probing);
  });

  it('whose success closes the rest even if the clock was set back meanwhile', () => {
    expect(applySuccess(probing, A, -5_000)).toEqual(NO_RESTS);
    expect(applySuccess(probing, stale, -5_000)).toBe(probing);
  });

  it('whose failure renews the rest even if the clock was set back meanwhile', () => {
    const renewed = fail(probing, -4_000, order(60_000), { startedAtMs: -5_000 });
    expect(availabilityOf(renewed, A, -4_000)).toMatchObject({ kind: 'resting', rest: { startedAtMs: -4_000, untilMs: 56_000, prober: null } });
  });
});

it('a late failure of an older revision does not touch the rest of the present one', () => {
  const present = fail(NO_RESTS, 0, order(30_000), { target: EDITED });
  expect(fail(present, 100, order(null), { target: A })).toBe(present);
});

describe('a rest by hand', () => {
  const byHand = (forMs: number | null, state = NO_RESTS) => restByHand(state, { endpointId: 'a', revision: 1, forMs, nowMs: 1_000 });

  it('lasts as long as ordered, for every model, and then lets one probe through', () => {
    const state = byHand(60_000);
    expect([kindAt(state, 60_999), kindAt(state, 60_999, OTHER_MODEL), kindAt(state, 61_000)]).toEqual(['resting', 'resting', 'probe-due']);
    expect(restsOf(state, 'a', 1)).toMatchObject([{ ruleId: 'by-hand', reason: 'rested by hand', isHard: true, restMs: 60_000 }]);
    expect(applySuccess(claimProbe(state, A, 61_000), A, 61_000)).toEqual(NO_RESTS);
  });

  it('without an end lasts until restored or edited', () => {
    const state = byHand(null);
    expect([kindAt(state, 1e15), kindAt(state, 1e15, EDITED), kindAt(restore(state, 'a'), 2_000)]).toEqual(['resting', 'ready', 'ready']);
  });

  it('is not ended by answers that were under way or came from a retry', () => {
    const state = byHand(60_000);
    expect(applySuccess(state, A, 500)).toBe(state);
    expect(applySuccess(state, A, 2_000)).toBe(state);
  });

  it('is not shortened by a failure, but a longer one counts', () => {
    const state = byHand(60_000);
    expect(fail(state, 2_000, order(30_000), { startedAtMs: 500 })).toBe(state);
    expect(kindAt(fail(state, 2_000, order(600_000), { startedAtMs: 500 }), 70_000)).toBe('resting');
  });

  it('takes the place of whatever rest there was, keeping its streak', () => {
    const failing = fail(fail(NO_RESTS, 0, order(null)), 500, order(null), { startedAtMs: 1e15 });
    expect(restsOf(byHand(60_000, failing), 'a', 1)).toMatchObject([{ ruleId: 'by-hand', untilMs: 61_000 }]);
    const again = fail(fail(NO_RESTS, 0, order(100)), 200, order(100));
    expect(restsOf(byHand(60_000, again), 'a', 1)).toMatchObject([{ ruleId: 'by-hand', streak: 2 }]);
  });
});

describe('other clocks', () => {
  it('a clock that was set back takes the rests with it', () => {
    const state = movedBack(fail(fail(NO_RESTS, 5_000, order(30_000)), 5_000, order(null, { scope: 'model' })), 4_000);
    expect(restsOf(state, 'a', 1).map(({ startedAtMs, untilMs, restMs }) => [startedAtMs, untilMs, restMs])).toEqual([
      [1_000, 31_000, 30_000],
      [1_000, null, null],
    ]);
  });

  it('a rest that is read again counts by its end or its length, whichever is sooner', () => {
    const [rest] = restsOf(fail(NO_RESTS, 10_000, order(30_000)), 'a', 1);
    if (rest === undefined) throw new Error('no rest');
    expect(readBack(rest, 20_000)).toEqual(rest);
    expect(readBack(rest, 1_000)).toMatchObject({ startedAtMs: 1_000, untilMs: 31_000 });
    const state = withRests(NO_RESTS, [{ endpointId: 'a', rest: readBack(rest, 1_000) }]);
    expect([kindAt(state, 30_999), kindAt(state, 31_000)]).toEqual(['resting', 'probe-due']);
  });
});

it('restoring an endpoint ends all its rests and no other', () => {
  const both = fail(fail(NO_RESTS, 0, order(30_000)), 0, order(30_000), { target: { ...A, endpointId: 'b' } });
  const restored = restore(both, 'a');
  expect([kindAt(restored, 1), kindAt(restored, 1, { ...A, endpointId: 'b' })]).toEqual(['ready', 'resting']);
  expect(restore(restored, 'a')).toBe(restored);
});

it('admits at most one probe at a time and never loses an endpoint for ever, whatever happens', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 90_000 }),
    what: fc.constantFrom<'ask' | 'success' | 'failure' | 'left'>('ask', 'success', 'failure', 'left'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = NO_RESTS;
      let nowMs = 0;
      let probeSince: number | null = null;
      for (const { afterMs, what } of steps) {
        nowMs += afterMs;
        if (what === 'ask') {
          const { kind } = availabilityOf(state, A, nowMs);
          if (probeSince !== null) expect(kind).not.toBe('probe-due');
          if (kind !== 'probe-due') continue;
          state = claimProbe(state, A, nowMs);
          probeSince = nowMs;
        } else if (what === 'success') {
          state = applySuccess(state, A, probeSince ?? nowMs);
          probeSince = null;
        } else {
          const startedAtMs: number = probeSince ?? nowMs;
          const forMs = Math.min(30_000 * 2 ** failureStreakOf(state, A, startedAtMs), 1_800_000);
          state = fail(state, nowMs, what === 'left' ? null : order(forMs), { startedAtMs, kind: 'stop' });
          probeSince = null;
        }
        for (const rest of restsOf(state, 'a', 1)) expect(dueAtMs(rest)).toBeLessThanOrEqual(nowMs + 1_800_000);
      }
    }),
  );
});
