/**
 * Says what one attempt at one endpoint means for the exchange behind it: the first matching row of the policy, read in the
 * light of what was already tried. Pure: no clock, no network, no log.
 */
import { FIRST_BACKOFF_MS } from '../../src-shared/schemas/failover-rule.ts';
import { MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';
import { MAX_SLEEP_PER_EXCHANGE_MS, restLengthMs, retryWaitMs } from './backoff.ts';
import type { FailoverRule, JudgeContext, Observation, RestOrder, RuleMatch, Verdict } from './contract.ts';
import { describeObservation } from './describe-observation.ts';

/** With several endpoints: tries of one exchange in all, and at each. Claude Code itself tries up to 11 times. */
export const MAX_ATTEMPTS_IN_COMPANY = 4;
export const MAX_TRIES_HERE_IN_COMPANY = 2;

/** A rate limit that ends this soon is waited for when there is no other endpoint. */
const LONGEST_NAMED_WAIT_MS = 2 * MS_PER_SECOND;
/** An endpoint that says "0 seconds" is still not asked again in the same millisecond. */
const SHORTEST_NAMED_WAIT_MS = 500;
/** A rest that names a far reset is probed this often, because limits are often lifted early. */
const PROBE_EVERY_MS = 30 * MS_PER_MINUTE;
const SHORTEST_REST_MS = MS_PER_SECOND;
const LONGEST_REST_MS = 8 * MS_PER_DAY;

/** Used when an edited rule list matches nothing: go on, blame nobody. */
export const UNMATCHED_RULE_ID = 'unmatched';
const UNMATCHED: FailoverRule = {
  id: UNMATCHED_RULE_ID,
  title: 'No rule of the policy matches',
  match: {},
  retryHere: { inCompany: 0, alone: 0, pace: 'at-once' },
  otherwise: 'next',
  rest: { kind: 'none' },
  restsAlone: false,
  isBlamed: false,
};

/** Judges one attempt. Never throws; a list without a matching row means "try the next one, no rest". */
export function judgeAttempt(observation: Observation, context: JudgeContext, rules: readonly FailoverRule[]): Verdict {
  const rule = rules.find((candidate) => matches(candidate.match, observation, context)) ?? UNMATCHED;
  const reason = describeObservation(observation);
  const waitMs = isOver(observation) ? null : retryHereWaitMs(rule, observation, context);
  if (waitMs !== null) return { kind: 'retry-here', ruleId: rule.id, reason, waitMs, rest: null, isBlamed: false };
  return {
    kind: kindOf(rule, observation, context),
    ruleId: rule.id,
    reason,
    waitMs: 0,
    rest: restOf(rule, observation, context),
    isBlamed: rule.isBlamed,
  };
}

/** Nothing may be tried after these, whatever an edited rule list says: the client has its answer, a part of it, or is gone. */
function isOver(observation: Observation): boolean {
  return observation.kind === 'success' || observation.kind === 'stream-cut' || observation.kind === 'client-left';
}

function kindOf(rule: FailoverRule, observation: Observation, context: JudgeContext): Verdict['kind'] {
  if (isOver(observation)) return observation.kind === 'success' ? 'deliver' : 'stop';
  if (rule.otherwise === 'return') return observation.kind === 'status' ? 'deliver' : 'stop';
  return context.hasNext && context.attempts < MAX_ATTEMPTS_IN_COMPANY ? 'try-next' : 'stop';
}

/** Whether every condition of a row holds; conditions that are absent always do. */
function matches(match: RuleMatch, observation: Observation, context: JudgeContext): boolean {
  if (match.kinds !== undefined && !match.kinds.includes(observation.kind)) return false;
  if (match.exchangeKinds !== undefined && !match.exchangeKinds.includes(context.exchangeKind)) return false;
  // What is no failure is matched by rules that name it only, so that no edited rule can make a success rest.
  if (match.kinds === undefined && (observation.kind === 'success' || observation.kind === 'client-left')) return false;
  if (match.phases !== undefined && !(observation.kind === 'timeout' && match.phases.includes(observation.phase))) return false;
  if (match.causes !== undefined && !(observation.kind === 'unreachable' && match.causes.includes(observation.cause))) return false;
  if (match.statuses !== undefined && !(observation.kind === 'status' && isWithin(match.statuses, observation.status))) return false;
  if (match.isAnthropicError !== undefined && !(observation.kind === 'status' && observation.isAnthropicError === match.isAnthropicError))
    return false;
  if (match.errorTypes !== undefined && !match.errorTypes.includes(errorTypeOf(observation) ?? '')) return false;
  if (match.phrases !== undefined && !holdsPhrase(match.phrases, observation)) return false;
  return true;
}

function isWithin(ranges: readonly (readonly [number, number])[], status: number): boolean {
  return ranges.some(([from, to]) => status >= from && status <= to);
}

function errorTypeOf(observation: Observation): string | null {
  return observation.kind === 'status' || observation.kind === 'error-event' ? observation.errorType : null;
}

function holdsPhrase(phrases: readonly string[], observation: Observation): boolean {
  if (observation.kind !== 'status' && observation.kind !== 'error-event') return false;
  const text = observation.text.toLowerCase();
  return phrases.some((phrase) => text.includes(phrase));
}

/** Wait before the same endpoint is tried again, ms; null when it is not to be tried again. */
function retryHereWaitMs(rule: FailoverRule, observation: Observation, context: JudgeContext): number | null {
  const { inCompany, alone, pace } = rule.retryHere;
  const allowed = context.isAlone ? Math.min(alone === 'max' ? context.maxRetries : alone, context.maxRetries) : inCompany;
  if (context.triesHere > allowed) return null;
  if (!context.isAlone && (context.attempts >= MAX_ATTEMPTS_IN_COMPANY || context.triesHere >= MAX_TRIES_HERE_IN_COMPANY)) return null;
  const waitMs = paceMs(pace, observation, context);
  return waitMs === null || context.sleptMs + waitMs > MAX_SLEEP_PER_EXCHANGE_MS ? null : waitMs;
}

function paceMs(pace: FailoverRule['retryHere']['pace'], observation: Observation, context: JudgeContext): number | null {
  if (pace === 'named-wait') {
    const namedMs = observation.kind === 'status' ? observation.namedWaitMs : null;
    return namedMs === null || namedMs > LONGEST_NAMED_WAIT_MS ? null : Math.max(namedMs, SHORTEST_NAMED_WAIT_MS);
  }
  if (pace === 'backoff') return retryWaitMs(context.triesHere, context.random);
  // Once: asking the only endpoint again and again at once would not give it time to come back.
  return context.triesHere === 1 ? 0 : retryWaitMs(context.triesHere - 1, context.random);
}

function restOf(rule: FailoverRule, observation: Observation, context: JudgeContext): RestOrder | null {
  const { rest, restsAlone } = rule;
  if (rest.kind === 'none' || (context.isAlone && !restsAlone)) return null;
  const order = (forMs: number | null): RestOrder => ({ scope: 'endpoint', forMs, probeEveryMs: null, isHard: restsAlone });
  switch (rest.kind) {
    case 'for':
      return { ...order(rest.ms), scope: rest.scope };
    case 'between':
      return order(Math.round(rest.fromMs + (rest.toMs - rest.fromMs) * context.random));
    case 'backoff':
      return order(restLengthMs(FIRST_BACKOFF_MS, context.failureStreak, context.restLimitMs));
    case 'limit':
      return order(context.restLimitMs);
    case 'until-edited':
      return order(rest.isLimited ? context.restLimitMs : null);
    case 'until-reset': {
      const namedMs = observation.kind === 'status' ? observation.namedWaitMs : null;
      if (namedMs === null) return order(restLengthMs(rest.unnamedMs, context.failureStreak, context.restLimitMs));
      const forMs = Math.min(Math.max(namedMs, SHORTEST_REST_MS), LONGEST_REST_MS);
      return { ...order(forMs), probeEveryMs: forMs > PROBE_EVERY_MS ? PROBE_EVERY_MS : null };
    }
  }
}
