/**
 * Which endpoints, or single models on them, are left alone, why and until when. An immutable value: every function returns
 * the next state and takes the time as an argument, so the holder keeps one variable and tests need no timers.
 *
 * Life of a rest: resting → (its end, or the next probe time of a long one) probe-due → probing → closed by a success or renewed
 * by a failure. A rest belongs to the endpoint's revision: after an edit it no longer counts.
 */
import type { Observation, Verdict } from './contract.ts';

export interface Rest {
  readonly scope: 'endpoint' | 'model';
  /** Sent model, for scope `model`. */
  readonly model: string | null;
  readonly ruleId: string;
  readonly reason: string;
  /** What was seen last: the answer for requests that find everything at rest. */
  readonly observation: Observation;
  readonly startedAtMs: number;
  /** Null: until edited or restored. */
  readonly untilMs: number | null;
  readonly probeEveryMs: number | null;
  readonly isHard: boolean;
  /** Revision of the endpoint that failed. */
  readonly revision: number;
  /** Rests in a row, this one included. */
  readonly streak: number;
  /** One request is finding out whether the endpoint is back. */
  readonly isProbing: boolean;
}

/** Keyed by endpoint, then by sent model, with '' for the endpoint as a whole. */
export type RestState = ReadonlyMap<string, ReadonlyMap<string, Rest>>;

export const NO_RESTS: RestState = new Map();

export interface RestTarget {
  readonly endpointId: string;
  readonly revision: number;
  /** Sent model; null when the request has none. */
  readonly model: string | null;
}

/** `ready`: no rest counts. `resting`: leave it alone. `probe-due`: the next request may find out. `probing`: one does. */
export type Availability = { readonly kind: 'ready' } | { readonly kind: 'resting' | 'probe-due' | 'probing'; readonly rest: Rest };

const SEVERITY: Readonly<Record<Availability['kind'], number>> = { ready: 0, 'probe-due': 1, probing: 2, resting: 3 };

/** What a request to this endpoint and model would find: the stricter of the endpoint's rest and the model's. */
export function availabilityOf(state: RestState, target: RestTarget, nowMs: number): Availability {
  return currentRests(state, target)
    .map((rest) => availabilityOfRest(rest, nowMs))
    .reduce<Availability>((worst, next) => (SEVERITY[next.kind] > SEVERITY[worst.kind] ? next : worst), { kind: 'ready' });
}

function availabilityOfRest(rest: Rest, nowMs: number): Availability {
  if (rest.isProbing) return { kind: 'probing', rest };
  // A clock that was set back to before the start must not prolong the rest: one probe finds out.
  const isClockSetBack = nowMs < rest.startedAtMs;
  return { kind: nowMs >= dueAtMs(rest) || isClockSetBack ? 'probe-due' : 'resting', rest };
}

/** When the next request may try the endpoint, Unix ms; Infinity: not before an edit. */
export function dueAtMs(rest: Rest): number {
  const endMs = rest.untilMs ?? Number.POSITIVE_INFINITY;
  return rest.probeEveryMs === null ? endMs : Math.min(endMs, rest.startedAtMs + rest.probeEveryMs);
}

/**
 * Value for JudgeContext.failureStreak. Several exchanges that fail together are one failure: those that were sent before the
 * present rest was over do not count again.
 */
export function failureStreakOf(state: RestState, target: RestTarget, attemptStartedAtMs: number): number {
  const streaks = currentRests(state, target).map((rest) => (attemptStartedAtMs >= dueAtMs(rest) ? rest.streak : rest.streak - 1));
  return Math.max(0, ...streaks);
}

