import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { added, median, percentile, spreadOf } from '../../../../bench/statistics.ts';

describe('percentiles', () => {
  it.each<[readonly number[], number, number]>([
    [[5], 0.5, 5],
    [[1, 2, 3, 4], 0.5, 2],
    [[4, 1, 3, 2], 0.75, 3],
    [[1, 2, 3, 4], 1, 4],
    [[1, 2, 3, 4], 0, 1],
    [Array.from({ length: 100 }, (_, index) => 100 - index), 0.99, 99],
    [[10, 9, 1_000], 0.5, 10],
  ])('of %j at %d is %d', (samples, share, value) => {
    expect(percentile(samples, share)).toBe(value);
  });

  it('are NaN without samples', () => {
    expect(median([])).toBeNaN();
    expect(spreadOf([])).toMatchObject({ count: 0, p50: Number.NaN });
  });

  it('are samples, grow with the share, and leave the samples as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (samples, share) => {
        const before = [...samples];
        const value = percentile(samples, share);
        expect(samples).toEqual(before);
        expect(samples).toContain(value);
        expect(percentile(samples, 1)).toBeGreaterThanOrEqual(value);
      }),
    );
  });
});

it('what a detour adds is the difference at each percentile, never below zero', () => {
  const direct = { count: 10, p50: 1, p99: 5 };
  expect(added({ count: 8, p50: 1.5, p99: 4 }, direct)).toEqual({ count: 8, p50: 0.5, p99: 0 });
});
