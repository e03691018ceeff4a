/**
 * The audit as the rest of the core sees it: hears of exchanges without ever making them wait, answers questions, forgets what is
 * too old. Its thread starts with the first exchange or question and ends when nobody has needed it for a while.
 */
import { readdir } from 'node:fs/promises';
import type { AuditFind, AuditFindInput, AuditSize, AuditText, AuditTextInput, AuditView } from '../../src-shared/schemas/audit.ts';
import type { AppSettings } from '../../src-shared/schemas/settings.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { AuditQueue, CREDIT_BYTES } from './audit-queue.ts';
import { AuditWorker } from './audit-worker.ts';
import { type BegunExchange, ExchangeAudit } from './exchange-audit.ts';

/** Its thread takes some 20 MB, which a proxy that is not used saves. */
const IDLE_END_MS = 5 * MS_PER_MINUTE;
/** A thread that died is started again after this time at the earliest, for audits; a question starts it at once. */
const RESTART_DELAY_MS = MS_PER_MINUTE;
/** Longest that a stop waits for the files to be closed. */
const STOP_LIMIT_MS = 3_000;
const MAX_DROPPED_IDS = 1_000;

const WORKER_URL = new URL(`./audit.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

export interface AuditLogOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asked at each exchange. */
  readonly settings: () => AppSettings['audit'];
  /** Credentials in the clear. */
  readonly secrets: () => readonly string[];
  /** For tests: less room, another thread, and what would be stored if nothing were taken out. */
  readonly creditBytes?: number;
  readonly workerUrl?: URL;
  readonly isRedacting?: boolean;
  /** For tests; STOP_LIMIT_MS. */
  readonly stopLimitMs?: number;
}

export class AuditLog {
  readonly #options: AuditLogOptions;
  readonly #queue: AuditQueue;
  readonly #dropped = new Set<string>();
  #worker: AuditWorker | null = null;
  #under = 0;
  #fault: string | null = null;
  #notBeforeMs = 0;
  #cancelIdle: CancelTimer | null = null;
  #isStopped = false;

  constructor(options: AuditLogOptions) {
    this.#options = options;
    this.#queue = new AuditQueue({
      clock: options.clock,
      creditBytes: options.creditBytes ?? CREDIT_BYTES,
      send: (events, bytes) => this.#started().send({ events, bytes, nowMs: options.clock.nowMs(), maxSizeBytes: options.settings().maxSizeBytes }),
    });
  }

  /** Null: this exchange is not audited. */
  begin(begun: BegunExchange): ExchangeAudit | null {
    const { settings, clock } = this.#options;
    const { isOn, maxBodyBytes } = settings();
    if (!isOn || this.#isStopped || clock.nowMs() < this.#notBeforeMs) return null;
    if (!this.#queue.hasRoomForHeads) {
      this.#drop(begun.id);
      return null;
    }
    this.#under += 1;
    return new ExchangeAudit(begun, {
      queue: this.#queue,
      maxBodyBytes,
      onEnd: () => {
        this.#under -= 1;
      },
    });
  }

  /** Bytes of bodies that are still in memory. */
  get outstandingBytes(): number {
    return this.#queue.outstandingBytes;
  }

  /** Endpoints' credentials or the patterns changed. */
  secretsChanged(): void {
    this.#worker?.configure(this.#options.secrets(), this.#options.settings().patterns);
  }

  /** For people; empty when all is well. */
  warnings(): readonly string[] {
    return this.#fault === null ? [] : [`Requests and answers are not kept in the audit at the moment: ${this.#fault}.`];
  }

  async get(exchangeId: string): Promise<AuditView> {
    if (this.#dropped.has(exchangeId)) return { kind: 'dropped' };
    return this.#ask((worker) => worker.ask('get', { id: exchangeId }));
  }

  text(input: AuditTextInput): Promise<AuditText> {
    return this.#ask((worker) => worker.ask('text', input));
  }

  find(input: AuditFindInput): Promise<AuditFind> {
    return this.#ask((worker) => worker.ask('find', input));
  }

  size(): Promise<AuditSize> {
    return this.#ask((worker) => worker.ask('size', null));
  }

  deleteAll(): Promise<AuditSize> {
    return this.#ask((worker) => worker.ask('deleteAll', { nowMs: this.#options.clock.nowMs() }));
  }

  /** Takes away what is too old or too much. @returns The days taken away. */
  async expire(): Promise<readonly string[]> {
    const files = await readdir(this.#options.folder).catch(() => []);
    if (files.length === 0) return []; // Not worth a thread.
    const { keepDays, maxSizeBytes } = this.#options.settings();
    const nowMs = this.#options.clock.nowMs();
    return (await this.#ask((worker) => worker.ask('expire', { nowMs, keepDays, maxSizeBytes }))).removed;
  }

  /** Writes what is still in memory and closes the files; not for longer than a few seconds. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#queue.flush();
    await this.#end();
  }

  async #ask<T>(ask: (worker: AuditWorker) => Promise<T>): Promise<T> {
    // What was told so far is in the answer.
    this.#queue.flush();
    try {
      return await ask(this.#started());
    } finally {
      this.#watchIdle();
    }
  }

  #started(): AuditWorker {
    if (this.#worker === null) {
      const { folder, logger, workerUrl = WORKER_URL, isRedacting = true } = this.#options;
      this.#worker = new AuditWorker({
        folder,
        logger,
        isRedacting,
        url: workerUrl,
        onTaken: (memory) => this.#queue.taken(memory),
        onDone: (bytes) => this.#queue.done(bytes),
        onFault: (fault) => this.#faulted(fault),
        onDied: () => this.#died(),
      });
      this.secretsChanged();
      if (this.#fault !== null) this.#faulted(null);
    }
    this.#watchIdle();
    return this.#worker;
  }

  #faulted(fault: string | null): void {
    if (fault !== null) this.#options.logger.error('requests and answers are not kept in the audit at the moment', { fault });
    else if (this.#fault !== null) this.#options.logger.info('requests and answers are kept in the audit again');
    this.#fault = fault;
  }

  #died(): void {
    this.#worker = null;
    this.#queue.forget();
    this.#notBeforeMs = this.#options.clock.nowMs() + RESTART_DELAY_MS;
    this.#faulted('its thread ended; another one starts within a minute');
  }

  #drop(id: string): void {
    if (this.#dropped.size >= MAX_DROPPED_IDS) this.#dropped.delete(this.#dropped.values().next().value ?? '');
    this.#dropped.add(id);
  }

  #watchIdle(): void {
    this.#cancelIdle?.();
    this.#cancelIdle = this.#options.clock.setTimer(IDLE_END_MS, () => {
      this.#cancelIdle = null;
      if (this.#under > 0 || this.#worker?.hasQuestions === true) this.#watchIdle();
      else void this.#end();
    });
  }

  async #end(): Promise<void> {
    this.#cancelIdle?.();
    this.#cancelIdle = null;
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, this.#options.stopLimitMs ?? STOP_LIMIT_MS);
    const closed = worker
      .ask('close', null)
      .catch((error: unknown) => this.#options.logger.warn('the audit could not be closed in order', { error }));
    await Promise.race([closed, limit.promise]);
    clearTimeout(timer);
    await worker.terminate();
    this.#queue.freeMemory();
  }
}
