/**
 * Which error the client gets when no endpoint could answer: the most useful of all failures, in the shape of the Anthropic API.
 * Useful means that Claude Code does the right thing with it: it retries 429, 5xx and 529, honours `retry-after` up to 60 s,
 * gives up at once above that, and would retry a 401 for three silent minutes (measured), which is why that is never sent.
 */
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { RestCause, StatusObservation } from './contract.ts';
import { describeObservation } from './describe-observation.ts';
import { UNMATCHED_RULE_ID } from './judge-attempt.ts';

/** The last failure at one endpoint, tried now or remembered from the rest that keeps it out. */
export interface Failure {
  /** Name, for the message. */
  readonly endpoint: string;
  readonly ruleId: string;
  readonly observation: RestCause;
  /** Ms until the endpoint may be asked again; null: not known, or only after an edit. */
  readonly waitMs: number | null;
}

export interface FinalAnswer {
  readonly status: number;
  readonly errorType: string;
  readonly message: string;
  /** Value of the `retry-after` header, whole seconds; null: none. It replaces the one of an answer that is delivered as received. */
  readonly retryAfterSeconds: number | null;
  /** Send `x-should-retry: false`: the client cannot help it by asking again. */
  readonly isHopeless: boolean;
  /** Index of the failure whose received answer is to be delivered byte for byte instead of the made one; null: none. */
  readonly asReceived: number | null;
}

/** The longest `retry-after` that Claude Code waits for; above it, it gives up at once. */
const LONGEST_CLIENT_WAIT_MS = 60 * MS_PER_SECOND;
/** Said of an endpoint that rests until it is restored: above what clients wait for, so that they give up at once. */
const UNTIL_RESTORED_SECONDS = 300;
/** Rank of a wrong URL: only the user can help. */
const NEEDS_NEW_URL = 7;
/** For 503 and 529 that name no wait. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;
const MIN_RETRY_AFTER_SECONDS = 1;

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/**
 * Picks and words the final error.
 *
 * @param failures  At most one per endpoint, in the order of the attempts; empty: no endpoint serves the request.
 */
export function finalAnswer(failures: readonly Failure[], exchangeKind: ExchangeKind): FinalAnswer {
  if (exchangeKind === 'count_tokens') {
    // A client without a count estimates; with any other status it would try again.
    const why = failures.length === 0 ? 'there is no enabled endpoint for this model' : summary(failures);
    return made(404, `Tokens could not be counted: ${why}.`, null);
  }
  if (failures.length === 0) return NO_ENDPOINT;
  if (failures.every(isRestedByHand)) return restedByHand(failures);
  const best = failures.reduce((chosen, failure) => (rank(failure) < rank(chosen) ? failure : chosen));
  const status = statusFor(best);
  const retryAfterSeconds = retryAfter(status, best, failures);
  const isHopeless = rank(best) === NEEDS_NEW_URL || isTooLong(retryAfterSeconds);
  const answer = { ...made(status, `${summary(failures)}.`, retryAfterSeconds), isHopeless };
  return isDeliverable(best, status)
    ? { ...answer, errorType: best.observation.errorType ?? answer.errorType, asReceived: failures.indexOf(best) }
    : answer;
}

/** The body for an answer that is not delivered as received. */
export function errorBody(answer: Pick<FinalAnswer, 'errorType' | 'message'>): string {
  return JSON.stringify({ type: 'error', error: { type: answer.errorType, message: answer.message } });
}

const NO_ENDPOINT: FinalAnswer = {
  status: 503,
  errorType: 'api_error',
  message: 'Code Proxy has no enabled endpoint for this model. Add one in the dashboard or with "code-proxy endpoint add".',
  retryAfterSeconds: DEFAULT_RETRY_AFTER_SECONDS,
  isHopeless: true,
  asReceived: null,
};

function isRestedByHand({ observation }: Failure): boolean {
  return observation.kind === 'rested-by-hand';
}

/** The user ordered it, so asking again helps only once the rest is over. */
function restedByHand(failures: readonly Failure[]): FinalAnswer {
  const waits = failures.map(({ waitMs }) => waitMs).filter((wait) => wait !== null);
  const retryAfterSeconds = waits.length === 0 ? UNTIL_RESTORED_SECONDS : seconds(Math.min(...waits));
  const until = waits.length === 0 ? '' : `, for ${retryAfterSeconds} more seconds`;
  const message = `${summary(failures)}${until}. End it in the dashboard or with "code-proxy endpoint restore".`;
  return { ...made(503, message, retryAfterSeconds), isHopeless: isTooLong(retryAfterSeconds) };
}

