import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src-main/failover/contract.ts';
import { RestRegister } from '../../../../src-main/proxy/rest-register.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const TARGET = { endpointId: 'e', revision: 1, model: 'm' };
const refused = { kind: 'unreachable', cause: 'refused', detail: 'd' } as const;
const verdict = (forMs: number | null): Verdict => ({
  kind: 'try-next',
  ruleId: 'refused',
  reason: 'refused connections',
  waitMs: 0,
  isBlamed: true,
  rest: { scope: 'endpoint', forMs, probeEveryMs: null, isHard: false },
});

function failing() {
  const clock = new FakeClock();
  const rests = new RestRegister({ clock });
  const heard: string[] = [];
  rests.onChange((id) => heard.push(id));
  const fail = (forMs: number | null) => rests.failed({ target: TARGET, verdict: verdict(forMs), observation: refused, startedAtMs: clock.nowMs() });
  return { clock, rests, heard, fail };
}

describe('RestRegister', () => {
  it('rests an endpoint, then lets one probe through, then is ready after its success', () => {
    const { clock, rests, fail } = failing();
    rests.attemptBegan(TARGET);
    fail(30_000);
    rests.attemptEnded(TARGET);
    expect(rests.stateOf('e')).toMatchObject({
      kind: 'resting',
      liveExchanges: 0,
      lastFailureReason: 'refused connections',
      rests: [{ ruleId: 'refused' }],
    });
    clock.advance(30_000);
    expect(rests.availability(TARGET).kind).toBe('probe-due');
    rests.attemptBegan(TARGET);
    expect(rests.availability(TARGET).kind).toBe('probing');
    expect(rests.stateOf('e')).toMatchObject({ kind: 'probing', liveExchanges: 1 });
    rests.succeeded(TARGET, clock.nowMs());
    expect(rests.stateOf('e')).toMatchObject({ kind: 'ready', rests: [], lastSuccessAtMs: clock.nowMs() });
    expect(rests.failureStreak(TARGET, clock.nowMs())).toBe(0);
  });

  it('wakes those that wait for a probe when it ends, and lets the others go in the end', async () => {
    const { clock, rests, fail } = failing();
    rests.attemptBegan(TARGET);
    fail(1_000);
    clock.advance(1_000);
    rests.attemptBegan(TARGET);
    const woken = rests.probeEnded('e', 5_000);
    rests.succeeded(TARGET, clock.nowMs());
    await woken;
    fail(1_000);
    clock.advance(1_000);
    rests.attemptBegan(TARGET);
    const tired = rests.probeEnded('e', 5_000);
    clock.advance(5_000);
    await tired;
  });

  it('tells listeners when a rest ends by itself', () => {
    const { clock, heard, fail } = failing();
    fail(30_000);
    const before = heard.length;
    clock.advance(29_999);
    expect(heard).toHaveLength(before);
    clock.advance(1);
    expect(heard.length).toBeGreaterThan(before);
  });

  it('ends rests by hand, and forgets a removed endpoint even while it serves', () => {
    const { rests, fail } = failing();
    rests.attemptBegan(TARGET);
    fail(null);
    expect(rests.stateOf('e').kind).toBe('resting');
    rests.restore('e');
    expect(rests.stateOf('e')).toMatchObject({ kind: 'ready', liveExchanges: 1 });
    rests.forget('e');
    rests.attemptEnded(TARGET);
    expect(rests.stateOf('e')).toMatchObject({ liveExchanges: 0, lastFailureAtMs: null });
  });

  it('does not show rests of an older revision', () => {
    const { rests, fail } = failing();
    rests.attemptBegan(TARGET);
    fail(null);
    rests.attemptBegan({ ...TARGET, revision: 2 });
    expect(rests.stateOf('e')).toMatchObject({ kind: 'ready', rests: [] });
    expect(rests.availability({ ...TARGET, revision: 2 }).kind).toBe('ready');
  });

  it('stops telling a listener that unsubscribed', () => {
    const { rests, fail } = failing();
    let heard = 0;
    rests.onChange(() => {
      heard += 1;
    })();
    fail(1_000);
    expect(heard).toBe(0);
  });

  it('rests an endpoint by hand until it is restored, though nothing was ever asked of it', () => {
    const { clock, rests, heard } = failing();
    rests.restByHand('e', 3, null);
    expect(rests.stateOf('e')).toMatchObject({ kind: 'resting', rests: [{ ruleId: 'by-hand', reason: 'rested by hand', untilMs: null }] });
    expect(rests.availability({ ...TARGET, revision: 3 }).kind).toBe('resting');
    rests.restore('e');
    expect(rests.stateOf('e')).toMatchObject({ kind: 'ready', rests: [], lastFailureAtMs: null });
    rests.restByHand('e', 3, 60_000);
    expect(rests.stateOf('e').rests).toMatchObject([{ untilMs: clock.nowMs() + 60_000 }]);
    expect(heard).toEqual(['e', 'e', 'e']);
  });

  it('forgets what it knew of an endpoint before an edit, and what is still said of that', () => {
    const { rests, fail } = failing();
    rests.attemptBegan(TARGET);
    fail(null);
    rests.edited('e', 2);
    expect(rests.stateOf('e')).toMatchObject({ kind: 'ready', rests: [] });
    fail(null);
    expect(rests.restsOf('e')).toEqual([]);
    expect(rests.stateOf('e').lastFailureReason).toBe('refused connections');
  });

  it('shows rests of an earlier run before any request, and tells when they end', () => {
    const { clock, rests, heard, fail } = failing();
    fail(30_000);
    const later = new RestRegister({ clock });
    const told: string[] = [];
    later.onChange((id) => told.push(id));
    later.load(rests.restsOf('e').map((rest) => ({ endpointId: 'e', rest })));
    expect(later.stateOf('e').kind).toBe('resting');
    clock.advance(30_000);
    expect(later.stateOf('e').kind).toBe('ready');
    expect(told).toEqual(['e']);
    expect(heard).toContain('e');
  });

  it('moves rests with a clock that is set back, and tells', () => {
    const { clock, rests, heard, fail } = failing();
    fail(30_000);
    heard.length = 0;
    clock.stepWallClock(-3_600_000);
    expect(rests.stateOf('e').rests).toMatchObject([{ untilMs: clock.nowMs() + 30_000 }]);
    expect(heard).toEqual(['e']);
    clock.advance(29_999);
    expect(rests.availability(TARGET).kind).toBe('resting');
    clock.advance(1);
    expect(rests.availability(TARGET).kind).toBe('probe-due');
  });

  it('ends rests when the clock is set ahead', () => {
    const { clock, rests, fail } = failing();
    fail(30_000);
    clock.stepWallClock(30_000);
    expect(rests.availability(TARGET).kind).toBe('probe-due');
  });

  it('lets no attempt that nobody judges be the probe', () => {
    const { clock, rests, fail } = failing();
    fail(1_000);
    clock.advance(1_000);
    rests.attemptBegan(TARGET, { mayProbe: false });
    expect(rests.availability(TARGET).kind).toBe('probe-due');
    expect(rests.stateOf('e').liveExchanges).toBe(1);
  });
});
