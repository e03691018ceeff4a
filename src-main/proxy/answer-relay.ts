/**
 * The way of an answer's bytes to the client from the commit point on: unpacked where our own head promised plain bytes, with
 * backpressure to the endpoint, and with an eye on how long the endpoint is silent.
 */
import type { Clock } from '../platform/clock.ts';
import { type AnswerDecoder, answerDecoder } from './answer-decoder.ts';
import type { ClientAnswer } from './client-answer.ts';
import { IdleWatch } from './idle-watch.ts';

export interface AnswerRelayOptions {
  readonly answer: ClientAnswer;
  readonly clock: Clock;
  /** Longest silence of the endpoint, ms. */
  readonly idleTimeoutMs: number;
  readonly onIdle: () => void;
  /** The client reads more slowly than the endpoint sends: it is to wait. */
  readonly onFull: () => void;
  /** The client reads again. */
  readonly onRoom: () => void;
}

export class AnswerRelay {
  readonly #options: AnswerRelayOptions;
  readonly #idle: IdleWatch;
  /** Unpacks a compressed answer for a client that was promised plain bytes. */
  #unpacker: AnswerDecoder | null = null;
  #isUnpacked = false;
  #isPaused = false;

  constructor(options: AnswerRelayOptions) {
    this.#options = options;
    this.#idle = new IdleWatch({ clock: options.clock, limitMs: options.idleTimeoutMs, onIdle: options.onIdle });
  }

  /** @param encoding Content-Encoding of what will be written; `onUnreadable` is called when that is not what comes. */
  unpack(encoding: string | undefined, onUnreadable: () => void): void {
    this.#unpacker = answerDecoder(encoding, (bytes) => this.#hand(bytes), onUnreadable);
  }

  /** The commit point: silence counts from now on. */
  begin(): void {
    this.#idle.start();
  }

  /** The endpoint said something. */
  touched(): void {
    this.#idle.touched();
  }

  write(chunk: Buffer): void {
    if (this.#unpacker === null) this.#hand(chunk);
    else this.#unpacker.push(chunk);
  }

  /** Whether all that was written has been handed over; if not, `done` is called once it has, and the next question is answered with yes. */
  isFlushed(done: () => void): boolean {
    if (this.#unpacker === null || this.#isUnpacked) return true;
    this.#isUnpacked = true;
    this.#unpacker.end().then(done);
    return false;
  }

  drained(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#idle.resumed();
    this.#options.onRoom();
  }

  close(): void {
    this.#idle.stop();
    this.#unpacker?.close();
  }

  #hand(chunk: Buffer): void {
    if (this.#options.answer.write(chunk) || this.#isPaused) return;
    this.#isPaused = true;
    this.#idle.paused();
    this.#options.onFull();
  }
}
