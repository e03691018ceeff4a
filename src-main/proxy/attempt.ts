/**
 * One try of an exchange at one endpoint: sends the request, watches the clock, decides what the answer is, holds a doubtful
 * stream back (the gate), and from the commit point on relays chunk by chunk.
 *
 * It ends with an observation; what follows from that is not decided here.
 */

import type { Observation } from '../failover/contract.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { ClientRequest, ProtocolAdapter } from '../protocols/contract.ts';
import { type AnswerDecoder, answerDecoder } from './answer-decoder.ts';
import { AnswerTranslator } from './answer-translator.ts';
import type { AttemptEnd, ReceivedAnswer } from './attempt-end.ts';
import type { ClientAnswer } from './client-answer.ts';
import { MAX_ERROR_BYTES, readErrorAnswer, requestIdOf } from './error-answer.ts';
import { forwardableResponseHeaders, headerOf } from './headers.ts';
import { HeldChunks } from './held-chunks.ts';
import { describeCut, observeFault } from './network-fault.ts';
import type { Upstream, UpstreamCall, UpstreamHandler, UpstreamRequest } from './upstream-port.ts';
import { type StreamMark, UsageTap } from './usage-tap.ts';

/** A streamed answer is held at most this long after its first byte, or until this many bytes. */
const GATE_MS = 15_000;
const GATE_BYTES = 1_048_576;

/** An error body that never ends must not hold the exchange, ms. */
const ERROR_BODY_MS = 10_000;

/** Characters of an error event that the policy gets to see. */
const MAX_ERROR_TEXT = 2_000;

export interface AttemptOptions {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly answer: ClientAnswer;
  readonly adapter: ProtocolAdapter;
  readonly clientRequest: ClientRequest;
  /** Another attempt may follow, so a stream that has not said anything yet is held. */
  readonly isGated: boolean;
  readonly firstByteTimeoutMs: number;
  readonly idleTimeoutMs: number;
  /** The commit point: the first byte of the answer's body is about to go to the client. */
  readonly onCommit: () => void;
  /** Called per chunk after the commit point. */
  readonly onProgress: (outputTokens: number) => void;
}

type State = 'waiting' | 'reading-error' | 'holding' | 'relaying' | 'ending' | 'over';

