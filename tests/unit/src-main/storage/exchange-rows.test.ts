import { describe, expect, it } from 'vitest';
import { toAttempt, toAttemptRow, toExchange, toExchangeRow } from '../../../../src-main/storage/exchange-rows.ts';
import { sampleAttempt, sampleEnd, sampleStart, sampleUsage } from '../../../support/sample-exchange.ts';

describe('attempt rows', () => {
  it.each([
    ['one that delivered', sampleAttempt()],
    [
      'one under way',
      sampleAttempt({
        verdict: null,
        status: null,
        ruleId: null,
        reason: null,
        firstByteAtMs: null,
        endedAtMs: null,
        usage: null,
        costMicroUsd: null,
      }),
    ],
    ['one that caused a rest until edited', sampleAttempt({ verdict: 'try-next', restMs: -1, sentModel: null, upstreamRequestId: null })],
    ['one whose usage is a guess', sampleAttempt({ usage: sampleUsage({ source: 'estimated', outputTokens: 0 }) })],
  ])('give back %s', (_, attempt) => {
    expect(toAttempt(toAttemptRow(5, attempt))).toEqual(attempt);
  });
});

describe('exchange rows', () => {
  it('give back an exchange with what its attempts say', () => {
    const attempts = [sampleAttempt({ usage: null, costMicroUsd: null, endpoint: 'first' }), sampleAttempt({ number: 2 })];
    const exchange = sampleEnd(sampleStart({ isStream: false, error: 'it failed' }), attempts, { outcome: 'failed', status: 502 });
    expect(toExchange({ seq: 1, ...toExchangeRow(exchange, attempts) }, attempts)).toEqual({ ...exchange, attempts });
  });

  it('give back an exchange under way', () => {
    const start = sampleStart({ requestedModel: null, family: null, sessionId: null, client: null, localToken: null });
    expect(toExchange({ seq: 1, ...toExchangeRow(start, []) }, [])).toEqual({ ...start, attempts: [] });
  });

  it('say that a sum is estimated when one part is, and that a cost is unknown only when all are', () => {
    const attempts = [
      sampleAttempt({ usage: sampleUsage({ source: 'estimated' }), costMicroUsd: null }),
      sampleAttempt({ number: 2, costMicroUsd: 5 }),
    ];
    const detail = toExchange({ seq: 1, ...toExchangeRow(sampleStart(), attempts) }, attempts);
    expect(detail).toMatchObject({ usage: { source: 'estimated', outputTokens: 100 }, costMicroUsd: 5 });
  });
});
