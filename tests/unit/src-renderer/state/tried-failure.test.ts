import { expect, it } from 'vitest';
import { TRY_KINDS, type TriedFailure, testInputOf } from '../../../../src-renderer/state/tried-failure.ts';
import { ruleTestInputSchema } from '../../../../src-shared/schemas/failover-rule.ts';

const tried: TriedFailure = { kind: 'status', status: '429', errorType: 'rate_limit_error', message: 'Too fast', retryAfter: ' 5 ' };

it('makes an Anthropic error of type and message', () => {
  expect(testInputOf(tried)).toEqual({
    answer: {
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '5' },
      body: '{"type":"error","error":{"type":"rate_limit_error","message":"Too fast"}}',
    },
  });
});

it('takes the message as the whole body when there is no type', () => {
  expect(testInputOf({ ...tried, errorType: '', retryAfter: '' }).answer).toMatchObject({ headers: {}, body: 'Too fast' });
});

it('asks a question that the core understands, whatever happens', () => {
  for (const kind of TRY_KINDS) expect(ruleTestInputSchema.safeParse(testInputOf({ ...tried, kind })).success, kind).toBe(true);
  expect(ruleTestInputSchema.safeParse(testInputOf({ ...tried, status: 'none' })).success).toBe(false);
});
