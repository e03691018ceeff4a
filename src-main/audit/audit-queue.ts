/**
 * How audited bytes leave the relaying thread: gathered for a moment, copied once into one buffer, and that buffer is handed
 * over. Bytes on their way and in the worker's memory are counted; beyond the limit bodies are dropped, so a slow disk costs
 * audits and never memory or time. What is large goes in several batches, each of which is worked through and forgotten by itself.
 *
 * A copy and not the chunks themselves: node's chunks share their memory with each other and with what is still being sent.
 */
import type { CancelTimer, Clock } from '../platform/clock.ts';
import { BatchMemory, MAX_EVENT_BYTES, TRAVELLING_BYTES } from './batch-memory.ts';
import type { AuditEvent } from './messages.ts';

/** What a killed process may lose; longer batches cost less, since the small chunks of a stream become one. */
const SEND_DELAY_MS = 100;
/** Sent at once when there is so much of it: large bodies that wait for their copy would outlive the garbage collector's young generation. */
const SEND_AT_BYTES = 65_536;
/** Bytes of bodies on their way or in the worker's memory. */
export const CREDIT_BYTES = 64 * 1_048_576;
/** The same for heads: events that are not bodies, with their headers. */
const HEAD_CREDIT_BYTES = 16 * 1_048_576;
/** About what an event takes beside its headers. */
const EVENT_BYTES = 200;

export interface AuditQueueOptions {
  readonly clock: Clock;
  readonly creditBytes: number;
  readonly send: (events: AuditEvent[], bytes: Uint8Array<ArrayBuffer>) => void;
}

interface Entry {
  event: AuditEvent;
  /** The bytes that it counts. */
  readonly pieces: Uint8Array[];
  bytes: number;
}

export class AuditQueue {
  readonly #options: AuditQueueOptions;
  readonly #memory = new BatchMemory();
  #entries: Entry[] = [];
  /** The last one of each exchange in this batch. Replaced and not cleared: a cleared Map links its old table to the new one (decision 0195). */
  #last = new Map<string, Entry>();
  #queuedBytes = 0;
  /** Of batches that were not yet worked through, in order. */
  #sentHeadBytes: number[] = [];
  #outstandingBytes = 0;
  #outstandingHeadBytes = 0;
  #cancelTimer: CancelTimer | null = null;
  #isSendingSoon = false;

  constructor(options: AuditQueueOptions) {
    this.#options = options;
  }

  /** Bytes of bodies that are not yet out of all memory. */
  get outstandingBytes(): number {
    return this.#outstandingBytes;
  }

  /** Whether another exchange can be begun. */
  get hasRoomForHeads(): boolean {
    return this.#outstandingHeadBytes < HEAD_CREDIT_BYTES;
  }

  /** How much of a piece may be added; all or nothing. */
  hasRoomFor(bytes: number): boolean {
    return this.#outstandingBytes + bytes <= this.#options.creditBytes;
  }

  /** @param pieces The bytes that the event counts, MAX_EVENT_BYTES of a body at most. Not changed by anybody before `settle`. */
  add(event: AuditEvent, pieces: readonly Uint8Array[] = []): void {
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    this.#queuedBytes += bytes;
    this.#outstandingBytes += bytes;
    if (!this.#isMerged(event, pieces, bytes)) this.#push(event, pieces, bytes);
    if (this.#queuedBytes >= SEND_AT_BYTES) this.#sendSoon();
    else this.#cancelTimer ??= this.#options.clock.setTimer(SEND_DELAY_MS, () => this.flush());
  }

  #push(event: AuditEvent, pieces: readonly Uint8Array[], bytes: number): void {
    const entry = { event, pieces: [...pieces], bytes };
    this.#entries.push(entry);
    this.#last.set(event.id, entry);
    this.#outstandingHeadBytes += headSize(event);
  }

  /** Whether a chunk went into the entry of the chunk before it. */
  #isMerged(event: AuditEvent, pieces: readonly Uint8Array[], bytes: number): boolean {
    const last = this.#last.get(event.id);
    if (event.is !== 'body' || last?.event.is !== 'body' || last.event.part !== event.part || last.event.missing > 0) return false;
    if (last.bytes + bytes > MAX_EVENT_BYTES) return false;
    last.event = { ...event, bytes: last.event.bytes + event.bytes };
    last.pieces.push(...pieces);
    last.bytes += bytes;
    return true;
  }

  /** Sends what is waiting. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const entries = this.#entries;
    this.#entries = [];
    this.#last = new Map();
    this.#queuedBytes = 0;
    let batch: Entry[] = [];
    let bytes = 0;
    for (const entry of entries) {
      if (batch.length > 0 && bytes + entry.bytes > TRAVELLING_BYTES) {
        this.#sendBatch(batch, bytes);
        batch = [];
        bytes = 0;
      }
      batch.push(entry);
      bytes += entry.bytes;
    }
    if (batch.length > 0) this.#sendBatch(batch, bytes);
  }

  #sendBatch(batch: readonly Entry[], byteCount: number): void {
    const bytes = Buffer.from(this.#memory.take(byteCount), 0, byteCount);
    let at = 0;
    for (const { pieces } of batch)
      for (const piece of pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
    const events = batch.map(({ event }) => event);
    this.#sentHeadBytes.push(events.reduce((sum, event) => sum + headSize(event), 0));
    this.#options.send(events, bytes);
  }

  /** The pieces of this exchange may change from now on: what was told of them is copied, if it has not been yet. */
  settle(id: string): void {
    if (this.#last.has(id)) this.flush();
  }

  /** A batch was worked through. @param memory Where it lay, when that came back. */
  taken(memory: ArrayBuffer | null): void {
    this.#outstandingHeadBytes -= this.#sentHeadBytes.shift() ?? 0;
    if (memory !== null) this.#memory.giveBack(memory);
  }

  /** Nothing is on its way, and nothing will be for a while. */
  freeMemory(): void {
    this.#memory.forget();
  }

  done(bytes: number): void {
    this.#outstandingBytes = Math.max(0, this.#outstandingBytes - bytes);
  }

  /** The worker is gone, and with it all that was on its way. */
  forget(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#entries = [];
    this.#last = new Map();
    this.#sentHeadBytes = [];
    this.#queuedBytes = 0;
    this.#outstandingBytes = 0;
    this.#outstandingHeadBytes = 0;
    this.#memory.forget();
  }

  /** After what runs now: the request itself goes first. */
  #sendSoon(): void {
    if (this.#isSendingSoon) return;
    this.#isSendingSoon = true;
    setImmediate(() => {
      this.#isSendingSoon = false;
      this.flush();
    });
  }
}

function headSize(event: AuditEvent): number {
  if (!('headers' in event)) return EVENT_BYTES;
  let bytes = EVENT_BYTES;
  for (const text of event.headers) bytes += text.length;
  return bytes;
}
