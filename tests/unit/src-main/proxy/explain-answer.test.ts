import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../../../src-main/failover/default-rules.ts';
import { protocolAdapter } from '../../../../src-main/protocols/registry.ts';
import { explainAnswer } from '../../../../src-main/proxy/explain-answer.ts';
import { type RuleTestInputRaw, ruleTestInputSchema } from '../../../../src-shared/schemas/failover-rule.ts';

const explain = (input: RuleTestInputRaw) =>
  explainAnswer(ruleTestInputSchema.parse(input), {
    rules: DEFAULT_RULES,
    adapter: protocolAdapter('anthropic'),
    maxRetries: 5,
    restLimitMs: 1_800_000,
    nowMs: Date.UTC(2026, 10, 20),
  });

describe('explaining an answer', () => {
  it('reads status, headers and an Anthropic error body as the data path does', () => {
    const body = JSON.stringify({ type: 'error', error: { type: 'rate_limit_error', message: 'Too fast' } });
    expect(explain({ answer: { kind: 'status', status: 429, headers: { 'Retry-After': '5' }, body } })).toMatchObject({
      rule: { id: 'rate-limited' },
      observed: 'answered 429 (rate_limit_error: Too fast)',
      errorType: 'rate_limit_error',
      namedWaitMs: 5_000,
      inCompany: { verdict: 'try-next', rest: { fromMs: 5_000, toMs: 5_000 } },
    });
  });

  it('tells an Anthropic error from a page of a gateway', () => {
    const body = JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'no' } });
    expect(explain({ answer: { kind: 'status', status: 413, body } }).rule?.id).toBe('client-fault');
    expect(explain({ answer: { kind: 'status', status: 413, body: '<h1>too large</h1>' } }).rule?.id).toBe('gateway-refusal');
  });

  it.each<[RuleTestInputRaw['answer'], string]>([
    [{ kind: 'error-event', errorType: 'overloaded_error' }, 'overloaded-event'],
    [{ kind: 'unreachable', cause: 'refused' }, 'refused'],
    [{ kind: 'timeout', phase: 'first-byte' }, 'timeout'],
    [{ kind: 'bad-answer', what: 'html' }, 'bad-answer'],
  ])('knows failures that have no status: %j', (answer, id) => {
    expect(explain({ answer }).rule?.id).toBe(id);
  });

  it('asks about other calls when told so', () => {
    expect(explain({ exchangeKind: 'count_tokens', answer: { kind: 'status', status: 503 } }).rule?.id).toBe('count-tokens');
  });
});
