/**
 * Remembers, while the app runs, which endpoints rest and how each is doing. The rules are failover/rests.ts; this class holds
 * the state, the counters, and tells listeners. rest-keeper.ts carries the rests over a restart.
 */

import type { EndpointState } from '../../src-shared/schemas/endpoint.ts';
import type { Observation, Verdict } from '../failover/contract.ts';
import {
  type Availability,
  applySuccess,
  applyVerdict,
  availabilityOf,
  claimProbe,
  dueAtMs,
  failureStreakOf,
  movedBack,
  NO_RESTS,
  type Rest,
  type RestState,
  type RestTarget,
  releaseProbe,
  restByHand,
  restore,
  restsOf,
  withRests,
} from '../failover/rests.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';

interface Counters {
  liveExchanges: number;
  lastSuccessAtMs: number | null;
  lastFailureAtMs: number | null;
  lastFailureReason: string | null;
  /** Newest revision that was seen; rests of older ones are not shown. */
  revision: number;
}

/** Longest that a timer may be set for (2^31 - 1 ms is Node's limit); long rests are looked at again. */
const MAX_TIMER_MS = 3_600_000;

/** The two clocks differ by less in ordinary operation; more means that the wall clock was set. */
const CLOCK_TOLERANCE_MS = 500;

export class RestRegister {
  readonly #clock: Clock;
  #rests: RestState = NO_RESTS;
  readonly #counters = new Map<string, Counters>();
  readonly #listeners = new Set<(endpointId: string) => void>();
  readonly #probeWaiters = new Map<string, Set<() => void>>();
  #cancelTimer: CancelTimer | null = null;
  /** Wall clock minus monotonic clock, ms, as last seen. */
  #clockOffsetMs: number;

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
    this.#clockOffsetMs = options.clock.nowMs() - options.clock.monotonicMs();
  }

  /** Rests of an earlier run, before the first request. */
  load(stored: readonly { readonly endpointId: string; readonly rest: Rest }[]): void {
    this.#rests = withRests(this.#rests, stored);
    for (const { endpointId, rest } of stored) this.#sawRevision(endpointId, rest.revision);
    this.#watchEnds();
  }

  /** All rests of an endpoint, whatever their revision. */
  restsOf(endpointId: string): readonly Rest[] {
    return [...(this.#rests.get(endpointId)?.values() ?? [])];
  }

  /** What a request would find at this endpoint and model now. */
  availability(target: RestTarget): Availability {
    const nowMs = this.#nowMs();
    return availabilityOf(this.#rests, target, nowMs);
  }

  /** Rests in a row, for the length of the next one. @param startedAtMs When the attempt began. */
  failureStreak(target: RestTarget, startedAtMs: number): number {
    return failureStreakOf(this.#rests, target, startedAtMs);
  }

  /** The exchange that is about to ask becomes the probe of rests that are due. */
  claimProbe(target: RestTarget): void {
    const nowMs = this.#nowMs();
    this.#rests = claimProbe(this.#rests, target, nowMs);
    this.#changed(target.endpointId);
  }

  /**
   * An attempt begins: it is counted as live, and is the probe if a rest is due. A probe lasts until it succeeded, failed
   * or was released with the same target object.
   *
   * @param options.mayProbe False: nobody will judge this attempt, so it cannot be a probe.
   */
  attemptBegan(target: RestTarget, { mayProbe = true }: { readonly mayProbe?: boolean } = {}): void {
    this.#sawRevision(target.endpointId, target.revision).liveExchanges += 1;
    if (mayProbe) this.claimProbe(target);
    else this.#changed(target.endpointId);
  }

  /** The last byte of an attempt was dealt with. */
  attemptEnded(target: RestTarget): void {
    const counters = this.#counters.get(target.endpointId);
    // Absent when the endpoint was removed meanwhile.
    if (counters !== undefined) counters.liveExchanges = Math.max(0, counters.liveExchanges - 1);
    this.#changed(target.endpointId);
  }

  /** The endpoint answered well: rests that began before the attempt are closed. */
  succeeded(target: RestTarget, startedAtMs: number): void {
    this.#rests = applySuccess(this.#rests, target, startedAtMs);
    this.#countersOf(target.endpointId).lastSuccessAtMs = this.#clock.nowMs();
    this.#changed(target.endpointId);
  }

  /** A verdict about a failed attempt: begins the rest it asks for. */
  failed(attempt: { readonly target: RestTarget; readonly verdict: Verdict; readonly observation: Observation; readonly startedAtMs: number }): void {
    const nowMs = this.#nowMs();
    const { verdict, target } = attempt;
    // An attempt at an endpoint that was edited meanwhile says nothing about it as it is now.
    const { revision } = this.#sawRevision(target.endpointId, target.revision);
    if (target.revision === revision) this.#rests = applyVerdict(this.#rests, { ...attempt, nowMs });
    if (verdict.isBlamed || verdict.rest !== null) {
      const counters = this.#countersOf(target.endpointId);
      counters.lastFailureAtMs = nowMs;
      counters.lastFailureReason = verdict.reason;
    }
    this.#changed(target.endpointId);
  }

  /** The attempt says nothing about the endpoint, for example because the client left. Nothing happens unless it was the probe. */
  released(target: RestTarget): void {
    const released = releaseProbe(this.#rests, target);
    if (released === this.#rests) return;
    this.#rests = released;
    this.#changed(target.endpointId);
  }

  /** Resolves when a probe of the endpoint has ended, or after `maxMs`. */
  probeEnded(endpointId: string, maxMs: number): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.#probeWaiters.get(endpointId) ?? new Set<() => void>();
      this.#probeWaiters.set(endpointId, waiters);
      const done = () => {
        waiters.delete(done);
        cancel();
        resolve();
      };
      const cancel = this.#clock.setTimer(maxMs, done);
      waiters.add(done);
    });
  }

  /** State as shown; `disabled` is for the caller to say. Unknown endpoints are ready. */
  stateOf(endpointId: string): Omit<EndpointState, 'usageProposal'> {
    const counters = this.#counters.get(endpointId);
    const nowMs = this.#nowMs();
    const rests = counters === undefined ? [] : restsOf(this.#rests, endpointId, counters.revision);
    return {
      kind: kindOf(rests, nowMs),
      rests: rests.map((rest) => ({
        scope: rest.scope,
        model: rest.model,
        reason: rest.reason,
        ruleId: rest.ruleId,
        startedAtMs: rest.startedAtMs,
        untilMs: rest.untilMs,
      })),
      liveExchanges: counters?.liveExchanges ?? 0,
      lastSuccessAtMs: counters?.lastSuccessAtMs ?? null,
      lastFailureAtMs: counters?.lastFailureAtMs ?? null,
      lastFailureReason: counters?.lastFailureReason ?? null,
    };
  }

  /** The user lets an endpoint rest. @param forMs Ms from now; null: until restored or edited. */
  restByHand(endpointId: string, revision: number, forMs: number | null): void {
    this.#sawRevision(endpointId, revision);
    const nowMs = this.#nowMs();
    this.#rests = restByHand(this.#rests, { endpointId, revision, forMs, nowMs });
    this.#changed(endpointId);
  }

  /** Ends all rests of an endpoint by hand. */
  restore(endpointId: string): void {
    this.#rests = restore(this.#rests, endpointId);
    this.#changed(endpointId);
  }

  /** The endpoint was edited: what was learnt of it before no longer counts. */
  edited(endpointId: string, revision: number): void {
    this.#sawRevision(endpointId, revision);
    this.restore(endpointId);
  }

  /** The endpoint was removed. */
  forget(endpointId: string): void {
    this.#rests = restore(this.#rests, endpointId);
    this.#counters.delete(endpointId);
    this.#changed(endpointId);
  }

  /** @returns Ends the subscription. Listeners must not throw. */
  onChange(listener: (endpointId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(endpointId: string): void {
    if (!this.restsOf(endpointId).some((rest) => rest.prober !== null)) this.#wakeProbeWaiters(endpointId);
    this.#watchEnds();
    this.#tell(endpointId);
  }

  #wakeProbeWaiters(endpointId: string): void {
    for (const wake of [...(this.#probeWaiters.get(endpointId) ?? [])]) wake();
  }

  /** Tells listeners when the next rest ends, since nothing else happens then. */
  #watchEnds(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#rests.size === 0) return;
    const nowMs = this.#nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const rests of this.#rests.values()) {
      for (const rest of rests.values()) if (dueAtMs(rest) > nowMs) nextMs = Math.min(nextMs, dueAtMs(rest));
    }
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = this.#clock.setTimer(Math.min(nextMs - nowMs, MAX_TIMER_MS), () => {
      this.#cancelTimer = null;
      for (const endpointId of this.#rests.keys()) this.#tell(endpointId);
      this.#watchEnds();
    });
  }

  /** Unix ms; may move the rests, so it comes before they are looked at. Rests last as long as they should although the wall clock is set back; one that jumps ahead ends them. */
  #nowMs(): number {
    const nowMs = this.#clock.nowMs();
    const offsetMs = nowMs - this.#clock.monotonicMs();
    const steppedBackMs = this.#clockOffsetMs - offsetMs;
    if (steppedBackMs > CLOCK_TOLERANCE_MS) {
      this.#rests = movedBack(this.#rests, steppedBackMs);
      this.#clockOffsetMs = offsetMs;
      for (const endpointId of this.#rests.keys()) this.#tell(endpointId);
    } else if (steppedBackMs < 0) this.#clockOffsetMs = offsetMs;
    return nowMs;
  }

  #sawRevision(endpointId: string, revision: number): Counters {
    const counters = this.#countersOf(endpointId);
    counters.revision = Math.max(counters.revision, revision);
    return counters;
  }

  #tell(endpointId: string): void {
    for (const listener of this.#listeners) listener(endpointId);
  }

  #countersOf(endpointId: string): Counters {
    const known = this.#counters.get(endpointId);
    if (known !== undefined) return known;
    const fresh: Counters = { liveExchanges: 0, lastSuccessAtMs: null, lastFailureAtMs: null, lastFailureReason: null, revision: 0 };
    this.#counters.set(endpointId, fresh);
    return fresh;
  }
}

/** The endpoint's own rests decide; a single model's leaves the endpoint ready for the others. */
function kindOf(rests: readonly Rest[], nowMs: number): EndpointState['kind'] {
  const own = rests.filter((rest) => rest.scope === 'endpoint');
  if (own.some((rest) => rest.prober !== null)) return 'probing';
  return own.some((rest) => nowMs < dueAtMs(rest)) ? 'resting' : 'ready';
}
