/** Reads a request body whole, within the limits: its own size, and the bytes held for all exchanges together. */
import type { IncomingMessage } from 'node:http';
import { freeMemory } from './free-memory.ts';
import type { HeldBytes } from './held-bytes.ts';

export type ReadBody =
  | { readonly kind: 'read'; readonly body: Buffer }
  | {
      /**
       * `too-large`: larger than allowed; the rest of it is not read. `overloaded`: no room for it came free in time. `left`: the
       * client went away in the middle of it.
       */
      readonly kind: 'too-large' | 'overloaded' | 'left';
      /** What came before that, in order. */
      readonly pieces: readonly Buffer[];
    };

/** Node reads sockets in pieces of at most this size. */
const ONE_CHUNK_BYTES = 65_536;

export interface ReadBodyLimits {
  readonly maxBytes: number;
  readonly held: HeldBytes;
  /** Longest wait for room, ms. */
  readonly roomWaitMs: number;
}

/** The bytes of a body that was read stay counted in `held` until the caller releases them; in all other cases none do. */
export function readBody(request: IncomingMessage, limits: ReadBodyLimits): Promise<ReadBody> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limits.maxBytes) return Promise.resolve({ kind: 'too-large', pieces: [] });
  return new Promise((resolve) => {
    const reader = new BodyReader(request, limits, { declaredBytes: declared, resolve });
    reader.start();
  });
}

class BodyReader {
  readonly #request: IncomingMessage;
  readonly #limits: ReadBodyLimits;
  readonly #resolve: (result: ReadBody) => void;
  /** Where a large body of known length is put together at once, so that the pieces it came in can be given back. */
  #whole: Buffer | null;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #stopWaiting: (() => void) | null = null;

  constructor(
    request: IncomingMessage,
    limits: ReadBodyLimits,
    options: { readonly declaredBytes: number; readonly resolve: (result: ReadBody) => void },
  ) {
    this.#request = request;
    this.#limits = limits;
    this.#resolve = options.resolve;
    this.#whole = options.declaredBytes > ONE_CHUNK_BYTES ? Buffer.allocUnsafeSlow(options.declaredBytes) : null;
  }

  start(): void {
    this.#request.on('data', this.#onData);
    this.#request.on('end', this.#onEnd);
    this.#request.on('close', this.#onLeft);
    this.#request.on('error', this.#onLeft);
  }

  readonly #onData = (chunk: Buffer) => {
    const { held, maxBytes, roomWaitMs } = this.#limits;
    const { length } = chunk;
    if (this.#whole === null) this.#chunks.push(chunk);
    else {
      chunk.copy(this.#whole, this.#bytes);
      // Nobody else has it: node:http copies each piece out of its own buffer.
      freeMemory(chunk);
    }
    this.#bytes += length;
    held.add(length);
    if (this.#bytes > maxBytes) {
      this.#fail('too-large');
      return;
    }
    if (!held.isFull || this.#stopWaiting !== null) return;
    this.#request.pause();
    this.#stopWaiting = held.whenRoom(roomWaitMs, (hasRoom) => {
      this.#stopWaiting = null;
      if (hasRoom) this.#request.resume();
      else this.#fail('overloaded');
    });
  };

  readonly #onEnd = () => {
    const only = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    this.#finish({ kind: 'read', body: this.#whole ?? only ?? Buffer.concat(this.#chunks, this.#bytes) });
  };

  readonly #onLeft = () => this.#fail('left');

  #fail(kind: 'too-large' | 'overloaded' | 'left'): void {
    this.#limits.held.release(this.#bytes);
    this.#finish({ kind, pieces: this.#whole === null ? this.#chunks : [this.#whole.subarray(0, this.#bytes)] });
  }

  #finish(result: ReadBody): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    this.#chunks = [];
    this.#whole = null;
    this.#request.off('data', this.#onData);
    this.#request.off('end', this.#onEnd);
    this.#request.off('close', this.#onLeft);
    this.#resolve(result);
  }
}
