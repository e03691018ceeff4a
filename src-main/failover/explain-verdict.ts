/** What the policy would make of a failure, alone and in company, without anything happening: for trying rules out. Pure. */
import type { ExchangeKind } from '../../src-shared/schemas/exchange.ts';
import type { RuleTestCourse } from '../../src-shared/schemas/failover-rule.ts';
import type { FailoverRule, JudgeContext, Observation, Verdict } from './contract.ts';
import { judgeAttempt, UNMATCHED_RULE_ID } from './judge-attempt.ts';

export interface ExplainContext {
  readonly exchangeKind: ExchangeKind;
  /** Setting `proxy.maxRetries`. */
  readonly maxRetries: number;
  /** Setting `proxy.restLimitMs`. */
  readonly restLimitMs: number;
}

export interface Explanation {
  /** Null: no rule matches. */
  readonly rule: FailoverRule | null;
  readonly reason: string;
  /** The endpoint is the only one. */
  readonly alone: RuleTestCourse;
  /** Another endpoint could be tried. */
  readonly inCompany: RuleTestCourse;
}

/** No jitter; the ends of the ranges that chance chooses from. */
const MIDDLE = 0.5;
const LOWEST = 0;
const HIGHEST = 1 - Number.EPSILON;

/** More repeats than any setting allows: a course always ends. */
const MAX_STEPS = 100;

/** @param rules  The enabled rules, in order. The endpoint is taken to be healthy so far. */
export function explainVerdict(observation: Observation, rules: readonly FailoverRule[], context: ExplainContext): Explanation {
  const course = (isAlone: boolean) => courseOf(observation, rules, { ...context, isAlone });
  const alone = course(true);
  const { ruleId, reason } = alone.last;
  const rule = ruleId === UNMATCHED_RULE_ID ? null : (rules.find((one) => one.id === ruleId) ?? null);
  return { rule, reason, alone: alone.course, inCompany: course(false).course };
}

/** The same failure again and again at one endpoint, until something else follows. */
function courseOf(
  observation: Observation,
  rules: readonly FailoverRule[],
  situation: ExplainContext & { readonly isAlone: boolean },
): { readonly course: RuleTestCourse; readonly last: Verdict } {
  const retryWaitsMs: number[] = [];
  for (;;) {
    const step = retryWaitsMs.length + 1;
    const context = {
      ...situation,
      hasNext: !situation.isAlone,
      triesHere: step,
      attempts: step,
      sleptMs: retryWaitsMs.reduce((sum, waitMs) => sum + waitMs, 0),
      failureStreak: 0,
    };
    const judge = (random: number) => judgeAttempt(observation, { ...context, random } satisfies JudgeContext, rules);
    const last = judge(MIDDLE);
    if (last.kind !== 'retry-here' || step > MAX_STEPS) {
      const verdict = last.kind === 'retry-here' ? 'stop' : last.kind;
      return { course: { retryWaitsMs, verdict, rest: restRange(last, judge(LOWEST), judge(HIGHEST)) }, last };
    }
    retryWaitsMs.push(last.waitMs);
  }
}

function restRange(last: Verdict, lowest: Verdict, highest: Verdict): RuleTestCourse['rest'] {
  if (last.rest === null) return null;
  const { scope, probeEveryMs } = last.rest;
  return { scope, fromMs: lowest.rest?.forMs ?? null, toMs: highest.rest?.forMs ?? null, probeEveryMs };
}
