/**
 * One body on its way into a day's database: pieces are gathered until they are worth the work, credentials taken out, then
 * compressed and written. A body that is compressed itself is gathered whole, because credentials hide in it.
 */

import { AppError } from '../../src-shared/app-error.ts';
import type { AuditBody } from '../../src-shared/schemas/audit.ts';
import { BodyRedactor } from './body-redactor.ts';
import { type DayDatabase, SEGMENT_BYTES } from './day-database.ts';
import { freeBytes } from './free-bytes.ts';
import type { SecretFinder } from './secret-finder.ts';
import type { StoredBody } from './stored-record.ts';
import { isEncoded, undoEncoding } from './undo-encoding.ts';

/** A stream's small chunks are gathered up to this size; so much of each stream waits in memory. */
const GATHERED_BYTES = 64 * 1_024;

export interface BodyWriterOptions {
  readonly database: DayDatabase;
  /** Number of the exchange in the database, and of the body within it. */
  readonly exchange: number;
  readonly body: number;
  readonly finder: SecretFinder;
  /** Forms of credentials that this exchange alone carried. */
  readonly extra: readonly string[];
  readonly contentType: string | null;
  readonly contentEncoding: string | undefined;
  /** Bytes that came and are no longer in memory. */
  readonly onDone: (bytes: number) => void;
  /** Why it could not be searched for credentials, for people. */
  readonly onProblem: (message: string) => void;
}

export class BodyWriter {
  readonly #options: BodyWriterOptions;
  readonly #redactor: BodyRedactor;
  readonly #isEncoded: boolean;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #wireBytes = 0;
  #textBytes = 0;
  #segments = 0;
  #kept: AuditBody['kept'] = 'whole';
  #isEnded = false;

  constructor(options: BodyWriterOptions) {
    this.#options = options;
    this.#redactor = new BodyRedactor(options.finder, options.extra);
    this.#isEncoded = isEncoded(options.contentEncoding);
  }

  get wireBytes(): number {
    return this.#wireBytes;
  }

  /** @param missing Bytes that followed and are not kept, and why. */
  push(piece: Buffer, missing: { readonly bytes: number; readonly why: 'cut' | 'dropped' } | null): void {
    this.#wireBytes += piece.length + (missing?.bytes ?? 0);
    if (this.#kept === 'dropped') {
      this.#options.onDone(piece.length);
      return;
    }
    if (piece.length > 0) {
      // What stays is copied: a few bytes must not keep the whole batch that they came with in memory.
      this.#gathered.push(this.#isEncoded || this.#gatheredBytes + piece.length < GATHERED_BYTES ? Buffer.from(piece) : piece);
      this.#gatheredBytes += piece.length;
    }
    if (missing !== null) this.#kept = this.#gatheredBytes + this.#textBytes === 0 && missing.why === 'dropped' ? 'dropped' : 'cut';
    if (!this.#isEncoded && this.#gatheredBytes >= GATHERED_BYTES) this.#write(false);
  }

  /** Nothing was taken away from what was read, and yet it is not all of the body. */
  unread(): void {
    if (this.#kept === 'whole') this.#kept = 'unread';
  }

  end(): StoredBody {
    if (!this.#isEnded) {
      this.#isEnded = true;
      this.#write(true);
    }
    const { body, contentType } = this.#options;
    const parts: StoredBody['parts'] = this.#textBytes === 0 ? [] : [[body, 0, this.#textBytes]];
    return { bytes: this.#wireBytes, kept: this.#kept, textBytes: this.#textBytes, contentType, parts };
  }

  abandon(): void {
    this.#options.onDone(this.#gatheredBytes);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    this.#isEnded = true;
  }

  /** Where a byte of the body lies in its text; for a compressed one, where nothing less than the whole is known, at its end. */
  mapped(offset: number, side: 'before' | 'behind'): number {
    if (this.#isEncoded) return offset === 0 ? 0 : this.#textBytes;
    return Math.min(this.#redactor.mapped(offset, side), this.#textBytes);
  }

  #write(isLast: boolean): void {
    const bytes = this.#gatheredBytes;
    const only = this.#gathered.length === 1 ? this.#gathered[0] : undefined;
    const gathered = only ?? Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#gatheredBytes = 0;
    try {
      this.#redactAndStore(gathered, isLast);
    } catch (error) {
      // What could not be searched is not stored.
      this.#kept = this.#textBytes === 0 ? 'dropped' : 'cut';
      if (!(error instanceof AppError)) throw error;
      this.#options.onProblem(error.message);
    } finally {
      if (only === undefined) freeBytes(gathered);
      this.#options.onDone(bytes);
    }
  }

  #redactAndStore(gathered: Buffer, isLast: boolean): void {
    // Of nothing, no compression can be undone.
    const plain = this.#isEncoded && gathered.length > 0 ? undoEncoding(this.#options.contentEncoding, gathered) : gathered;
    if (plain === null) {
      this.#kept = 'unreadable';
      return;
    }
    // In slices, because each becomes a string: those of whole bodies would let the heap grow.
    let at = 0;
    do {
      const certain = this.#redactor.push(plain.subarray(at, at + SEGMENT_BYTES));
      at += SEGMENT_BYTES;
      this.#store(isLast && at >= plain.length ? [...certain, ...this.#redactor.end()] : certain);
      // Joined with what was held back of the piece before.
      for (const part of certain) if (part.buffer !== plain.buffer) freeBytes(part);
    } while (at < plain.length);
    if (plain !== gathered) freeBytes(plain);
  }

  #store(parts: readonly Buffer[]): void {
    const { database, exchange, body } = this.#options;
    const only = parts.length === 1 ? parts[0] : undefined;
    const text = only ?? Buffer.concat(parts);
    for (let at = 0; at < text.length; at += SEGMENT_BYTES) {
      database.append(exchange, body, this.#segments, text.subarray(at, at + SEGMENT_BYTES));
      this.#segments += 1;
    }
    this.#textBytes += text.length;
    if (only === undefined) freeBytes(text);
  }
}
