/**
 * How audited bytes leave the relaying thread: gathered for a moment, copied once into one buffer, and that buffer is handed
 * over. Bytes on their way and in the worker's memory are counted; beyond the limit bodies are dropped, so a slow disk costs
 * audits and never memory or time.
 *
 * A copy and not the chunks themselves: node's chunks share their memory with each other and with what is still being sent.
 */
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { AuditEvent } from './messages.ts';

/** What a killed process may lose; longer batches cost less, since the small chunks of a stream become one. */
const SEND_DELAY_MS = 100;
/** Sent at once when there is so much of it: large bodies that wait for their copy would outlive the garbage collector's young generation. */
const SEND_AT_BYTES = 65_536;
/** Bytes of bodies on their way or in the worker's memory. */
export const CREDIT_BYTES = 64 * 1_048_576;
/** The same for heads: events that are not bodies, with their headers. */
const HEAD_CREDIT_BYTES = 16 * 1_048_576;
/** Batches from here on get pages of their own from the system. */
const OWN_PAGES_BYTES = 262_144;
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
}

export class AuditQueue {
  readonly #options: AuditQueueOptions;
  #entries: Entry[] = [];
  /** The last one of each exchange in this batch. */
  readonly #last = new Map<string, Entry>();
  #queuedBytes = 0;
  #queuedHeadBytes = 0;
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

  /** @param pieces The bytes that the event counts. Not changed afterwards by anybody. */
  add(event: AuditEvent, pieces: readonly Uint8Array[] = []): void {
    for (const piece of pieces) {
      this.#queuedBytes += piece.length;
      this.#outstandingBytes += piece.length;
    }
    if (!this.#isMerged(event, pieces)) this.#push(event, pieces);
    if (this.#queuedBytes >= SEND_AT_BYTES) this.#sendSoon();
    else this.#cancelTimer ??= this.#options.clock.setTimer(SEND_DELAY_MS, () => this.flush());
  }

  #push(event: AuditEvent, pieces: readonly Uint8Array[]): void {
    const entry = { event, pieces: [...pieces] };
    this.#entries.push(entry);
    this.#last.set(event.id, entry);
    const headBytes = headSize(event);
    this.#queuedHeadBytes += headBytes;
    this.#outstandingHeadBytes += headBytes;
  }

  /** Whether a chunk went into the entry of the chunk before it. */
  #isMerged(event: AuditEvent, pieces: readonly Uint8Array[]): boolean {
    const last = this.#last.get(event.id);
    if (event.is !== 'body' || last?.event.is !== 'body' || last.event.part !== event.part || last.event.missing > 0) return false;
    last.event = { ...event, bytes: last.event.bytes + event.bytes };
    last.pieces.push(...pieces);
    return true;
  }

  /** Sends what is waiting. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#entries.length === 0) return;
    const bytes = ownBuffer(this.#queuedBytes);
    let at = 0;
    const events: AuditEvent[] = [];
    for (const { event, pieces } of this.#entries) {
      events.push(event);
      for (const piece of pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
    }
    this.#sentHeadBytes.push(this.#queuedHeadBytes);
    this.#entries = [];
    this.#last.clear();
    this.#queuedBytes = 0;
    this.#queuedHeadBytes = 0;
    this.#options.send(events, bytes);
  }

  /** A batch was worked through. */
  taken(): void {
    this.#outstandingHeadBytes -= this.#sentHeadBytes.shift() ?? 0;
  }

  done(bytes: number): void {
    this.#outstandingBytes = Math.max(0, this.#outstandingBytes - bytes);
  }

  /** The worker is gone, and with it all that was on its way. */
  forget(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#entries = [];
    this.#last.clear();
    this.#sentHeadBytes = [];
    this.#queuedBytes = 0;
    this.#queuedHeadBytes = 0;
    this.#outstandingBytes = 0;
    this.#outstandingHeadBytes = 0;
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

/**
 * Memory that can be handed over whole, so not out of node's pool. Large buffers that one thread allocates and another one frees stay
 * with the allocator of the C library, some 100 MB after a burst; those of a resizable buffer go straight back to the system.
 */
function ownBuffer(bytes: number): Buffer<ArrayBuffer> {
  if (bytes < OWN_PAGES_BYTES) return Buffer.allocUnsafeSlow(bytes); // All of it is written, so it need not be zero.
  return Buffer.from(new ArrayBuffer(bytes, { maxByteLength: bytes }), 0, bytes);
}

function headSize(event: AuditEvent): number {
  if (!('headers' in event)) return EVENT_BYTES;
  let bytes = EVENT_BYTES;
  for (const text of event.headers) bytes += text.length;
  return bytes;
}
