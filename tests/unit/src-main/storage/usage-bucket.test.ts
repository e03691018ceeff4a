import { describe, expect, it } from 'vitest';
import { BUCKET_MS, bucketEndMs, bucketRange, bucketStartMs, utcDayStartMs } from '../../../../src-main/storage/usage-bucket.ts';

describe('the grid of the sums', () => {
  it('has buckets that begin on the quarters of an hour', () => {
    expect([bucketStartMs(0), bucketStartMs(BUCKET_MS - 1), bucketStartMs(BUCKET_MS)]).toEqual([0, 0, BUCKET_MS]);
    expect([bucketEndMs(0), bucketEndMs(1), bucketEndMs(BUCKET_MS)]).toEqual([0, BUCKET_MS, BUCKET_MS]);
    expect(utcDayStartMs(Date.parse('2026-05-01T23:59Z'))).toBe(Date.parse('2026-05-01'));
  });

  it('widens a range, and leaves an empty or backward one empty', () => {
    expect(bucketRange(1, BUCKET_MS + 1)).toEqual([0, 2 * BUCKET_MS]);
    expect(bucketRange(BUCKET_MS, BUCKET_MS)).toEqual([BUCKET_MS, BUCKET_MS]);
    expect(bucketRange(BUCKET_MS + 5, BUCKET_MS + 5)).toEqual([BUCKET_MS, BUCKET_MS]);
    expect(bucketRange(9 * BUCKET_MS, 1)).toEqual([9 * BUCKET_MS, 9 * BUCKET_MS]);
  });
});
