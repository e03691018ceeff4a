/** How long to wait before asking the same endpoint again, and how long a failed endpoint rests. */
import { MS_PER_MINUTE } from '../../src-shared/units.ts';

/** Waits before the first, second, .. retry at one endpoint, ms; the last one repeats. Short, because Claude Code retries too. */
const RETRY_WAITS_MS = [1_000, 2_000, 4_000, 8_000, 10_000] as const;
const LONGEST_RETRY_WAIT_MS = 10_000;

/** Waits vary by this share up and down, so that parallel exchanges do not come back in step. */
const JITTER_RATIO = 0.2;

/** All sleeps of one exchange together. Beyond it the client's own time limits come near. */
export const MAX_SLEEP_PER_EXCHANGE_MS = MS_PER_MINUTE;

/**
 * Wait before a retry at the same endpoint, ms.
 *
 * @param retryNumber  1 for the first retry.
 * @param random       0 (inclusive) to 1 (exclusive).
 */
export function retryWaitMs(retryNumber: number, random: number): number {
  const base = RETRY_WAITS_MS[Math.max(1, retryNumber) - 1] ?? LONGEST_RETRY_WAIT_MS;
  return Math.round(base * (1 - JITTER_RATIO + 2 * JITTER_RATIO * random));
}

/**
 * Length of a rest that doubles with every rest in a row, ms.
 *
 * @param failureStreak  Rests in a row that ended in failure again; 0 for the first.
 */
export function restLengthMs(firstMs: number, failureStreak: number, limitMs: number): number {
  // 2 ** 30 is far above every limit and keeps the product finite.
  return Math.min(firstMs * 2 ** Math.min(Math.max(0, failureStreak), 30), limitMs);
}
