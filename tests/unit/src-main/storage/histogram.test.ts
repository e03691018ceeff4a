import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, decodeHistogram, emptyHistogram, encodeHistogram, HISTOGRAM_BUCKETS } from '../../../../src-main/storage/histogram.ts';

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