export class Attempt implements UpstreamHandler {
  readonly #options: AttemptOptions;
  readonly #requestBytes: number;
  readonly #done = Promise.withResolvers<AttemptEnd>();
  #call: UpstreamCall | null = null;
  #state: State = 'waiting';
  #status: number | null = null;
  #headers: string[] = [];
  #firstByteAtMs: number | null = null;
  #lastByteMs = 0;
  #startedMs = 0;
  readonly #held = new HeldChunks();
  #isPaused = false;
  #isCommitted = false;
  #isWholeForClient = false;
  #cancelTimer: CancelTimer | null = null;
  #tap: UsageTap | null = null;
  #decoder: AnswerDecoder | null = null;
  #isReadingAlong = true;
  #translator: AnswerTranslator | null = null;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#requestBytes = options.clientRequest.body.length;
  }

  /** @param request Not kept, so that its body can be forgotten while the answer is relayed. */
  run(request: UpstreamRequest): Promise<AttemptEnd> {
    const { clock, upstream, firstByteTimeoutMs } = this.#options;
    this.#startedMs = clock.monotonicMs();
    this.#cancelTimer = clock.setTimer(firstByteTimeoutMs, () => this.#timedOut('first-byte'));
    this.#call = upstream.send(request, this);
    return this.#done.promise;
  }

  /** The client left: nothing more is read from the endpoint. */
  cancel(): void {
    this.#settle({ kind: 'client-left' });
  }

  /** The client reads again. */
  drained(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#lastByteMs = this.#options.clock.monotonicMs();
    this.#call?.resume();
  }

  onHead(status: number, rawHeaders: string[]): void {
    if (this.#state !== 'waiting') return;
    this.#status = status;
    this.#headers = rawHeaders;
    if (status >= 300) {
      this.#state = 'reading-error';
      this.#setTimer(ERROR_BODY_MS, () => this.#endOfError());
      return;
    }
    this.#beginAnswer(rawHeaders);
  }

  onData(chunk: Buffer): void {
    const { clock } = this.#options;
    this.#lastByteMs = clock.monotonicMs();
    this.#firstByteAtMs ??= clock.nowMs();
    if (this.#state === 'reading-error') {
      this.#held.add(chunk);
      if (this.#held.bytes > MAX_ERROR_BYTES) this.#endOfError();
    } else if (this.#translator !== null) this.#translator.push(chunk);
    else this.#pass(chunk);
  }

  onEnd(): void {
    if (this.#state === 'reading-error') {
      this.#endOfError();
      return;
    }
    if (this.#state === 'over') return;
    if (this.#translator !== null) {
      this.#translator.end().then(() => this.#endOfAnswer());
      return;
    }
    if (this.#decoder === null) {
      this.#endOfAnswer();
      return;
    }
    // The last events may still be in the decoder, and whether message_stop was among them decides the outcome.
    this.#decoder.end().then(() => this.#endOfAnswer());
  }

  onError(error: Error): void {
    if (this.#state === 'reading-error') {
      this.#endOfError();
      return;
    }
    if (this.#isCommitted) {
      this.#settle({ kind: 'stream-cut', detail: describeCut(error) });
      return;
    }
    this.#settle(observeFault(error, this.#options.clock.monotonicMs() - this.#startedMs));
  }

  /** A success by its status. Decides how its bytes are read, and refuses what cannot be an answer. */
  #beginAnswer(rawHeaders: readonly string[]): void {
    const { adapter, clientRequest } = this.#options;
    const type = headerOf(rawHeaders, 'content-type')?.toLowerCase() ?? '';
    const isEventStream = type.startsWith('text/event-stream');
    if (type.startsWith('text/html')) {
      this.#settle({ kind: 'bad-answer', what: 'html' });
      return;
    }
    const encoding = headerOf(rawHeaders, 'content-encoding');
    if (clientRequest.isStream ? adapter.openStream !== null : adapter.decodeAnswer !== null) {
      this.#state = 'holding';
      this.#tap = this.#newTap(clientRequest.isStream);
      this.#translator = new AnswerTranslator({
        adapter,
        clientRequest,
        encoding,
        onBytes: (bytes) => this.#pass(bytes),
        onFault: () =>
          this.#settle(
            this.#isCommitted ? { kind: 'stream-cut', detail: 'the answer became unreadable' } : { kind: 'bad-answer', what: 'unreadable' },
          ),
      });
      return;
    }
    if (clientRequest.isStream && !isEventStream && type !== '') {
      // An error object with status 200 is told apart from a plain refusal to stream by its body.
      this.#settle({ kind: 'bad-answer', what: 'not-a-stream' });
      return;
    }
    this.#state = 'holding';
    const tap = this.#newTap(isEventStream || (clientRequest.isStream && type === ''));
    this.#tap = tap;
    this.#decoder = answerDecoder(
      encoding,
      (chunk) => tap.push(chunk),
      () => {
        this.#isReadingAlong = false;
        if (this.#state === 'holding' && this.#held.bytes > 0) this.#commit();
      },
    );
  }

  #newTap(isEventStream: boolean): UsageTap {
    return new UsageTap({ isEventStream, onMark: (mark) => this.#marked(mark) });
  }

  /** Bytes for the client, in its own dialect. */
  #pass(chunk: Buffer): void {
    if (this.#state !== 'holding' && this.#state !== 'relaying') return;
    if (this.#state === 'holding') {
      if (this.#held.bytes === 0) this.#firstBytes();
      this.#held.add(chunk);
      this.#readAlong(chunk);
      if (this.#isStillHolding() && this.#mayCommitNow()) this.#commit();
      return;
    }
    this.#readAlong(chunk);
    this.#write(chunk);
  }

  #isStillHolding(): boolean {
    return this.#state === 'holding';
  }

  #readAlong(chunk: Buffer): void {
    if (!this.#isReadingAlong) return;
    if (this.#decoder !== null) this.#decoder.push(chunk);
    else this.#tap?.push(chunk);
  }

  #firstBytes(): void {
    if (this.#options.clientRequest.isStream && this.#options.isGated) this.#setTimer(GATE_MS, () => this.#commitIfHolding());
    else this.#cancelTimer?.();
  }

  /** Whether held bytes may go although no event has opened the gate. */
  #mayCommitNow(): boolean {
    const { clientRequest, isGated } = this.#options;
    if (clientRequest.isStream) return !isGated || this.#held.bytes > GATE_BYTES || !this.#isReadingAlong;
    // A whole JSON answer: its first character tells it from an HTML page.
    return this.#decoder !== null || this.#held.firstCharacter() !== null;
  }

  #marked(mark: StreamMark): void {
    if (this.#state !== 'holding' || !this.#options.isGated) return;
    if (mark === 'content' || mark === 'end') this.#commitIfHolding();
    else if (mark === 'error') {
      const error = this.#tap?.error;
      this.#settle({ kind: 'error-event', errorType: error?.type ?? 'api_error', text: (error?.message ?? '').slice(0, MAX_ERROR_TEXT) });
    }
  }

  #commitIfHolding(): void {
    if (this.#state === 'holding') this.#commit();
  }

  #commit(): void {
    const { answer, clientRequest, onCommit } = this.#options;
    if (!clientRequest.isStream && this.#decoder === null) {
      const fault = this.#held.faultOfJson();
      if (fault !== null) {
        this.#settle(fault);
        return;
      }
    }
    this.#isCommitted = true;
    this.#state = 'relaying';
    this.#watchIdle();
    answer.head(this.#status ?? 200, this.#headersForClient());
    onCommit();
    for (const chunk of this.#held.take()) this.#write(chunk);
  }

  #headersForClient(): string[] {
    const headers = forwardableResponseHeaders(this.#headers);
    return this.#translator === null ? headers : this.#translator.clientHeaders(headers);
  }

  #write(chunk: Buffer): void {
    const { answer, onProgress } = this.#options;
    if (!answer.write(chunk) && !this.#isPaused) {
      this.#isPaused = true;
      this.#call?.pause();
    }
    onProgress(this.#tap?.outputTokens ?? 0);
  }

  #endOfAnswer(): void {
    if (this.#state !== 'holding' && this.#state !== 'relaying') return;
    if (this.#state === 'holding') {
      if (this.#held.bytes === 0) {
        this.#settle({ kind: 'bad-answer', what: 'empty' });
        return;
      }
      const isStream = this.#options.clientRequest.isStream;
      // A gated stream that ended without any content is no answer.
      if (isStream || this.#held.firstCharacter() === null) {
        this.#settle({ kind: 'bad-answer', what: 'unreadable' });
        return;
      }
      this.#commit();
      if (!this.#isCommitted) return;
    }
    const tap = this.#tap;
    tap?.end();
    if (this.#options.clientRequest.isStream && tap !== null && this.#isReadingAlong && !tap.hasStop) {
      const detail = tap.error === null ? 'the stream ended before the message did' : `the endpoint sent an error: ${tap.error.type}`;
      this.#isWholeForClient = tap.error !== null;
      this.#settle({ kind: 'stream-cut', detail });
      return;
    }
    // Here and not after the verdict: in the same turn as the last chunk, both leave in one write.
    this.#options.answer.end();
    this.#settle({ kind: 'success' });
  }

  #endOfError(): void {
    if (this.#state !== 'reading-error') return;
    const { adapter, clock } = this.#options;
    const body = Buffer.concat(this.#held.take());
    const { observation, received } = readErrorAnswer({ status: this.#status ?? 502, headers: this.#headers, body }, adapter, clock.nowMs());
    this.#settle(observation, received);
  }

  #timedOut(phase: 'first-byte' | 'first-content'): void {
    const waitedMs = this.#options.clock.monotonicMs() - this.#startedMs;
    this.#settle({ kind: 'timeout', phase: this.#status === null ? phase : 'first-content', waitedMs });
  }

  /** One timer that looks again, instead of one per chunk. A client that reads slowly is not the endpoint's silence. */
  #watchIdle(): void {
    const { clock, idleTimeoutMs } = this.#options;
    const silentMs = clock.monotonicMs() - this.#lastByteMs;
    const waitMs = this.#isPaused ? idleTimeoutMs : idleTimeoutMs - silentMs;
    this.#setTimer(Math.max(waitMs, 1), () => {
      if (!this.#isPaused && clock.monotonicMs() - this.#lastByteMs >= idleTimeoutMs) {
        this.#settle({ kind: 'stream-cut', detail: `the endpoint was silent for ${Math.round(idleTimeoutMs / 1_000)} s` });
      } else this.#watchIdle();
    });
  }

  #setTimer(delayMs: number, callback: () => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.setTimer(delayMs, callback);
  }

  #settle(observation: Observation, received: ReceivedAnswer | null = null): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#cancelTimer?.();
    this.#call?.abort();
    this.#decoder?.close();
    this.#translator?.close();
    this.#held.take();
    const isAnswer = this.#status !== null && this.#status < 300 && (this.#isCommitted || observation.kind === 'success');
    this.#done.resolve({
      observation,
      received,
      isCommitted: this.#isCommitted,
      isWholeForClient: this.#isWholeForClient,
      status: this.#status,
      firstByteAtMs: this.#firstByteAtMs,
      usage: isAnswer && this.#tap !== null ? this.#tap.usage(this.#requestBytes) : null,
      upstreamRequestId: requestIdOf(this.#headers),
    });
  }
}
