/**
 * The audit as its own thread has it: exchanges under way, the open databases, and what is done when the disk does not take any
 * more. Nothing that goes wrong here reaches the relaying thread as more than a sentence.
 */

import type { AuditFind, AuditFindInput, AuditSize, AuditText, AuditTextInput, AuditView } from '../../src-shared/schemas/audit.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { findIn, type StoredExchange, textOf, viewOf } from './audit-reader.ts';
import { isDamage } from './day-database.ts';
import { dayOf, listDays } from './day-files.ts';
import { ExchangeWriter } from './exchange-writer.ts';
import { expireDays } from './expire-days.ts';
import type { AuditEvent, FromWorker } from './messages.ts';
import { OpenDays } from './open-days.ts';
import { SecretFinder } from './secret-finder.ts';
import { timeOfId } from './time-of-id.ts';

/** A disk that is full is asked again after this time. */
const PAUSE_AFTER_FAULT_MS = MS_PER_MINUTE;
/** The size limit is looked at after so many bytes of bodies. */
const CHECK_SIZE_EVERY_BYTES = 32 * 1_048_576;

/** Where only the size matters. */
const ANY_AGE_DAYS = 100_000;

export interface AuditWriterOptions {
  readonly folder: string;
  /** False only in tests. */
  readonly isRedacting: boolean;
  readonly tell: (message: FromWorker) => void;
}

export interface Batch {
  readonly nowMs: number;
  readonly maxSizeBytes: number;
  readonly bytes: Uint8Array;
  readonly events: readonly AuditEvent[];
}

export class AuditWriter {
  readonly #options: AuditWriterOptions;
  readonly #finder: SecretFinder;
  readonly #days: OpenDays;
  readonly #open = new Map<string, ExchangeWriter>();
  /** Nothing is written before this moment, Unix ms; null: all is well. */
  #pausedUntilMs: number | null = null;
  readonly #counts = new Map<string, { readonly sizeBytes: number; readonly exchanges: number }>();
  #bytesSinceCheck = 0;
  #doneBytes = 0;

  constructor(options: AuditWriterOptions) {
    this.#options = options;
    this.#finder = new SecretFinder({ isOn: options.isRedacting });
    this.#days = new OpenDays(options.folder, (message) => options.tell({ kind: 'notice', message }));
  }

  configure(literals: readonly string[], patterns: readonly string[]): void {
    this.#finder.configure(literals, patterns);
  }

  write(batch: Batch): void {
    let at = 0;
    const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength);
    const take = (length: number) => {
      at += length;
      return bytes.subarray(at - length, at);
    };
    try {
      if (this.#mayWrite(batch.nowMs)) for (const event of batch.events) this.#take(event, take);
      if (bytes.length > 0) this.#watchSize(batch);
    } catch (error) {
      this.#failed(error, batch.nowMs);
    }
    this.#tellDone(bytes.length - at);
  }

  /** What was written so far stays, whatever happens to the process. */
  commit(nowMs: number): void {
    try {
      this.#days.commit();
    } catch (error) {
      this.#failed(error, nowMs);
      this.#tellDone(0);
    }
  }

