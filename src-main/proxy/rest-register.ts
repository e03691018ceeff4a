/**
 * Remembers, while the app runs, which endpoints rest and how each is doing. The rules are failover/rests.ts; this class holds
 * the state, the counters, and tells listeners.
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
  NO_RESTS,
  type Rest,
  type RestState,
  type RestTarget,
  releaseProbe,
  restore,
  restsOf,
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

export class RestRegister {
  readonly #clock: Clock;
  #rests: RestState = NO_RESTS;
  readonly #counters = new Map<string, Counters>();
  readonly #listeners = new Set<(endpointId: string) => void>();
  readonly #probeWaiters = new Map<string, Set<() => void>>();
  #cancelTimer: CancelTimer | null = null;

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
  }

  /** What a request would find at this endpoint and model now. */
  availability(target: RestTarget): Availability {
    return availabilityOf(this.#rests, target, this.#clock.nowMs());
  }

  /** Rests in a row, for the length of the next one. @param startedAtMs When the attempt began. */
  failureStreak(target: RestTarget, startedAtMs: number): number {
    return failureStreakOf(this.#rests, target, startedAtMs);
  }

  /** An attempt begins: it is counted as live, and is the probe if a rest is due. */
  attemptBegan(target: RestTarget): void {
    const counters = this.#countersOf(target.endpointId);
    counters.liveExchanges += 1;
    counters.revision = Math.max(counters.revision, target.revision);
    this.#rests = claimProbe(this.#rests, target, this.#clock.nowMs());
    this.#changed(target.endpointId);
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
    const nowMs = this.#clock.nowMs();
    this.#rests = applyVerdict(this.#rests, { ...attempt, nowMs });
    const { verdict, target } = attempt;
    if (verdict.isBlamed || verdict.rest !== null) {
      const counters = this.#countersOf(target.endpointId);
      counters.lastFailureAtMs = nowMs;
      counters.lastFailureReason = verdict.reason;
    }
    this.#changed(target.endpointId);
  }

  /** The attempt says nothing about the endpoint, for example because the client left. */
  released(target: RestTarget): void {
    this.#rests = releaseProbe(this.#rests, target);
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
  stateOf(endpointId: string): EndpointState {
    const counters = this.#counters.get(endpointId);
    const nowMs = this.#clock.nowMs();
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

  /** Ends all rests of an endpoint: restored by hand, or edited. */
  restore(endpointId: string): void {
    this.#rests = restore(this.#rests, endpointId);
    this.#changed(endpointId);
  }

  /** The endpoint was removed. */
  forget(endpointId: string): void {
    this.#rests = restore(this.#rests, endpointId);
    this.#counters.delete(endpointId);
    this.#wakeProbeWaiters(endpointId);
  }

  /** @returns Ends the subscription. Listeners must not throw. */
  onChange(listener: (endpointId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(endpointId: string): void {
    const isProbing = [...(this.#rests.get(endpointId)?.values() ?? [])].some((rest) => rest.isProbing);
    if (!isProbing) this.#wakeProbeWaiters(endpointId);
    this.#watchEnds();
    for (const listener of this.#listeners) listener(endpointId);
  }

  #wakeProbeWaiters(endpointId: string): void {
    for (const wake of [...(this.#probeWaiters.get(endpointId) ?? [])]) wake();
  }

  /** Tells listeners when the next rest ends, since nothing else happens then. */
  #watchEnds(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#rests.size === 0) return;
    const nowMs = this.#clock.nowMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const rests of this.#rests.values()) {
      for (const rest of rests.values()) if (dueAtMs(rest) > nowMs) nextMs = Math.min(nextMs, dueAtMs(rest));
    }
    if (nextMs === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = this.#clock.setTimer(Math.min(nextMs - nowMs, MAX_TIMER_MS), () => {
      this.#cancelTimer = null;
      for (const endpointId of this.#rests.keys()) for (const listener of this.#listeners) listener(endpointId);
      this.#watchEnds();
    });
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
  if (own.some((rest) => rest.isProbing)) return 'probing';
  return own.some((rest) => nowMs < dueAtMs(rest)) ? 'resting' : 'ready';
}
