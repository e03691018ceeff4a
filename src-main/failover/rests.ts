/**
 * Which endpoints, or single models on them, are left alone, why and until when. An immutable value: every function returns
 * the next state and takes the time as an argument, so the holder keeps one variable and tests need no timers.
 *
 * Life of a rest: resting → (its end, or the next probe time of a long one) probe-due → probing → closed by a success or renewed
 * by a failure. A rest belongs to the endpoint's revision: after an edit it no longer counts.
 */
import type { Observation, RestCause, Verdict } from './contract.ts';
import { describeObservation } from './describe-observation.ts';

export interface Rest {
  readonly scope: 'endpoint' | 'model';
  /** Sent model, for scope `model`. */
  readonly model: string | null;
  readonly ruleId: string;
  readonly reason: string;
  /** What was seen last: the answer for requests that find everything at rest. */
  readonly observation: RestCause;
  readonly startedAtMs: number;
  /** Null: until edited or restored. */
  readonly untilMs: number | null;
  /** Length as ordered; null like untilMs. Bounds the rest when it is read back under another clock. */
  readonly restMs: number | null;
  readonly probeEveryMs: number | null;
  readonly isHard: boolean;
  /** Revision of the endpoint that failed. */
  readonly revision: number;
  /** Rests in a row, this one included. */
  readonly streak: number;
  /** The target of the one exchange that is finding out whether the endpoint is back, compared by identity; null: nobody is. */
  readonly prober: RestTarget | null;
}

/** Rule id of rests that the user ordered. */
export const BY_HAND = 'by-hand';

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
  if (rest.prober !== null) return { kind: 'probing', rest };
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

/**
 * Begins or renews the rest that a verdict asks for; a verdict without one leaves the state as it is, apart from ending a probe.
 * While a probe is under way only the probe decides about its rest: others may not end it, or there would be a second one.
 */
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
  if (verdict.kind === 'retry-here') return state;
  const order = verdict.rest;
  const released = releaseProbe(state, target);
  if (order === null) return released;
  const model = order.scope === 'model' ? target.model : null;
  const before = state.get(target.endpointId)?.get(model ?? '');
  const untilMs = order.forMs === null ? null : nowMs + order.forMs;
  if (before !== undefined && standsAgainst(before, attempt, untilMs)) return released;
  return set(released, target.endpointId, {
    scope: order.scope,
    model,
    ruleId: verdict.ruleId,
    reason: verdict.reason,
    observation,
    startedAtMs: nowMs,
    untilMs,
    restMs: order.forMs,
    probeEveryMs: order.probeEveryMs,
    isHard: order.isHard,
    revision: target.revision,
    streak: failureStreakOf(state, target, attempt.startedAtMs) + 1,
    prober: null,
  });
}

/** Whether a rest stays as it is although an attempt failed. */
function standsAgainst(before: Rest, attempt: { readonly target: RestTarget; readonly startedAtMs: number }, untilMs: number | null): boolean {
  if (before.revision !== attempt.target.revision) return before.revision > attempt.target.revision;
  if (before.prober !== null) return before.prober !== attempt.target;
  // A failure that was on its way when a longer rest began must not shorten that rest.
  return attempt.startedAtMs < dueAtMs(before) && endMs(before.untilMs) >= endMs(untilMs);
}

function endMs(untilMs: number | null): number {
  return untilMs ?? Number.POSITIVE_INFINITY;
}

/** Marks the request that is about to be sent as the one probe of every rest that is due. */
export function claimProbe(state: RestState, target: RestTarget, nowMs: number): RestState {
  return change(state, target, (rest) => (availabilityOfRest(rest, nowMs).kind === 'probe-due' ? { ...rest, prober: target } : rest));
}

/** Ends this target's probe if there is one; it showed nothing, for example because the client left, and the rest is due again. */
export function releaseProbe(state: RestState, target: RestTarget): RestState {
  return change(state, target, (rest) => (rest.prober === target ? { ...rest, prober: null } : rest));
}

/**
 * Closes the rests that began before the successful attempt did, and with them the count of failures in a row. A rest by hand
 * is closed only by an attempt that began after its end: that the endpoint works is not what it is about.
 */
export function applySuccess(state: RestState, target: RestTarget, attemptStartedAtMs: number): RestState {
  return change(state, target, (rest) => {
    const isOver = attemptStartedAtMs >= dueAtMs(rest) || rest.prober === target;
    return isOver || (rest.ruleId !== BY_HAND && attemptStartedAtMs >= rest.startedAtMs) ? null : rest;
  });
}

/**
 * The user lets an endpoint rest, whatever it did before. Hard, so that a sole endpoint rests too.
 *
 * @param order.forMs  Ms from `nowMs`; null: until restored or edited.
 */
export function restByHand(
  state: RestState,
  order: { readonly endpointId: string; readonly revision: number; readonly forMs: number | null; readonly nowMs: number },
): RestState {
  const { endpointId, revision, forMs, nowMs } = order;
  const before = state.get(endpointId)?.get('');
  const observation = { kind: 'rested-by-hand' } as const;
  return set(state, endpointId, {
    scope: 'endpoint',
    model: null,
    ruleId: BY_HAND,
    reason: describeObservation(observation),
    observation,
    startedAtMs: nowMs,
    untilMs: forMs === null ? null : nowMs + forMs,
    restMs: forMs,
    probeEveryMs: null,
    isHard: true,
    revision,
    streak: before?.revision === revision ? before.streak : 0,
    prober: null,
  });
}

/** The wall clock stepped back by `byMs` while time went on: every rest moves with it, so that none gets longer. */
export function movedBack(state: RestState, byMs: number): RestState {
  const back = (rest: Rest): Rest => ({ ...rest, startedAtMs: rest.startedAtMs - byMs, untilMs: rest.untilMs === null ? null : rest.untilMs - byMs });
  return new Map([...state].map(([id, rests]) => [id, new Map([...rests].map(([key, rest]) => [key, back(rest)]))]));
}

/** A rest that an earlier run stored, under this run's clock: from now it lasts neither beyond its end nor longer than it was ordered. */
export function readBack(rest: Rest, nowMs: number): Rest {
  const { untilMs, restMs, startedAtMs } = rest;
  return {
    ...rest,
    startedAtMs: Math.min(startedAtMs, nowMs),
    untilMs: untilMs === null || restMs === null ? untilMs : Math.min(untilMs, nowMs + restMs),
    prober: null,
  };
}

/** Adds rests that an earlier run stored. */
export function withRests(state: RestState, stored: readonly { readonly endpointId: string; readonly rest: Rest }[]): RestState {
  return stored.reduce((next, { endpointId, rest }) => set(next, endpointId, rest), state);
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
