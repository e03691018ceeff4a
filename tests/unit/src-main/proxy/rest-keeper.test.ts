import { describe, expect, it } from 'vitest';
import type { RestRegister } from '../../../../src-main/proxy/rest-register.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryRestStore } from '../../../support/memory-rest-store.ts';
import { limited, run, target, withoutProber } from '../../../support/rest-keeper-rig.ts';

describe('RestKeeper', () => {
  it('carries rests over a restart, with cause, streak and end', async () => {
    const store = new MemoryRestStore();
    const clock = new FakeClock();
    const first = await run(store, clock);
    first.fail(60_000);
    clock.advance(60_000);
    first.rests.attemptBegan(target());
    await first.keeper.stop();

    const second = await run(store, clock);
    expect(withoutProber(second.rests)).toEqual(withoutProber(first.rests));
    expect(second.rests.restsOf('e')).toMatchObject([{ observation: limited, streak: 1, isHard: true, restMs: 60_000 }]);
    expect(second.rests.availability(target()).kind).toBe('probe-due');
    expect(second.rests.failureStreak(target(), clock.nowMs())).toBe(1);
    expect(second.logger.lines.map((line) => line.message)).toEqual(['endpoints rest since an earlier run']);
    await second.keeper.stop();
  });

  it('forgets what ended: a success, a restore by hand, an edit, a removal', async () => {
    const endings: ((rests: RestRegister) => void)[] = [
      (rests) => rests.succeeded(target(), Number.MAX_SAFE_INTEGER),
      (rests) => rests.restore('e'),
      (rests) => rests.edited('e', 2),
      (rests) => rests.forget('e'),
    ];
    for (const end of endings) {
      const store = new MemoryRestStore();
      const { rests, keeper, fail } = await run(store, new FakeClock());
      fail(60_000);
      await keeper.settled();
      expect(store.rows).toHaveLength(1);
      end(rests);
      await keeper.stop();
      expect(store.rows).toEqual([]);
    }
  });

  it('drops stored rests of endpoints that are gone or were edited, and those that it cannot read', async () => {
    const store = new MemoryRestStore();
    const clock = new FakeClock();
    const first = await run(store, clock);
    for (const id of ['gone', 'edited', 'strange', 'broken', 'kept']) first.fail(60_000, target(id));
    await first.keeper.stop();
    const causes: Record<string, string> = { strange: '{"kind":"from a later version"}', broken: '{' };
    store.rows = store.rows.map((row) => ({ ...row, cause: causes[row.endpointId] ?? row.cause }));

    const second = await run(store, clock, (id) => (id === 'gone' ? null : id === 'edited' ? 2 : 1));
    expect(store.rows.map((row) => row.endpointId)).toEqual(['kept']);
    expect(['strange', 'broken', 'kept'].map((id) => second.rests.availability(target(id)).kind)).toEqual(['ready', 'ready', 'resting']);
  });

  it('writes at once, then what came meanwhile as one, and nothing for counters and probes', async () => {
    const store = new MemoryRestStore();
    const clock = new FakeClock();
    const gate = Promise.withResolvers<void>();
    store.gate = gate.promise;
    const { rests, keeper, fail } = await run(store, clock);
    rests.attemptBegan(target());
    fail(1_000);
    expect(store.writes).toHaveLength(1);
    for (const forMs of [2_000, 3_000, 4_000]) fail(forMs);
    fail(5_000, target('other'));
    expect(store.writes).toHaveLength(1);
    gate.resolve();
    await keeper.settled();
    expect(store.writes.map((changes) => changes.map(({ endpointId, rests: [rest] }) => [endpointId, rest?.restMs]))).toEqual([
      [['e', 1_000]],
      [
        ['e', 4_000],
        ['other', 5_000],
      ],
    ]);
    clock.advance(10_000);
    rests.attemptBegan(target());
    rests.attemptEnded(target());
    await keeper.settled();
    expect(store.writes).toHaveLength(2);
  });

  it('keeps trying while the store fails, saying so once', async () => {
    const store = new MemoryRestStore();
    const clock = new FakeClock();
    const { keeper, fail, logger } = await run(store, clock);
    store.fault = new Error('disk full');
    fail(60_000);
    await keeper.settled();
    clock.advance(1_000);
    await keeper.settled();
    expect(store.rows).toEqual([]);
    store.fault = null;
    clock.advance(1_000);
    await keeper.settled();
    expect(store.rows).toHaveLength(1);
    expect(logger.lines.map((line) => line.level)).toEqual(['error', 'info']);
    await keeper.stop();
    expect(clock.pendingTimers).toBeLessThanOrEqual(1); // The register's own, for the end of the rest.
  });
});

describe('a clock that was set while the app did not run', () => {
  async function restarted(stepMs: number, forMs: number | null) {
    const store = new MemoryRestStore();
    const clock = new FakeClock();
    const first = await run(store, clock);
    first.fail(forMs);
    await first.keeper.stop();
    clock.stepWallClock(stepMs);
    const { rests } = await run(store, clock);
    return { clock, kind: () => rests.availability(target()).kind };
  }

  it('back, cannot make a rest longer than it was ordered', async () => {
    const { clock, kind } = await restarted(-86_400_000, 60_000);
    expect(kind()).toBe('resting');
    clock.advance(59_999);
    expect(kind()).toBe('resting');
    clock.advance(1);
    expect(kind()).toBe('probe-due');
  });

  it('ahead, ends it', async () => {
    expect((await restarted(60_000, 60_000)).kind()).toBe('probe-due');
  });

  it('either way, leaves a rest until edited alone', async () => {
    expect((await restarted(-86_400_000, null)).kind()).toBe('resting');
    expect((await restarted(86_400_000, null)).kind()).toBe('resting');
  });
});
