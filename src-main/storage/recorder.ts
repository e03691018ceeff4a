/**
 * Decides how records leave the relaying thread: appended to a batch in memory, handed to the writer some 10 ms later, one
 * batch on its way at a time. A batch that cannot be written now is kept and sent again; only records of attempts under
 * way are dropped when the queue grows, because `finished` carries all attempts once more. For the same reason earlier steps that
 * are still in the queue when an exchange finishes never leave it: a fast exchange is one record instead of four.
 */
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { ExchangeRecord } from './worker-calls.ts';

/** Half of the 20 ms in which the writer must have committed. */
const BATCH_DELAY_MS = 10;
/** After a failed batch (disk full, file locked): often enough to go on soon, seldom enough not to fill the log. */
const RETRY_DELAY_MS = 1_000;
/** About 20 MB of waiting records. Beyond it, attempts under way are no longer queued. */
const QUEUE_LIMIT = 20_000;

export interface RecorderOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves when the batch is committed, with the records that never can be. Rejects when it was not written. */
  readonly send: (batch: readonly ExchangeRecord[]) => Promise<readonly { readonly exchangeId: string; readonly reason: string }[]>;
  /** False when no later `send` can succeed; then batches are given up. */
  readonly canSend: () => boolean;
}

export class Recorder {
  readonly #options: RecorderOptions;
  #queue: ExchangeRecord[] = [];
  /** Exchanges of which the queue holds the `finished`. Replaced and not cleared: decision 0195. */
  #finished = new Set<string>();
  #onItsWay: Promise<void> | null = null;
  #cancelTimer: CancelTimer | null = null;
  #droppedAttempts = 0;
  #problem: string | null = null;
  #isLosing = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Records that are not yet on their way to the writer. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Why records wait here instead of being stored, for people; null while they are. */
  get problem(): string | null {
    return this.#problem;
  }

  started(exchange: ExchangeSummary): void {
    this.#push({ step: 'started', exchange });
  }

  /** An attempt under way or judged. May be dropped under pressure. */
  attempted(exchangeId: string, attempt: Attempt): void {
    if (this.#queue.length < QUEUE_LIMIT) this.#push({ step: 'attempted', exchangeId, attempt });
    else this.#droppedAttempts += 1;
  }

  finished(exchange: ExchangeSummary, attempts: readonly Attempt[]): void {
    this.#finished.add(exchange.id);
    this.#push({ step: 'finished', exchange, attempts: [...attempts] });
  }

  /** Resolves when all that was recorded so far is committed, or when the writer could not do so just now. Never rejects. */
  async settled(): Promise<void> {
    await this.#onItsWay; // May not hold the newest records.
    this.#send();
    await this.#onItsWay;
  }

  /** As `settled`; what cannot be written even then is given up and counted in the log. Records may begin again afterwards. */
  async stop(): Promise<void> {
    await this.settled();
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#queue.length > 0) this.#options.logger.error('records could not be stored before the stop', { records: this.#queue.length });
    this.#queue = [];
    this.#finished = new Set();
  }

  #push(record: ExchangeRecord): void {
    this.#queue.push(record);
    if (this.#cancelTimer === null && this.#onItsWay === null) this.#sendIn(BATCH_DELAY_MS);
  }

  #sendIn(delayMs: number): void {
    this.#cancelTimer = this.#options.clock.setTimer(delayMs, () => {
      this.#cancelTimer = null;
      this.#send();
    });
  }

  #send(): void {
    if (this.#onItsWay !== null || this.#queue.length === 0) return;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const batch = this.#queue.filter((record) => record.step === 'finished' || !this.#finished.has(idOf(record)));
    this.#queue = [];
    this.#finished = new Set();
    this.#onItsWay = this.#deliver(batch).then((isDelivered) => {
      this.#onItsWay = null;
      if (this.#queue.length > 0 && this.#cancelTimer === null) this.#sendIn(isDelivered ? BATCH_DELAY_MS : RETRY_DELAY_MS);
    });
  }

  async #deliver(batch: readonly ExchangeRecord[]): Promise<boolean> {
    const { logger } = this.#options;
    try {
      const refused = await this.#options.send(batch);
      for (const record of refused) logger.error('a record could not be stored', { exchangeId: record.exchangeId, reason: record.reason });
      this.#reportRecovery();
      return true;
    } catch (error) {
      if (!this.#options.canSend()) {
        if (!this.#isLosing) logger.error('records are lost from now on because the storage is not running', { error });
        this.#isLosing = true;
        this.#queue = [];
        return false;
      }
      if (this.#problem === null)
        logger.error('records cannot be stored at the moment; they are kept and tried again', { records: batch.length, error });
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#queue = [...batch, ...this.#queue];
      return false;
    }
  }

  #reportRecovery(): void {
    if (this.#problem !== null) this.#options.logger.info('records can be stored again');
    this.#problem = null;
    this.#isLosing = false;
    if (this.#droppedAttempts === 0) return;
    this.#options.logger.warn('records of attempts under way were dropped', { dropped: this.#droppedAttempts });
    this.#droppedAttempts = 0;
  }
}

function idOf(record: Exclude<ExchangeRecord, { step: 'finished' }>): string {
  return record.step === 'started' ? record.exchange.id : record.exchangeId;
}
