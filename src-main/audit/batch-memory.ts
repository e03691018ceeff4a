/**
 * Where batches lie on their way to the audit's thread. Fresh memory costs the relaying thread a page fault per 4 KiB, several times
 * the copying itself, so a few buffers travel to and fro instead (decision 0158).
 */

/** No event of a body has more bytes. */
export const MAX_EVENT_BYTES = 1_048_576;
/** Holds the batch of a request of 1 MB with its answer. */
export const TRAVELLING_BYTES = MAX_EVENT_BYTES + 65_536;
/** So many of them: one that is filled, those that wait for the audit's thread, and the one that it works on. */
const MAX_TRAVELLING = 4;
/** Without a travelling one, batches from here on get pages of their own from the system. */
const OWN_PAGES_BYTES = 262_144;

export class BatchMemory {
  /** The one that was used last first: its pages are in the processor's cache. */
  readonly #free: ArrayBuffer[] = [];
  #travelling = 0;

  /** @returns At least so many bytes, whose contents are anything; to be handed over whole. */
  take(bytes: number): ArrayBuffer {
    const free = bytes <= TRAVELLING_BYTES ? this.#free.pop() : undefined;
    if (free !== undefined) return free;
    if (bytes > TRAVELLING_BYTES || this.#travelling === MAX_TRAVELLING) return ownMemory(bytes);
    this.#travelling += 1;
    return ownMemory(TRAVELLING_BYTES);
  }

  /** One came back. */
  giveBack(memory: ArrayBuffer): void {
    if (this.#free.length < MAX_TRAVELLING) this.#free.push(memory);
    else memory.transferToFixedLength(0);
  }

  /** Those on their way do not come back. */
  forget(): void {
    for (const memory of this.#free.splice(0)) memory.transferToFixedLength(0);
    this.#travelling = 0;
  }
}

/**
 * Large memory that one thread allocates and another one frees stays with the allocator of the C library, some 100 MB after a burst;
 * that of a resizable buffer goes straight back to the system.
 */
function ownMemory(bytes: number): ArrayBuffer {
  if (bytes >= OWN_PAGES_BYTES) return new ArrayBuffer(bytes, { maxByteLength: bytes });
  return Buffer.allocUnsafeSlow(bytes).buffer; // Its first bytes are all written, so they need not be zero.
}

/** Whether memory is to be sent back, on the audit's side. */
export function isTravelling(memory: ArrayBuffer): boolean {
  return memory.byteLength === TRAVELLING_BYTES;
}
