/**
 * Reads an answer while it passes, compressed or not: for the gate, for usage, for knowing whether it was whole. The bytes
 * themselves never wait for this; what cannot be read along is relayed all the same.
 */
import type { Usage } from '../../src-shared/schemas/exchange.ts';
import { type AnswerDecoder, answerDecoder } from './answer-decoder.ts';
import { type StreamMark, UsageTap } from './usage-tap.ts';

export interface ReadAlongOptions {
  readonly isEventStream: boolean;
  /** Content-Encoding of the bytes that will be pushed; undefined: plain. */
  readonly encoding: string | undefined;
  /** Called for each event of a stream. */
  readonly onMark: (mark: StreamMark) => void;
  /** Reading is not possible any more. */
  readonly onGivenUp: () => void;
}

export class ReadAlong {
  readonly #tap: UsageTap;
  readonly #decoder: AnswerDecoder | null;
  #hasGivenUp = false;

  constructor(options: ReadAlongOptions) {
    const tap = new UsageTap({ isEventStream: options.isEventStream, onMark: options.onMark });
    this.#tap = tap;
    this.#decoder = answerDecoder(
      options.encoding,
      (chunk) => tap.push(chunk),
      () => {
        this.#hasGivenUp = true;
        options.onGivenUp();
      },
    );
  }

  /** Nothing that this says about the end of the stream can be relied on. */
  get isBlind(): boolean {
    return this.#hasGivenUp || this.#tap.isBlind;
  }

  /** The bytes are compressed, so they cannot be looked at directly. */
  get isDecoding(): boolean {
    return this.#decoder !== null;
  }

  get hasStop(): boolean {
    return this.#tap.hasStop;
  }

  get error(): { readonly type: string; readonly message: string } | null {
    return this.#tap.error;
  }

  get outputTokens(): number {
    return this.#tap.outputTokens;
  }

  push(chunk: Buffer): void {
    if (this.#decoder !== null) this.#decoder.push(chunk);
    else this.#tap.push(chunk);
  }

  /** Calls back, at once for plain bytes, when the last of them was read. */
  end(done: () => void): void {
    const finish = () => {
      this.#tap.end();
      done();
    };
    if (this.#decoder === null) finish();
    else this.#decoder.end().then(finish);
  }

  close(): void {
    this.#decoder?.close();
  }

  usage(requestBytes: number): Usage {
    return this.#tap.usage(requestBytes);
  }
}
