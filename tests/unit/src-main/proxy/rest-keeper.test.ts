import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, Verdict } from '../../../../src-main/failover/contract.ts';
import type { RestTarget } from '../../../../src-main/failover/rests.ts';
import { RestKeeper } from '../../../../src-main/proxy/rest-keeper.ts';
import { RestRegister } from '../../../../src-main/proxy/rest-register.ts';
import { CaptureLogger } from '../../../support/capture-logger.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryRestStore } from '../../../support/memory-rest-store.ts';

const limited: Observation = { kind: 'status', status: 429, errorType: 'rate_limit_error', text: 'slow', isAnthropicError: true, namedWaitMs: 9_000 };
const target = (endpointId = 'e', revision = 1): RestTarget => ({ endpointId, revision, model: 'm' });
const verdict = (forMs: number | null, isHard = true): Verdict => ({
  kind: 'try-next',
  ruleId: 'rate-limited',
  reason: 'answered 429',
  waitMs: 0,
  isBlamed: true,
  rest: { scope: 'endpoint', forMs, probeEveryMs: null, isHard },
});

/** One run of the app, as far as rests go. */
async function run(store: MemoryRestStore, clock: FakeClock, revisionOf: (id: string) => number | null = () => 1) {
  const rests = new RestRegister({ clock });
  const logger = new CaptureLogger();
  const keeper = new RestKeeper({ register: rests, store, clock, logger });
  await keeper.start(revisionOf);
  const fail = (forMs: number | null, at = target()) =>
    rests.failed({ target: at, verdict: verdict(forMs), observation: limited, startedAtMs: clock.nowMs() });
  return { rests, keeper, logger, fail };
}

const withoutProber = (rests: RestRegister) => rests.restsOf('e').map((rest) => ({ ...rest, prober: null }));

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

