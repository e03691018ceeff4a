/**
 * The words of the failover policy: what was observed of an attempt, in what situation, and what follows from it.
 * Everything in this folder is pure; time and randomness arrive as arguments.
 */
import type { ExchangeKind, VerdictKind } from '../../src-shared/schemas/exchange.ts';

/** What one attempt showed, up to the commit point or up to its end if it never got there. */
export type Observation =
  | { readonly kind: 'success' }
  | { readonly kind: 'unreachable'; readonly cause: 'refused' | 'dns' | 'tls' | 'reset' | 'other'; readonly detail: string }
  | { readonly kind: 'timeout'; readonly phase: 'connect' | 'first-byte' | 'first-content' | 'idle'; readonly waitedMs: number }
  | StatusObservation
  /** A 200 that is no answer: an HTML page, no body, not JSON, or JSON where a stream was asked for. */
  | { readonly kind: 'bad-answer'; readonly what: 'html' | 'empty' | 'unreadable' | 'not-a-stream' }
  /** An `error` event of a 200 stream before any content. */
  | { readonly kind: 'error-event'; readonly errorType: string; readonly text: string }
  /** The answer broke after the commit point. */
  | { readonly kind: 'stream-cut'; readonly detail: string }
  | { readonly kind: 'client-left' };

export interface StatusObservation {
  readonly kind: 'status';
  /** 300 to 599. */
  readonly status: number;
/** Why an endpoint is not asked: what was seen of it last, or that the user lets it rest. */
export type RestCause = Observation | { readonly kind: 'rested-by-hand' };

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

/** One row of the policy table. The first rule that matches decides. */
export interface FailoverRule {
  readonly id: string;
  /** For people: what this row is about. */
  readonly title: string;
  readonly match: RuleMatch;
  /** Repeats at the same endpoint: how many in company, how many alone (`max` is the setting), and whether they wait. */
  readonly retryHere: { readonly inCompany: number; readonly alone: number | 'max'; readonly pace: 'at-once' | 'backoff' | 'named-wait' };
  /** When not tried here again. `next`: go to the next endpoint. `return`: the client gets this answer, or the exchange ends. */
  readonly otherwise: 'next' | 'return';
  readonly rest: RuleRest;
  /** Whether a sole endpoint rests as well. */
  readonly restsAlone: boolean;
  readonly isBlamed: boolean;
}

export interface RuleMatch {
  readonly kinds?: readonly Observation['kind'][];
  readonly exchangeKinds?: readonly ExchangeKind[];
  readonly causes?: readonly string[];
  /** Inclusive ranges of HTTP status. */
  readonly statuses?: readonly (readonly [from: number, to: number])[];
  readonly errorTypes?: readonly string[];
  readonly isAnthropicError?: boolean;
  /** Lower-case phrases, any of which occurs in the lower-cased text. */
  readonly phrases?: readonly string[];
}

export type RuleRest =
  | { readonly kind: 'none' }
  | { readonly kind: 'for'; readonly scope: 'endpoint' | 'model'; readonly ms: number }
  /** 10 to 60 s or whatever range, by jitter. */
  | { readonly kind: 'between'; readonly fromMs: number; readonly toMs: number }
  /** 30 s doubling with the failure streak up to the rest limit. */
  | { readonly kind: 'backoff' }
  /** As long as the rest limit. */
  | { readonly kind: 'limit' }
  /** Until the reset the answer names; unnamed: `unnamedMs`, doubling with the failure streak. */
  | { readonly kind: 'until-reset'; readonly unnamedMs: number }
  | { readonly kind: 'until-edited'; readonly isLimited: boolean };
