/** Decides when audits that are too old or too large together are taken away: soon after the start, then every few hours. */
import { MS_PER_HOUR, MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';

/** The start itself must stay quick. */
const FIRST_RUN_DELAY_MS = MS_PER_MINUTE;
/** A day is a matter of hours, and a size limit is also looked at while writing. */
const INTERVAL_MS = 3 * MS_PER_HOUR;

export interface KeepAuditOptions {
  /** Resolves to the days taken away. */
  readonly expire: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** @returns Ends it. A run that fails is logged and tried again at the next time. */
export function keepAudit({ expire, clock, logger }: KeepAuditOptions): () => void {
  let isEnded = false;
  let cancel: CancelTimer = clock.setTimer(FIRST_RUN_DELAY_MS, run);

  function run(): void {
    expire()
      .then(
        (days) => days.length > 0 && logger.info('days of the audit were taken away', { days }),
        (error: unknown) => logger.error('old audits could not be taken away', { error }),
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
