/** Tries rules on a failure that somebody describes: reads the answer as the data path would, then asks the policy. Pure. */
import type { RuleTest, RuleTestInput } from '../../src-shared/schemas/failover-rule.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { FailoverRule, Observation } from '../failover/contract.ts';
import { type ExplainContext, explainVerdict } from '../failover/explain-verdict.ts';
import type { ProtocolAdapter } from '../protocols/contract.ts';
import { readErrorAnswer } from './error-answer.ts';

export interface ExplainAnswerOptions extends Omit<ExplainContext, 'exchangeKind'> {
  /** The enabled rules, in order. */
  readonly rules: readonly FailoverRule[];
  readonly adapter: ProtocolAdapter;
  /** Unix ms, for waits that are named as a point in time. */
  readonly nowMs: number;
}

/** Only for the sentence: how long was waited says nothing to the policy. */
const SAMPLE_WAIT_MS = 30 * MS_PER_SECOND;

/** @returns The matching rule by id and title; who made it is for the caller to say. */
export function explainAnswer(
  { answer, exchangeKind }: RuleTestInput,
  options: ExplainAnswerOptions,
): Omit<RuleTest, 'rule'> & { readonly rule: FailoverRule | null } {
  const observation = observationOf(answer, options);
  const { rule, reason, alone, inCompany } = explainVerdict(observation, options.rules, { ...options, exchangeKind });
  return {
    rule,
    observed: reason,
    errorType: observation.kind === 'status' || observation.kind === 'error-event' ? observation.errorType : null,
    namedWaitMs: observation.kind === 'status' ? observation.namedWaitMs : null,
    alone,
    inCompany,
  };
}

function observationOf(answer: RuleTestInput['answer'], { adapter, nowMs }: ExplainAnswerOptions): Observation {
  switch (answer.kind) {
    case 'status': {
      const { status, body } = answer;
      const headers = Object.entries(answer.headers).flat();
      return readErrorAnswer({ status, headers, body: Buffer.from(body) }, adapter, nowMs).observation;
    }
    case 'unreachable':
      return { ...answer, detail: '' };
    case 'timeout':
      return { ...answer, waitedMs: SAMPLE_WAIT_MS };
    case 'bad-answer':
    case 'error-event':
      return answer;
  }
}
