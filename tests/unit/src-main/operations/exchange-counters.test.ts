import { describe, expect, it } from 'vitest';
import { DURATION_BOUNDS_S, ExchangeCounters } from '../../../../src-main/operations/exchange-counters.ts';
import { sampleAttempt, sampleExchange } from '../../../support/admin-services.ts';

const USAGE = { inputTokens: 10, cacheReadTokens: 20, cacheWrite5mTokens: 3, cacheWrite1hTokens: 4, outputTokens: 5, source: 'reported' } as const;
const delivered = (firstByteMs: number, totalMs: number) =>
  sampleExchange({ outcome: 'delivered', startedAtMs: 1_000, firstByteAtMs: 1_000 + firstByteMs, endedAtMs: 1_000 + totalMs });

describe('ExchangeCounters', () => {
  it('counts exchanges by kind and outcome, attempts by endpoint, verdict and rule, and tokens of every attempt', () => {
    const counters = new ExchangeCounters();
    const failed = sampleAttempt({ verdict: 'try-next', ruleId: 'overloaded', usage: USAGE });
    const answered = sampleAttempt({ endpoint: 'Second', verdict: 'deliver', ruleId: 'success', usage: USAGE });
    counters.finished(sampleExchange({ outcome: 'delivered' }), [failed, answered]);
    counters.finished(sampleExchange({ outcome: 'delivered' }), [answered]);
    counters.finished(sampleExchange({ kind: 'models', outcome: 'client_left' }), []);
    const { exchanges, attempts, tokens } = counters.read();
    expect(exchanges).toEqual([
      { labels: { kind: 'messages', outcome: 'delivered' }, value: 2 },
      { labels: { kind: 'models', outcome: 'client_left' }, value: 1 },
    ]);
    expect(attempts).toEqual([
      { labels: { endpoint: 'First', verdict: 'try-next', rule: 'overloaded' }, value: 1 },
      { labels: { endpoint: 'Second', verdict: 'deliver', rule: 'success' }, value: 2 },
    ]);
    expect(Object.fromEntries(tokens.map(({ labels, value }) => [labels.kind, value]))).toEqual({
      input: 30,
      cache_read: 60,
      cache_write_5m: 9,
      cache_write_1h: 12,
      output: 15,
    });
  });

  it('sums up what attempts cost by endpoint, and counts apart those without a price', () => {
    const counters = new ExchangeCounters();
    const priced = sampleAttempt({ usage: USAGE, costMicroUsd: 100_000 });
    counters.finished(sampleExchange({ outcome: 'delivered' }), [priced, priced, priced, sampleAttempt({ usage: USAGE })]);
    counters.finished(sampleExchange({ outcome: 'failed' }), [sampleAttempt()]);
    const { costUsd, unpriced } = counters.read();
    expect(costUsd).toEqual([{ labels: { endpoint: 'First' }, value: 0.3 }]);
    expect(unpriced).toEqual([{ labels: { endpoint: 'First' }, value: 1 }]);
  });

  it('puts each delivered answer into the bucket of its time, both ends included, and nothing else', () => {
    const counters = new ExchangeCounters();
    counters.finished(delivered(50, 51), []);
    counters.finished(delivered(0, 900_000), []);
    counters.finished({ ...delivered(50, 50), outcome: 'stream_cut' }, []);
    counters.finished({ ...delivered(50, 50), kind: 'count_tokens' }, []);
    counters.finished({ ...delivered(-5, 50), firstByteAtMs: null }, []);
    const { firstByte, total } = counters.read();
    expect(firstByte).toEqual({ buckets: [2, ...DURATION_BOUNDS_S.map(() => 0)], sumS: 0.05 });
    expect(total.buckets).toEqual([1, 1, ...DURATION_BOUNDS_S.slice(2).map(() => 0), 1]);
    expect(total.sumS).toBeCloseTo(900.101);
  });

  it('keeps to a hundred names per label, however many endpoints come and go', () => {
    const counters = new ExchangeCounters();
    for (let i = 0; i < 300; i += 1)
      counters.finished(sampleExchange({ outcome: 'failed' }), [sampleAttempt({ endpoint: `e${i}`, verdict: 'stop', ruleId: 'r' })]);
    const { attempts } = counters.read();
    expect(attempts).toHaveLength(101);
    expect(attempts.at(-1)).toEqual({ labels: { endpoint: 'other', verdict: 'stop', rule: 'r' }, value: 200 });
  });
});
