/**
 * How a client's body that is not kept goes to an endpoint, and what becomes of the rest when the endpoint wants no more of it.
 *
 * undici destroys the stream that it is given once the endpoint has answered or broken off. The client's request must not be that
 * stream: nobody would read its connection any more, and the next request on it would wait for ever.
 */
import { PassThrough, type Readable } from 'node:stream';

export class Upload {
  readonly #request: Readable;
  readonly #body = new PassThrough();
  readonly #onChunk: ((chunk: Buffer) => void) | null;

  /** @param onChunk Hears of the bytes as they pass; null: nobody does. */
  constructor(request: Readable, onChunk: ((chunk: Buffer) => void) | null) {
    this.#request = request;
    this.#onChunk = onChunk;
    // Whoever destroys it knows why.
    this.#body.on('error', () => undefined);
    if (onChunk !== null) request.on('data', onChunk);
    request.pipe(this.#body);
  }

  /** For the endpoint; as slow as it reads. */
  get body(): Readable {
    return this.#body;
  }

  /** The endpoint gets no more: what is left is read and thrown away, so that the connection comes to its next request. */
  discard(): void {
    this.#request.unpipe(this.#body);
    if (this.#onChunk !== null) this.#request.off('data', this.#onChunk);
    this.#request.resume();
  }
}