/** Claude Code gives up by itself then; clients built on Anthropic's SDK would sleep through it, however long. */
function isTooLong(retryAfterSeconds: number | null): boolean {
  return retryAfterSeconds !== null && retryAfterSeconds * MS_PER_SECOND > LONGEST_CLIENT_WAIT_MS;
}

function made(status: number, message: string, retryAfterSeconds: number | null): FinalAnswer {
  return { status, errorType: ERROR_TYPES[status] ?? 'api_error', message, retryAfterSeconds, isHopeless: false, asReceived: null };
}

/** An error of the Anthropic API reaches the client as it came, unless the client would draw the wrong conclusion from its status. */
function isDeliverable(failure: Failure, status: number): failure is Failure & { readonly observation: StatusObservation } {
  const { observation } = failure;
  return observation.kind === 'status' && observation.isAnthropicError && observation.status === status;
}

/** Lower is more useful: what passes soon, before what needs the user. */
function rank(failure: Failure): number {
  // Says nothing of why the others failed.
  if (isRestedByHand(failure)) return 10;
  if (isWrongUrl(failure.observation)) return NEEDS_NEW_URL;
  const status = statusFor(failure);
  if (status === 429) return (failure.waitMs ?? 0) <= LONGEST_CLIENT_WAIT_MS ? 0 : 5;
  if (status === 529) return 1;
  if (status === 504) return 3;
  if (status === 502 && failure.observation.kind !== 'status') return 4;
  if (status >= 500 || status === 408 || status === 409 || status === 425) return 2;
  if (status === 400 || status === 413 || status === 422) return 6;
  return failure.observation.kind === 'status' && failure.observation.status === 401 ? 9 : 8;
}

/** A redirect or "method not allowed" cannot be the answer to a well-formed request. */
function isWrongUrl(observation: RestCause): boolean {
  return observation.kind === 'status' && (observation.status < 400 || observation.status === 405);
}

function statusFor(failure: Failure): number {
  const { observation } = failure;
  switch (observation.kind) {
    case 'rested-by-hand':
      return 503;
    case 'status':
      return statusForStatus(observation.status, failure.ruleId);
    case 'timeout':
      return 504;
    case 'error-event':
      return observation.errorType === 'overloaded_error' ? 529 : 502;
    default:
      return 502;
  }
}

/** Under any other rule, one of the user's too, a 400 says nothing of the request. */
const RULES_ABOUT_REQUESTS: ReadonlySet<string> = new Set(['client-fault', 'gateway-refusal', UNMATCHED_RULE_ID]);

function statusForStatus(status: number, ruleId: string): number {
  // A 400 would make Claude Code drop features of its request, six tries long; a 402 shows the message at once.
  if (status === 400 && !RULES_ABOUT_REQUESTS.has(ruleId)) return 402;
  if (status === 401) return 403;
  // The URL is wrong, or what answers there does not speak HTTP as others do.
  return status < 400 || status === 405 || status > 599 ? 502 : status;
}

/** On every 429, 503 and 529. For a 429, the soonest end of all rate limits: then one endpoint answers again. */
function retryAfter(status: number, best: Failure, failures: readonly Failure[]): number | null {
  if (status !== 429 && status !== 503 && status !== 529) return null;
  const waits = failures
    .filter((failure) => (status === 429 ? statusFor(failure) === 429 : failure === best))
    // What was named belongs to the time of the answer, which for an endpoint at rest is long ago: what is left of the wait comes first.
    .map((failure) => failure.waitMs ?? (failure.observation.kind === 'status' ? failure.observation.namedWaitMs : null))
    .filter((wait) => wait !== null);
  if (waits.length === 0) return DEFAULT_RETRY_AFTER_SECONDS;
  const soonest = seconds(Math.min(...waits));
  return status === 429 ? soonest : Math.min(soonest, DEFAULT_RETRY_AFTER_SECONDS);
}

/** Whole seconds, at least one. */
function seconds(ms: number): number {
  return Math.max(MIN_RETRY_AFTER_SECONDS, Math.ceil(ms / MS_PER_SECOND));
}

function summary(failures: readonly Failure[]): string {
  return failures.map((failure) => `${failure.endpoint} ${describeObservation(failure.observation)}`).join('; ');
}