/** What may happen to one endpoint. Times are whole seconds, so that no clock step is below the tolerance. */
const eventArbitrary = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('ask' as const) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('success' as const), which: fc.nat() }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('failure' as const), which: fc.nat(), forS: fc.option(fc.integer({ min: 1, max: 600 })) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('left' as const), which: fc.nat() }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('time' as const), s: fc.integer({ min: 1, max: 700 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('clock set' as const), s: fc.integer({ min: -900, max: 900 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('rest by hand' as const), forS: fc.option(fc.integer({ min: 1, max: 600 })) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restore' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('edit' as const) }) },
);
type Event = typeof eventArbitrary extends fc.Arbitrary<infer E> ? E : never;

interface RunningAttempt {
  readonly target: RestTarget;
  readonly startedAtMs: number;
  readonly isProbe: boolean;
  /** The clock was set back while it ran, so what it says about rests that began meanwhile is not clear. */
  isMuddled: boolean;
}

/** Plays events against the real register and keeper, and holds them against what rests promise. */
class Model {
  readonly store = new MemoryRestStore();
  readonly clock = new FakeClock();
  #run: Awaited<ReturnType<typeof run>> | null = null;
  #attempts: RunningAttempt[] = [];
  #revision = 1;
  /** Monotonic ms before which the endpoint is left alone, and after which it is not. */
  #restsAtLeastUntil = 0;
  #restsAtMostUntil = 0;

  get #current() {
    if (this.#run === null) throw new Error('not started');
    return this.#run;
  }

  get #kind() {
    return this.#current.rests.availability(target('e', this.#revision)).kind;
  }

  async start(): Promise<void> {
    this.#run = await run(this.store, this.clock, () => this.#revision);
  }

  async play(event: Event): Promise<void> {
    await this.#apply(event);
    this.#check();
    this.clock.advance(1); // No two events in the same millisecond.
  }

  async #apply(event: Event): Promise<void> {
    const { rests, keeper } = this.#current;
    const nowMs = this.clock.monotonicMs();
    switch (event.what) {
      case 'ask': {
        const kind = this.#kind;
        if (kind !== 'ready' && kind !== 'probe-due') return;
        const attempt = { target: target('e', this.#revision), startedAtMs: this.clock.nowMs(), isProbe: kind === 'probe-due', isMuddled: false };
        rests.attemptBegan(attempt.target);
        this.#attempts.push(attempt);
        return;
      }
      case 'success': {
        const attempt = this.#take(event.which);
        if (attempt === null) return;
        const wasProbing = this.#kind === 'probing';
        rests.succeeded(attempt.target, attempt.startedAtMs);
        if (attempt.isMuddled) this.#restsAtLeastUntil = 0;
        if (attempt.isProbe && wasProbing) {
          expect(this.#kind, 'a probe that succeeded closes the rest').toBe('ready');
          expect(rests.failureStreak(target('e', this.#revision), this.clock.nowMs())).toBe(0);
        }
        return;
      }
      case 'failure': {
        const attempt = this.#take(event.which);
        if (attempt === null) return;
        const forMs = event.forS === null ? null : event.forS * 1_000;
        const before = this.#kind;
        const isProber = rests.restsOf('e').some((rest) => rest.prober === attempt.target);
        rests.failed({ target: attempt.target, verdict: verdict(forMs), observation: limited, startedAtMs: attempt.startedAtMs });
        if (attempt.target.revision !== this.#revision) return;
        const untilMs = forMs === null ? Number.POSITIVE_INFINITY : nowMs + forMs;
        this.#restsAtMostUntil = Math.max(this.#restsAtMostUntil, untilMs);
        if (before === 'ready' || isProber) this.#restsAtLeastUntil = untilMs;
        return;
      }
      case 'left': {
        const attempt = this.#take(event.which);
        if (attempt !== null) rests.released(attempt.target);
        return;
      }
      case 'time':
        this.clock.advance(event.s * 1_000);
        return;
      case 'clock set':
        this.clock.stepWallClock(event.s * 1_000);
        if (event.s > 0) {
          this.#restsAtLeastUntil -= event.s * 1_000;
          this.#restsAtMostUntil -= event.s * 1_000;
        } else for (const attempt of this.#attempts) attempt.isMuddled = true;
        return;
      case 'restart': {
        await keeper.stop();
        const before = withoutProber(rests);
        this.#attempts = [];
        await this.start();
        expect(withoutProber(this.#current.rests), 'restored as stored').toEqual(before);
        return;
      }
      case 'rest by hand': {
        const forMs = event.forS === null ? null : event.forS * 1_000;
        rests.restByHand('e', this.#revision, forMs);
        this.#restsAtLeastUntil = forMs === null ? Number.POSITIVE_INFINITY : nowMs + forMs;
        this.#restsAtMostUntil = this.#restsAtLeastUntil;
        return;
      }
      case 'restore':
        rests.restore('e');
        this.#restsAtLeastUntil = 0;
        this.#restsAtMostUntil = 0;
        return;
      case 'edit':
        this.#revision += 1;
        rests.edited('e', this.#revision);
        this.#restsAtLeastUntil = 0;
        this.#restsAtMostUntil = 0;
    }
  }

  #take(which: number): RunningAttempt | null {
    return this.#attempts.splice(which % Math.max(1, this.#attempts.length), 1)[0] ?? null;
  }

  #check(): void {
    const kind = this.#kind;
    const nowMs = this.clock.monotonicMs();
    const probes = this.#attempts.filter(({ target: at }) => this.#current.rests.restsOf('e').some((rest) => rest.prober === at));
    expect(probes.length, 'one probe at most').toBeLessThanOrEqual(1);
    expect(kind === 'probing', 'probing means that a probe runs').toBe(probes.length === 1);
    if (nowMs < this.#restsAtLeastUntil) expect(kind, 'rests as long as ordered').toBe('resting');
    if (nowMs >= this.#restsAtMostUntil) expect(kind, 'rests no longer than ordered').not.toBe('resting');
  }
}

it('keeps its promises through any failures, successes, clock steps, restarts and commands', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(eventArbitrary, { maxLength: 60 }), async (events) => {
      const model = new Model();
      await model.start();
      for (const event of events) await model.play(event);
    }),
    { numRuns: 400 },
  );
});
