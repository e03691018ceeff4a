/**
 * The words of the failover policy: what was observed of an attempt, in what situation, and what follows from it.
 * Everything in this folder is pure; time and randomness arrive as arguments.
 */
import type { ExchangeKind, VerdictKind } from '../../src-shared/schemas/exchange.ts';
import type { BadAnswer, TimeoutPhase, UnreachableCause } from '../../src-shared/schemas/failover-rule.ts';

/** One row of the policy table, which users may edit: its shape is a schema. The first rule that matches decides. */
export type { FailoverRule, RuleMatch } from '../../src-shared/schemas/failover-rule.ts';

/** What one attempt showed, up to the commit point or up to its end if it never got there. */
export type Observation =
  | { readonly kind: 'success' }
  | { readonly kind: 'unreachable'; readonly cause: UnreachableCause; readonly detail: string }
  | { readonly kind: 'timeout'; readonly phase: TimeoutPhase; readonly waitedMs: number }
  | StatusObservation
  /** A 200 that is no answer: an HTML page, no body, not JSON, or JSON where a stream was asked for. */
  | { readonly kind: 'bad-answer'; readonly what: BadAnswer }
  /** An `error` event of a 200 stream before any content. */
  | { readonly kind: 'error-event'; readonly errorType: string; readonly text: string }
  /** The answer broke after the commit point. */
  | { readonly kind: 'stream-cut'; readonly detail: string }
  | { readonly kind: 'client-left' };

/** Why an endpoint is not asked: what was seen of it last, or that the user lets it rest. */
export type RestCause = Observation | { readonly kind: 'rested-by-hand' };

export interface StatusObservation {
  readonly kind: 'status';
  /** 300 to 599. */
  readonly status: number;
  /** `error.type` of an Anthropic-shaped body, else null. */
  readonly errorType: string | null;
  /** The error message, or the start of a body of another kind (at most 2,000 characters). */
  readonly text: string;
  /** True when the body is `{"type":"error","error":{"type":..,"message":..}}`. */
  readonly isAnthropicError: boolean;
  /** Ms until the reset that the answer's headers name (see retry-after.ts); null when they name none. */
  readonly namedWaitMs: number | null;
}

/** The situation of an attempt within its exchange. */
export interface JudgeContext {
  readonly exchangeKind: ExchangeKind;
  /** No other endpoint was or is eligible for this exchange. */
  readonly isAlone: boolean;
  /** Another endpoint that has not been tried to its limit is eligible right now. */
  readonly hasNext: boolean;
  /** Attempts of this exchange at this endpoint, this one included. */
  readonly triesHere: number;
  /** Attempts of this exchange at all endpoints, this one included. */
  readonly attempts: number;
  /** Waits that this exchange has already slept, ms. */
  readonly sleptMs: number;
  /** Setting `proxy.maxRetries`. */
  readonly maxRetries: number;
  /** Setting `proxy.restLimitMs`. */
  readonly restLimitMs: number;
  /** Rests in a row that ended in failure again; 0 for a healthy endpoint. Doubles backoff rests. */
  readonly failureStreak: number;
  /** 0 (inclusive) to 1 (exclusive), for jitter. */
  readonly random: number;
}

/** A rest that a verdict asks for. */
export interface RestOrder {
  readonly scope: 'endpoint' | 'model';
  /** Ms from now; null: until the endpoint is edited or restored by hand. */
  readonly forMs: number | null;
  /** Let one probe through this often although the rest goes on, ms; null: only after its end. */
  readonly probeEveryMs: number | null;
  /** Holds for a sole endpoint too and is never cut short as a last resort (429, 401, 402, 403). */
  readonly isHard: boolean;
}

/**
 * `deliver`: the client gets this answer as it is (a success, or a fault of its own request). `retry-here`: the same endpoint
 * again after `waitMs`. `try-next`: the next candidate at once. `stop`: nothing more can be tried; unless the stream was cut or
 * the client left, the client gets what final-answer.ts makes of all failures.
 */
export interface Verdict {
  readonly kind: VerdictKind;
  /** Stable id of the rule that decided, for example `refused`. */
  readonly ruleId: string;
  /** One sentence for people. */
  readonly reason: string;
  /** Wait before the next attempt, ms; only above 0 for `retry-here`. */
  readonly waitMs: number;
  readonly rest: RestOrder | null;
  /** The endpoint is to blame: lengthens its failure streak. */
  readonly isBlamed: boolean;
}
