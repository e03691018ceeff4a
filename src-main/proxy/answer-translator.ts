/** Carries an answer of a foreign dialect to the client's: bytes → events → the protocol's decoder → events → bytes. */
import type { ClientRequest, ProtocolAdapter, StreamDecoder } from '../protocols/contract.ts';
import { SseParser } from '../sse/sse-parser.ts';
import { writeSseEvent } from '../sse/sse-writer.ts';
import { type AnswerDecoder, answerDecoder } from './answer-decoder.ts';
import { headerOf } from './headers.ts';

const MAX_EVENT_BYTES = 16 * 1_048_576;
const MAX_ANSWER_BYTES = 32 * 1_048_576;

export interface AnswerTranslatorOptions {
  readonly adapter: ProtocolAdapter;
  readonly clientRequest: ClientRequest;
  /** Content-Encoding of the answer. */
  readonly encoding: string | undefined;
  readonly onBytes: (bytes: Buffer) => void;
  /** The answer cannot be translated any further. */
  readonly onFault: () => void;
}

export class AnswerTranslator {
  readonly #options: AnswerTranslatorOptions;
  readonly #stream: StreamDecoder | null;
  readonly #parser: SseParser;
  readonly #decoder: AnswerDecoder | null;
  #whole: Buffer[] = [];
  #wholeBytes = 0;
  #isFaulty = false;

  constructor(options: AnswerTranslatorOptions) {
    this.#options = options;
    const { adapter, clientRequest } = options;
    this.#stream = clientRequest.isStream ? (adapter.openStream?.(clientRequest) ?? null) : null;
    this.#parser = new SseParser({ maxEventBytes: MAX_EVENT_BYTES, onEvent: (event) => this.#emit(() => this.#stream?.onEvent(event) ?? []) });
    this.#decoder = answerDecoder(
      options.encoding,
      (chunk) => this.#plain(chunk),
      () => this.#fail(),
    );
  }

  push(chunk: Buffer): void {
    if (this.#decoder === null) this.#plain(chunk);
    else this.#decoder.push(chunk);
  }

  /** Resolves when the last translated byte was handed out. */
  async end(): Promise<void> {
    await this.#decoder?.end();
    if (this.#isFaulty) return;
    if (this.#stream !== null) {
      this.#parser.end();
      this.#emit(() => this.#stream?.onEnd() ?? []);
      return;
    }
    try {
      const { adapter, clientRequest, onBytes } = this.#options;
      const translated = adapter.decodeAnswer?.(Buffer.concat(this.#whole), clientRequest);
      if (translated !== undefined) onBytes(translated);
    } catch {
      // The decoder throws only when the endpoint's answer is unreadable.
      this.#fail();
    }
  }

  close(): void {
    this.#isFaulty = true;
    this.#decoder?.close();
    this.#whole = [];
  }

  /** The endpoint's headers as they fit the translated body. */
  clientHeaders(headers: readonly string[]): string[] {
    const kept = ['content-type', this.#stream === null ? 'application/json' : 'text/event-stream; charset=utf-8'];
    if (this.#stream !== null) kept.push('cache-control', 'no-cache');
    for (const name of ['request-id', 'x-request-id', 'retry-after']) {
      const value = headerOf(headers, name);
      if (value !== undefined) kept.push(name, value);
    }
    return kept;
  }

  #plain(chunk: Buffer): void {
    if (this.#isFaulty) return;
    if (this.#stream !== null) {
      this.#parser.push(chunk);
      if (this.#parser.isOversized) this.#fail();
      return;
    }
    this.#wholeBytes += chunk.length;
    if (this.#wholeBytes > MAX_ANSWER_BYTES) this.#fail();
    else this.#whole.push(chunk);
  }

  #emit(translate: () => readonly { readonly name: string; readonly data: string }[]): void {
    if (this.#isFaulty) return;
    try {
      const events = translate();
      if (events.length > 0) this.#options.onBytes(Buffer.concat(events.map((event) => writeSseEvent(event.name, event.data))));
    } catch {
      // The decoder throws only when the endpoint's event is unreadable.
      this.#fail();
    }
  }

  #fail(): void {
    if (this.#isFaulty) return;
    this.#isFaulty = true;
    this.#options.onFault();
  }
}
