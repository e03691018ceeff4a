import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restLengthMs, retryWaitMs } from '../../../../src-main/failover/backoff.ts';
import { FIRST_BACKOFF_MS } from '../../../../src-shared/schemas/failover-rule.ts';

describe('waits before retries at one endpoint', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 10_000],
    [6, 10_000],
    [20, 10_000],
  ])('waits about the planned time before retry %i', (retry, baseMs) => {
    expect(retryWaitMs(retry, 0.5)).toBe(baseMs);
    expect(retryWaitMs(retry, 0)).toBe(baseMs * 0.8);
    expect(retryWaitMs(retry, 0.999_999)).toBeLessThanOrEqual(baseMs * 1.2);
  });
});

describe('lengths of rests', () => {
  it('doubles with every rest in a row and stops at the limit', () => {
    expect([0, 1, 2, 3, 6, 7, 500].map((streak) => restLengthMs(FIRST_BACKOFF_MS, streak, 1_800_000))).toEqual([
      30_000, 60_000, 120_000, 240_000, 1_800_000, 1_800_000, 1_800_000,
    ]);
  });

  it('never shrinks as the streak grows, and never passes the limit', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 86_400_000 }), (streak, limitMs) => {
        const restMs = restLengthMs(FIRST_BACKOFF_MS, streak, limitMs);
        expect(restMs).toBeLessThanOrEqual(limitMs);
        expect(restLengthMs(FIRST_BACKOFF_MS, streak + 1, limitMs)).toBeGreaterThanOrEqual(restMs);
      }),
    );
  });
});