/** Begins or renews the rest that a verdict asks for; a verdict without one leaves the state as it is, apart from ending a probe. */
export function applyVerdict(
  state: RestState,
  attempt: {
    readonly target: RestTarget;
    readonly verdict: Verdict;
    readonly observation: Observation;
    readonly startedAtMs: number;
    readonly nowMs: number;
  },
): RestState {
  const { target, verdict, observation, nowMs } = attempt;
  const order = verdict.rest;
  if (order === null) return verdict.kind === 'retry-here' ? state : releaseProbe(state, target);
  const model = order.scope === 'model' ? target.model : null;
  const before = state.get(target.endpointId)?.get(model ?? '');
  const isRenewal = before !== undefined && before.revision === target.revision;
  const streak = failureStreakOf(state, target, attempt.startedAtMs) + 1;
  const untilMs = order.forMs === null ? null : nowMs + order.forMs;
  // A failure that was on its way when a longer rest began must not shorten that rest.
  if (isRenewal && attempt.startedAtMs < dueAtMs(before) && (before.untilMs ?? Number.POSITIVE_INFINITY) >= (untilMs ?? Number.POSITIVE_INFINITY))
    return state;
  return set(releaseProbe(state, target), target.endpointId, {
    scope: order.scope,
    model,
    ruleId: verdict.ruleId,
    reason: verdict.reason,
    observation,
    startedAtMs: nowMs,
    untilMs,
    probeEveryMs: order.probeEveryMs,
    isHard: order.isHard,
    revision: target.revision,
    streak,
    isProbing: false,
  });
}

/** Marks the request that is about to be sent as the one probe of every rest that is due. */
export function claimProbe(state: RestState, target: RestTarget, nowMs: number): RestState {
  return change(state, target, (rest) => (availabilityOfRest(rest, nowMs).kind === 'probe-due' ? { ...rest, isProbing: true } : rest));
}

/** Ends a probe that showed nothing, for example because the client left; the rest is due again. */
export function releaseProbe(state: RestState, target: RestTarget): RestState {
  return change(state, target, (rest) => (rest.isProbing ? { ...rest, isProbing: false } : rest));
}

/** Closes the rests that began before the successful attempt did, and with them the count of failures in a row. */
export function applySuccess(state: RestState, target: RestTarget, attemptStartedAtMs: number): RestState {
  return change(state, target, (rest) => (attemptStartedAtMs >= rest.startedAtMs || attemptStartedAtMs >= dueAtMs(rest) ? null : rest));
}

/** Ends all rests of an endpoint: it was restored by hand, edited or removed. */
export function restore(state: RestState, endpointId: string): RestState {
  if (!state.has(endpointId)) return state;
  return new Map([...state].filter(([id]) => id !== endpointId));
}

/** Rests of an endpoint in its present revision, the endpoint's own first. */
export function restsOf(state: RestState, endpointId: string, revision: number): readonly Rest[] {
  const rests = [...(state.get(endpointId)?.values() ?? [])].filter((rest) => rest.revision === revision);
  return rests.sort((a, b) => (a.model ?? '').localeCompare(b.model ?? ''));
}

function currentRests(state: RestState, target: RestTarget): readonly Rest[] {
  const rests = state.get(target.endpointId);
  if (rests === undefined) return [];
  const keys = target.model === null || target.model === '' ? [''] : ['', target.model];
  return keys.flatMap((key) => rests.get(key) ?? []).filter((rest) => rest.revision === target.revision);
}

/** Replaces the rests that count for a target; null removes one. The same state comes back when nothing changed. */
function change(state: RestState, target: RestTarget, replace: (rest: Rest) => Rest | null): RestState {
  let next = state;
  for (const rest of currentRests(state, target)) {
    const replaced = replace(rest);
    if (replaced === rest) continue;
    next = replaced === null ? remove(next, target.endpointId, rest.model ?? '') : set(next, target.endpointId, replaced);
  }
  return next;
}

function set(state: RestState, endpointId: string, rest: Rest): RestState {
  return new Map(state).set(endpointId, new Map(state.get(endpointId)).set(rest.model ?? '', rest));
}

function remove(state: RestState, endpointId: string, key: string): RestState {
  const rests = new Map(state.get(endpointId));
  rests.delete(key);
  const next = new Map(state);
  if (rests.size === 0) next.delete(endpointId);
  else next.set(endpointId, rests);
  return next;
}
