import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RestTarget } from '../../../../src-main/failover/rests.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryRestStore } from '../../../support/memory-rest-store.ts';
import { limited, run, target, verdict, withoutProber } from '../../../support/rest-keeper-rig.ts';

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
        // Under the new clock it may seem to have begun after the present rest, which is then replaced.
        else if (attempt.isMuddled) this.#restsAtLeastUntil = Math.min(this.#restsAtLeastUntil, untilMs);
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
