import { describe, expect, it } from 'vitest';
import type { FailoverRule, Observation } from '../../../../src-main/failover/contract.ts';
import { DEFAULT_RULES, FIXED_RULE_IDS } from '../../../../src-main/failover/default-rules.ts';
import { explainVerdict } from '../../../../src-main/failover/explain-verdict.ts';
import { userRuleSchema } from '../../../../src-shared/schemas/failover-rule.ts';

const status = (code: number, parts: Partial<Extract<Observation, { kind: 'status' }>> = {}): Observation => ({
  kind: 'status',
  status: code,
  errorType: null,
  text: '',
  isAnthropicError: false,
  namedWaitMs: null,
  ...parts,
});
const context = { exchangeKind: 'messages', maxRetries: 3, restLimitMs: 1_800_000 } as const;
const explain = (observation: Observation, rules: readonly FailoverRule[] = DEFAULT_RULES, parts: Partial<typeof context> = {}) =>
  explainVerdict(observation, rules, { ...context, ...parts });

describe('explaining a failure', () => {
  it('names the rule and tells the courses alone and in company apart', () => {
    const { rule, alone, inCompany } = explain(status(503));
    expect(rule?.id).toBe('server-error');
    expect(inCompany).toEqual({
      retryWaitsMs: [1_000],
      verdict: 'try-next',
      rest: { scope: 'endpoint', fromMs: 30_000, toMs: 30_000, probeEveryMs: null },
    });
    expect(alone).toEqual({ retryWaitsMs: [1_000, 2_000, 4_000], verdict: 'stop', rest: null });
  });

  it('tells the range from which chance chooses a rest', () => {
    expect(explain(status(529)).inCompany.rest).toEqual({ scope: 'endpoint', fromMs: 10_000, toMs: 60_000, probeEveryMs: null });
  });

  it('tells a rest until a far reset with its probes, and one until edited', () => {
    expect(explain(status(429, { namedWaitMs: 7_200_000 })).alone.rest).toMatchObject({
      fromMs: 7_200_000,
      toMs: 7_200_000,
      probeEveryMs: 1_800_000,
    });
    expect(explain(status(405)).inCompany.rest).toMatchObject({ fromMs: null, toMs: null });
  });

  it('says that the client gets an answer about its own request', () => {
    expect(explain(status(400, { isAnthropicError: true })).inCompany).toEqual({ retryWaitsMs: [], verdict: 'deliver', rest: null });
  });

  it('says so when no rule matches', () => {
    expect(explain(status(500), [])).toMatchObject({ rule: null, inCompany: { verdict: 'try-next', rest: null } });
  });

  it('lets a rule of the user win over the built-in ones', () => {
    const own = userRuleSchema.parse({ id: 'own', title: 'Own', match: { statuses: [503] }, otherwise: 'return' });
    expect(explain(status(503), [own, ...DEFAULT_RULES])).toMatchObject({ rule: { id: 'own' }, inCompany: { verdict: 'deliver' } });
  });

  it('never lets a rule without a kind touch a success or a client that left', () => {
    const own: FailoverRule = {
      ...userRuleSchema.parse({ id: 'own', title: 'Own', match: { statuses: [503] }, rest: { kind: 'limit' } }),
      match: {},
    };
    for (const kind of ['success', 'client-left'] as const) {
      const { rule, inCompany } = explain({ kind }, [own, ...DEFAULT_RULES]);
      expect(rule?.id).toBe(kind);
      expect(inCompany.rest).toBeNull();
    }
  });

  it('matches a timeout by its phase', () => {
    const own = userRuleSchema.parse({ id: 'own', title: 'Own', match: { phases: ['connect'] } });
    const timeout = (phase: 'connect' | 'idle'): Observation => ({ kind: 'timeout', phase, waitedMs: 1 });
    expect(explain(timeout('connect'), [own, ...DEFAULT_RULES]).rule?.id).toBe('own');
    expect(explain(timeout('idle'), [own, ...DEFAULT_RULES]).rule?.id).toBe('timeout');
  });

  it('knows the built-in rules that cannot be switched off', () => {
    const ids = DEFAULT_RULES.map(({ id }) => id);
    expect([...FIXED_RULE_IDS].every((id) => ids.includes(id))).toBe(true);
  });
});
