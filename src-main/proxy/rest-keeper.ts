/**
 * Decides how rests get to the disk: after each change, by another thread, newest state only. Whoever relays a request never
 * waits for it; commands of the user do, with `settled`.
 */
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { RestChange, RestStore } from './rest-port.ts';
import type { RestRegister } from './rest-register.ts';
import { readStoredRest, storedRest } from './stored-rest.ts';

/** After a failed write (disk full, file locked). */
const RETRY_DELAY_MS = 1_000;

export interface RestKeeperOptions {
  readonly register: RestRegister;
  readonly store: RestStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class RestKeeper {
  readonly #options: RestKeeperOptions;
  /** What the store holds or is about to hold, per endpoint, as JSON. */
  readonly #posted = new Map<string, string>();
  #waiting = new Set<string>();
  #onItsWay: Promise<void> | null = null;
  #cancelRetry: CancelTimer | null = null;
  #unsubscribe: (() => void) | null = null;
  #hasFailed = false;

  constructor(options: RestKeeperOptions) {
    this.#options = options;
  }

  /**
   * Puts the stored rests back; once, before the first request. Rows of endpoints that are gone, of earlier revisions, and
   * those that cannot be understood are deleted. Rejects when the store cannot be read.
   *
   * @param revisionOf  Present revision of an endpoint; null: there is none with this id.
   */
  async start(revisionOf: (endpointId: string) => number | null): Promise<void> {
    const { register, store, clock, logger } = this.#options;
    const rows = await store.load();
    const nowMs = clock.nowMs();
    const rests = rows.flatMap((row) => {
      const rest = row.revision === revisionOf(row.endpointId) ? readStoredRest(row, nowMs) : null;
      return rest === null ? [] : [{ endpointId: row.endpointId, rest }];
    });
    if (rests.length > 0) logger.info('endpoints rest since an earlier run', { rests: rests.length });
    for (const { endpointId } of rows) {
      this.#posted.set(endpointId, '');
      this.#waiting.add(endpointId);
    }
    register.load(rests);
    this.#unsubscribe = register.onChange((endpointId) => this.#changed(endpointId));
    this.#write();
    await this.settled();
  }

  /** Resolves when what changed so far is on disk, or could not be written just now. Never rejects. */
  async settled(): Promise<void> {
    await this.#onItsWay; // May not hold the newest changes.
    this.#write();
    await this.#onItsWay;
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    await this.settled();
    this.#cancelRetry?.();
    this.#cancelRetry = null;
  }

  #changed(endpointId: string): void {
    this.#waiting.add(endpointId);
    if (this.#onItsWay === null && this.#cancelRetry === null) this.#write();
  }

  #write(): void {
    if (this.#onItsWay !== null) return;
    const changes = this.#takeChanges();
    if (changes.length === 0) return;
    this.#onItsWay = this.#deliver(changes).then((isDelivered) => {
      this.#onItsWay = null;
      if (isDelivered) this.#write();
      else this.#retryLater();
    });
  }

  /** Counters change with every attempt, rests seldom: only what differs from the store is written. */
  #takeChanges(): readonly RestChange[] {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    return [...waiting].flatMap((endpointId) => {
      const rests = this.#options.register.restsOf(endpointId).map(storedRest);
      const json = rests.length === 0 ? null : JSON.stringify(rests);
      if (json === (this.#posted.get(endpointId) ?? null)) return [];
      if (json === null) this.#posted.delete(endpointId);
      else this.#posted.set(endpointId, json);
      return [{ endpointId, rests }];
    });
  }

  async #deliver(changes: readonly RestChange[]): Promise<boolean> {
    const { store, logger } = this.#options;
    try {
      await store.write(changes);
      if (this.#hasFailed) logger.info('rests of endpoints can be stored again');
      this.#hasFailed = false;
      return true;
    } catch (error) {
      if (!this.#hasFailed) logger.error('rests of endpoints cannot be stored at the moment; they hold until the app ends', { error });
      this.#hasFailed = true;
      for (const { endpointId } of changes) {
        this.#posted.set(endpointId, ''); // Whatever the store holds now, it is not known.
        this.#waiting.add(endpointId);
      }
      return false;
    }
  }

  #retryLater(): void {
    this.#cancelRetry ??= this.#options.clock.setTimer(RETRY_DELAY_MS, () => {
      this.#cancelRetry = null;
      this.#write();
    });
  }
}
