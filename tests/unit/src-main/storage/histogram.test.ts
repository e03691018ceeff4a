import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketOf,
  decodeHistogram,
  emptyHistogram,
  encodeHistogram,
  HISTOGRAM_BUCKETS,
  percentileMs,
} from '../../../../src-main/storage/histogram.ts';

describe('bucketOf', () => {
  it.each([
    [-5, 0],
    [Number.NaN, 0],
    [0, 0],
    [9.99, 0],
    [10, 1],
    [15.9, 1],
    [16, 2],
    [1_000, 10],
    [300_000, 22],
    [310_000, 23],
    [1e12, 23],
  ])('puts %d ms into bucket %d', (durationMs, bucket) => {
    expect(bucketOf(durationMs)).toBe(bucket);
  });

  it('puts every bound of 10 ms x 1.6^n into the bucket it opens, and what is below into the one before', () => {
    for (let bucket = 1; bucket < HISTOGRAM_BUCKETS; bucket += 1) {
      const boundMs = 10 * 1.6 ** (bucket - 1);
      expect(bucketOf(boundMs * 1.000_001), `bound ${boundMs}`).toBe(bucket);
      expect(bucketOf(boundMs * 0.999_999), `below ${boundMs}`).toBe(bucket - 1);
    }
  });
});

describe('the stored form', () => {
  it('gives back any counts', () => {
    fc.assert(
      fc.property(fc.uint32Array({ minLength: HISTOGRAM_BUCKETS, maxLength: HISTOGRAM_BUCKETS }), (counts) => {
        expect(decodeHistogram(encodeHistogram(counts))).toEqual(counts);
      }),
    );
  });

  it('takes no room for what did not happen', () => {
    expect(encodeHistogram(emptyHistogram()).length).toBe(0);
    expect(encodeHistogram(emptyHistogram().fill(7, 3, 5)).length).toBe(10);
  });

  it('skips half an entry and a bucket that does not exist', () => {
    expect(decodeHistogram(new Uint8Array([0, 7, 0, 0, 0, 99, 1, 0, 0, 0, 3, 1]))).toEqual(emptyHistogram().fill(7, 0, 1));
  });
});

describe('percentileMs', () => {
  it('knows nothing of no durations', () => {
    expect(percentileMs(emptyHistogram(), 0.5)).toBeNull();
  });

  it('is right to about a quarter for one duration, and to a tenth for many', () => {
    const histogramOf = (durationsMs: readonly number[]) => {
      const counts = emptyHistogram();
      for (const durationMs of durationsMs) counts[bucketOf(durationMs)] = (counts[bucketOf(durationMs)] ?? 0) + 1;
      return counts;
    };
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 200_000 }), (durationMs) => {
        const ratio = (percentileMs(histogramOf([durationMs]), 0.5) ?? 0) / durationMs;
        if (ratio < 0.75 || ratio > 1.3) expect.fail(`${durationMs} ms is taken for ${ratio} times as much`);
      }),
    );
    // Evenly spread on a log scale from 100 ms to 10 s.
    const many = histogramOf(Array.from({ length: 1_000 }, (_, index) => 100 * 100 ** (index / 1_000)));
    expect(Math.abs((percentileMs(many, 0.5) ?? 0) / 1_000 - 1)).toBeLessThan(0.1);
    expect(Math.abs((percentileMs(many, 0.95) ?? 0) / 7_943 - 1)).toBeLessThan(0.1);
  });

  it('never goes down with the share', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: HISTOGRAM_BUCKETS }), (counts) => {
        const histogram = emptyHistogram();
        histogram.set(counts);
        const values = [0.05, 0.5, 0.9, 0.95, 0.99, 1].map((share) => percentileMs(histogram, share) ?? 0);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
      }),
    );
  });
});