  get(id: string): AuditView {
    if (this.#open.has(id)) return { kind: 'pending' };
    const stored = this.#find(id);
    if (stored !== null) return { kind: 'kept', record: viewOf(id, stored.record) };
    const startedAtMs = timeOfId(id);
    return { kind: startedAtMs !== null && startedAtMs < this.#days.removedUntilMs ? 'expired' : 'none' };
  }

  text(input: AuditTextInput): AuditText {
    return textOf(this.#find(input.exchangeId), input);
  }

  find(input: AuditFindInput): AuditFind {
    return findIn(this.#find(input.exchangeId), input);
  }

  /** Newest first. */
  size(): AuditSize {
    this.#days.commit();
    const days = listDays(this.#options.folder).map(({ day, sizeBytes }) => ({ day, sizeBytes, exchanges: this.#countOf(day, sizeBytes) }));
    this.#days.closeUnused(Date.now(), this.#usedDays());
    return { days: days.reverse(), sizeBytes: days.reduce((sum, day) => sum + day.sizeBytes, 0) };
  }

  deleteAll(nowMs: number): AuditSize {
    this.#forget(() => true);
    this.#tellDone(0);
    this.#days.rollback();
    for (const { day } of listDays(this.#options.folder)) this.#days.remove(day, nowMs);
    return this.size();
  }

  expire(limits: { readonly nowMs: number; readonly keepDays: number; readonly maxSizeBytes: number }): readonly string[] {
    this.commit(limits.nowMs);
    const removed = expireDays(this.#days, this.#options.folder, limits);
    this.#forget((exchange) => removed.includes(exchange.day));
    this.#tellDone(0);
    this.#days.closeUnused(limits.nowMs, this.#usedDays());
    return removed;
  }

  close(): void {
    for (const exchange of this.#open.values()) exchange.end();
    this.#open.clear();
    this.#days.close();
  }

  #take(event: AuditEvent, take: (bytes: number) => Buffer): void {
    if (event.is === 'begun') {
      // The day that `get` will look into: an exchange that begins at midnight, or after the clock was set back, may have another start.
      const database = this.#days.of(timeOfId(event.id) ?? event.startedAtMs);
      const onProblem = (message: string) => this.#options.tell({ kind: 'notice', message });
      const exchange = new ExchangeWriter(event, { database, finder: this.#finder, onDone: (bytes) => this.#done(bytes), onProblem });
      this.#open.set(event.id, exchange);
      return;
    }
    const exchange = this.#open.get(event.id);
    if (exchange === undefined) {
      // Its beginning fell into a pause, or into "delete all".
      if (event.is === 'body') this.#done(take(event.bytes).length);
      else if (event.is === 'forwarded')
        for (const piece of event.splice ?? []) if ('bytes' in piece) this.#done(take(piece.before + piece.bytes + piece.behind).length);
      return;
    }
    if (event.is !== 'ended') {
      exchange.take(event, take);
      return;
    }
    exchange.end();
    this.#open.delete(event.id);
  }

  /** Counted again only when the files changed: the settings page asks again and again. */
  #countOf(day: string, sizeBytes: number): number {
    const known = this.#counts.get(day);
    if (known?.sizeBytes === sizeBytes && day !== dayOf(Date.now())) return known.exchanges;
    const exchanges = this.#days.existing(day)?.count() ?? 0;
    this.#counts.set(day, { sizeBytes, exchanges });
    return exchanges;
  }

  #find(id: string): StoredExchange | null {
    const startedAtMs = timeOfId(id);
    const database = startedAtMs === null ? null : this.#days.existing(dayOf(startedAtMs));
    const found = database?.find(id) ?? null;
    return database === null || found === null ? null : { database, ...found };
  }

  #mayWrite(nowMs: number): boolean {
    if (this.#pausedUntilMs === null) return true;
    if (nowMs < this.#pausedUntilMs) return false;
    this.#pausedUntilMs = null;
    this.#options.tell({ kind: 'fault', fault: null });
    return true;
  }

  #watchSize({ bytes, maxSizeBytes, nowMs }: Batch): void {
    this.#bytesSinceCheck += bytes.byteLength;
    if (this.#bytesSinceCheck < CHECK_SIZE_EVERY_BYTES) return;
    this.#bytesSinceCheck = 0;
    if (this.#days.sizeBytes() > maxSizeBytes) this.expire({ nowMs, keepDays: ANY_AGE_DAYS, maxSizeBytes });
  }

  /** The disk takes no more: what is under way is given up, and nothing is written for a while. */
  #failed(error: unknown, nowMs: number): void {
    this.#pausedUntilMs = nowMs + PAUSE_AFTER_FAULT_MS;
    this.#forget(() => true);
    try {
      this.#days.rollback();
      if (isDamage(error)) {
        this.#days.putDamagedAside();
        this.#pausedUntilMs = null;
        return;
      }
    } catch {
      // What cannot be undone is not committed either.
    }
    this.#options.tell({ kind: 'fault', fault: whyNot(error) });
  }

  #forget(isMeant: (exchange: ExchangeWriter) => boolean): void {
    for (const [id, exchange] of this.#open) {
      if (!isMeant(exchange)) continue;
      this.#open.delete(id);
      exchange.abandon();
    }
  }

  #usedDays(): ReadonlySet<string> {
    return new Set([...this.#open.values()].map((exchange) => exchange.day));
  }

  #done(bytes: number): void {
    this.#doneBytes += bytes;
  }

  #tellDone(leftBytes: number): void {
    if (this.#doneBytes + leftBytes > 0) this.#options.tell({ kind: 'done', bytes: this.#doneBytes + leftBytes });
    this.#doneBytes = 0;
  }
}

function whyNot(error: unknown): string {
  const code = errorCodeOf(error) ?? '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'the disk is full';
  return `its files cannot be written (${code || (error instanceof Error ? error.message : 'unknown reason')})`;
}
