import { describe, expect, it } from 'vitest';
import { addFigures, KeyedFigures, noFigures, toUsageFigures } from '../../../../src-main/storage/usage-figures.ts';

describe('figures of usage', () => {
  it('say how exchanges ended, what they used, and how long deliveries took', () => {
    const figures = noFigures();
    Object.assign(figures.counters, { delivered: 3, failed: 2, stream_cut: 1, attempts: 9, cache_write_5m_tokens: 4, cache_write_1h_tokens: 5 });
    figures.firstByte[5] = 3;
    expect(toUsageFigures(figures)).toMatchObject({
      exchanges: 6,
      errors: 3,
      cacheWriteTokens: 9,
      attempts: 9,
      outcomes: { delivered: 3, failed: 2, streamCut: 1, clientFault: 0, refused: 0, clientLeft: 0, interrupted: 0 },
      // Bucket 5 covers 65.5 to 104.9 ms.
      firstByte: { p50Ms: 83, p95Ms: 102 },
      total: null,
    });
  });

  it('add up counter by counter and bucket by bucket', () => {
    const [one, other] = [noFigures(), noFigures()];
    Object.assign(one.counters, { delivered: 1, output_tokens: 10 });
    Object.assign(other.counters, { delivered: 2, cost_micro_usd: 7 });
    one.total[3] = 1;
    other.total.set([4, 5], 2);
    addFigures(one, other);
    expect(one.counters).toMatchObject({ delivered: 3, output_tokens: 10, cost_micro_usd: 7, failed: 0 });
    expect([...one.total.subarray(0, 5)]).toEqual([0, 0, 4, 6, 0]);
  });
});

describe('KeyedFigures', () => {
  it('keeps the latest name of a key', () => {
    const keyed = new KeyedFigures();
    keyed.of('id', 'old').counters.attempts += 1;
    keyed.of('id', 'new').counters.attempts += 1;
    expect(keyed.entries()).toMatchObject([{ key: 'id', name: 'new', figures: { counters: { attempts: 2 } } }]);
    expect(keyed.existing('other')).toBeNull();
  });
});
