import { describe, expect, it } from 'vitest';
import { SessionBindings } from '../../../../src-main/proxy/session-bindings.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const MINUTE = 60_000;
const ENDPOINTS = [
  { id: 'a', families: [] },
  { id: 'b', families: [] },
];

describe('SessionBindings', () => {
  it('keeps a session that moved, per family, until it was idle for five minutes', () => {
    const clock = new FakeClock();
    const bindings = new SessionBindings(clock);
    bindings.served('s', 'sonnet', 'b', ENDPOINTS);
    clock.advance(4 * MINUTE);
    expect(bindings.endpointOf('s', 'sonnet')).toBe('b');
    expect(bindings.endpointOf('s', 'haiku')).toBeNull();
    expect(bindings.endpointOf('t', 'sonnet')).toBeNull();
    bindings.served('s', 'sonnet', 'b', ENDPOINTS);
    clock.advance(4 * MINUTE);
    expect(bindings.endpointOf('s', 'sonnet')).toBe('b');
    clock.advance(MINUTE);
    expect(bindings.endpointOf('s', 'sonnet')).toBeNull();
  });

  it('goes back to the top after an hour in all', () => {
    const clock = new FakeClock();
    const bindings = new SessionBindings(clock);
    for (let minute = 0; minute < 60; minute += 4) {
      bindings.served('s', 'sonnet', 'b', ENDPOINTS);
      expect(bindings.endpointOf('s', 'sonnet')).toBe('b');
      clock.advance(4 * MINUTE);
    }
    expect(bindings.endpointOf('s', 'sonnet')).toBeNull();
  });

  it('forgets a session that its first choice served again, and never binds without a session', () => {
    const bindings = new SessionBindings(new FakeClock());
    bindings.served('s', 'sonnet', 'b', ENDPOINTS);
    bindings.served('s', 'sonnet', 'a', ENDPOINTS);
    expect(bindings.endpointOf('s', 'sonnet')).toBeNull();
    bindings.served(null, 'sonnet', 'b', ENDPOINTS);
    expect(bindings.endpointOf(null, 'sonnet')).toBeNull();
  });

  it('lists what stays where, why, since when and until when, and nothing that is over', () => {
    const clock = new FakeClock();
    const startMs = clock.nowMs();
    const bindings = new SessionBindings(clock);
    bindings.served('s', 'sonnet', 'b', ENDPOINTS, 'a was overloaded');
    clock.advance(MINUTE);
    bindings.served('t', 'opus', 'b', ENDPOINTS);
    clock.advance(MINUTE);
    bindings.served('s', 'sonnet', 'b', ENDPOINTS, 'another reason');
    const s = {
      sessionId: 's',
      family: 'sonnet',
      endpointId: 'b',
      why: 'a was overloaded',
      sinceMs: startMs,
      usedMs: startMs + 2 * MINUTE,
      endsMs: startMs + 7 * MINUTE,
    };
    const t = {
      sessionId: 't',
      family: 'opus',
      endpointId: 'b',
      why: null,
      sinceMs: startMs + MINUTE,
      usedMs: startMs + MINUTE,
      endsMs: startMs + 6 * MINUTE,
    };
    expect(bindings.list()).toEqual([s, t]);
    clock.stepWallClock(60 * MINUTE);
    expect(bindings.list()[0]).toMatchObject({ sinceMs: startMs + 60 * MINUTE, endsMs: startMs + 67 * MINUTE });
    clock.advance(4 * MINUTE);
    expect(bindings.list()).toHaveLength(1);
    clock.advance(MINUTE);
    expect(bindings.list()).toEqual([]);
  });

  it('drops the oldest beyond its limit', () => {
    const bindings = new SessionBindings(new FakeClock());
    for (let i = 0; i <= 2_000; i += 1) bindings.served(`s${i}`, 'sonnet', 'b', ENDPOINTS);
    expect(bindings.endpointOf('s0', 'sonnet')).toBeNull();
    expect(bindings.endpointOf('s1', 'sonnet')).toBe('b');
  });
});
