/**
 * Decides when old exchanges are deleted: soon after the start, then a few times a day, so that an app that runs for weeks
 * keeps what the user asked for and no more. Their share in the usage sums stays.
 */
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

/** The start itself must stay quick. */
const FIRST_RUN_DELAY_MS = MS_PER_MINUTE;
const INTERVAL_MS = 6 * MS_PER_HOUR;

export interface RetentionOptions {
  /** Deletes exchanges that started before a Unix time, ms; resolves to how many. */
  readonly prune: (beforeMs: number) => Promise<number>;
  /** Asked at each run. */
  readonly keepDays: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** @returns Ends it. A run that fails is logged and tried again at the next time. */
export function startRetention({ prune, keepDays, clock, logger }: RetentionOptions): () => void {
  let cancel: CancelTimer = clock.setTimer(FIRST_RUN_DELAY_MS, run);
  let isEnded = false;

  function run(): void {
    prune(clock.nowMs() - keepDays() * MS_PER_DAY)
      .then(
        (deleted) => deleted > 0 && logger.info('old exchanges were deleted', { deleted, keepDays: keepDays() }),
        (error: unknown) => logger.error('old exchanges could not be deleted', { error }),
      )
      .finally(() => {
        if (!isEnded) cancel = clock.setTimer(INTERVAL_MS, run);
      });
  }

  return () => {
    isEnded = true;
    cancel();
  };
}
