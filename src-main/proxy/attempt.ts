/**
 * One try of an exchange at one endpoint: sends the request, watches the clock, decides what the answer is, holds a doubtful
 * stream back (the gate), and from the commit point on relays chunk by chunk.
 *
 * It ends with an observation; what follows from that is not decided here.
 */

import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { Observation } from '../failover/contract.ts';
import type { CancelTimer } from '../platform/clock.ts';
import { type AnswerDecoder, answerDecoder } from './answer-decoder.ts';
import { AnswerTranslator } from './answer-translator.ts';
import type { AttemptEnd, ReceivedAnswer } from './attempt-end.ts';
import type { AttemptOptions } from './attempt-options.ts';
import { MAX_ERROR_BYTES, readErrorAnswer, requestIdOf } from './error-answer.ts';
import { forwardableResponseHeaders, headerOf } from './headers.ts';
import { HeldChunks } from './held-chunks.ts';
import { IdleWatch } from './idle-watch.ts';
import { describeCut, observeFault } from './network-fault.ts';
import { ReadAlong } from './read-along.ts';
import type { UpstreamCall, UpstreamHandler, UpstreamRequest } from './upstream-port.ts';
import type { StreamMark } from './usage-tap.ts';

/** A streamed answer is held at most this long after its first byte, or until this many bytes. */
const GATE_MS = 15_000;
const GATE_BYTES = 1_048_576;

/** An error body that never ends must not hold the exchange, ms. */
const ERROR_BODY_MS = 10_000;

/** Characters of an error event that the policy gets to see. */
const MAX_ERROR_TEXT = 2_000;

type State = 'waiting' | 'reading-error' | 'holding' | 'relaying' | 'over';

export class Attempt implements UpstreamHandler {
  readonly #options: AttemptOptions;
  readonly #requestBytes: number;
  readonly #done = Promise.withResolvers<AttemptEnd>();
  #call: UpstreamCall | null = null;
  #state: State = 'waiting';
  #status: number | null = null;
  #headers: string[] = [];
  #firstByteAtMs: number | null = null;
  #startedMs = 0;
  readonly #held = new HeldChunks();
  #isPaused = false;
  #isCommitted = false;
  #isWholeForClient = false;
  #cancelTimer: CancelTimer | null = null;
  readonly #idle: IdleWatch;
  #reader: ReadAlong | null = null;
  #translator: AnswerTranslator | null = null;
  /** Unpacks a compressed answer for a client that was promised plain bytes. */
  #unpacker: AnswerDecoder | null = null;
  #isUnpacked = false;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#requestBytes = options.clientRequest.body.length;
    const { clock, idleTimeoutMs } = options;
    const detail = `the endpoint was silent for ${Math.round(idleTimeoutMs / MS_PER_SECOND)} s`;
    this.#idle = new IdleWatch({ clock, limitMs: idleTimeoutMs, onIdle: () => this.#settle({ kind: 'stream-cut', detail }) });
  }

  /** @param request Not kept, so that its body can be forgotten while the answer is relayed. */
  run(request: UpstreamRequest): Promise<AttemptEnd> {
    const { clock, upstream, firstByteTimeoutMs } = this.#options;
    this.#startedMs = clock.monotonicMs();
    this.#cancelTimer = clock.setTimer(firstByteTimeoutMs, () => this.#timedOut());
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
    this.#idle.resumed();
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
    this.#idle.touched();
    this.#firstByteAtMs ??= this.#options.clock.nowMs();
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
    // The last events may still be in a decoder, and whether message_stop was among them decides the outcome.
    const read = () => this.#reader?.end(() => this.#endOfAnswer());
    if (this.#translator === null) read();
    else this.#translator.end().then(read);
  }

  onError(error: Error): void {
    if (this.#state === 'reading-error') this.#endOfError();
    else if (this.#isCommitted) this.#settle({ kind: 'stream-cut', detail: describeCut(error) });
    else this.#settle(observeFault(error, this.#options.clock.monotonicMs() - this.#startedMs));
  }

  /** A success by its status. Decides how its bytes are read, and refuses what cannot be an answer. */
  #beginAnswer(rawHeaders: readonly string[]): void {
    const { adapter, clientRequest } = this.#options;
    const type = headerOf(rawHeaders, 'content-type')?.toLowerCase() ?? '';
    const encoding = headerOf(rawHeaders, 'content-encoding');
    const isForeign = clientRequest.isStream ? adapter.openStream !== null : adapter.decodeAnswer !== null;
    const isEventStream = type.startsWith('text/event-stream') || (clientRequest.isStream && (type === '' || isForeign));
    if (type.startsWith('text/html')) {
      this.#settle({ kind: 'bad-answer', what: 'html' });
    } else if (clientRequest.isStream && !isEventStream) {
      this.#settle({ kind: 'bad-answer', what: 'not-a-stream' });
    } else {
      this.#state = 'holding';
      this.#reader = new ReadAlong({
        isEventStream,
        encoding: isForeign ? undefined : encoding,
        onMark: (mark) => this.#marked(mark),
        onGivenUp: () => {
          if (this.#held.bytes > 0) this.#commitIfHolding();
        },
      });
      if (isForeign) this.#translator = this.#translate(encoding);
    }
  }

  #translate(encoding: string | undefined): AnswerTranslator {
    const { adapter, clientRequest } = this.#options;
    return new AnswerTranslator({
      adapter,
      clientRequest,
      encoding,
      onBytes: (bytes) => this.#pass(bytes),
      onFault: () =>
        this.#settle(this.#isCommitted ? { kind: 'stream-cut', detail: 'the answer became unreadable' } : { kind: 'bad-answer', what: 'unreadable' }),
    });
  }

  /** Bytes for the client, in its own dialect. */
  #pass(chunk: Buffer): void {
    if (this.#state === 'relaying') {
      this.#write(chunk);
      this.#reader?.push(chunk);
      this.#options.onProgress(this.#reader?.outputTokens ?? 0);
    } else if (this.#state === 'holding') {
      if (this.#held.bytes === 0) this.#firstBytes();
      this.#held.add(chunk);
      this.#reader?.push(chunk);
      if (this.#mayCommitNow()) this.#commitIfHolding();
    }
  }

  #firstBytes(): void {
    if (this.#options.clientRequest.isStream && this.#options.isGated) this.#setTimer(GATE_MS, () => this.#commitIfHolding());
    else this.#cancelTimer?.();
  }

  /** Whether held bytes may go although no event has opened the gate. */
  #mayCommitNow(): boolean {
    const { clientRequest, isGated } = this.#options;
    if (clientRequest.isStream) return !isGated || this.#held.bytes > GATE_BYTES || this.#reader?.isBlind === true;
    // A whole JSON answer: its first character tells it from an HTML page.
    return this.#reader?.isDecoding === true || this.#held.firstCharacter() !== null;
  }

  #marked(mark: StreamMark): void {
    if (this.#state !== 'holding' || !this.#options.isGated) return;
    if (mark === 'content' || mark === 'end') this.#commitIfHolding();
    else if (mark === 'error') {
      const error = this.#reader?.error;
      this.#settle({ kind: 'error-event', errorType: error?.type ?? 'api_error', text: (error?.message ?? '').slice(0, MAX_ERROR_TEXT) });
    }
  }

  #commitIfHolding(): void {
    if (this.#state === 'holding') this.#commit();
  }

  #commit(): void {
    const { answer, onCommit } = this.#options;
    const fault = this.#faultAtCommit();
    if (fault !== null) {
      this.#settle(fault);
      return;
    }
    this.#isCommitted = true;
    this.#state = 'relaying';
    this.#cancelTimer?.();
    this.#idle.start();
    answer.head(this.#status ?? 200, this.#headersForClient());
    onCommit();
    for (const chunk of this.#held.take()) this.#write(chunk);
    this.#options.onProgress(this.#reader?.outputTokens ?? 0);
  }

  /** Why the held bytes cannot be the beginning of the client's answer after all. */
  #faultAtCommit(): Observation | null {
    const { answer, clientRequest } = this.#options;
    const isEncoded = this.#reader?.isDecoding === true;
    if (!clientRequest.isStream) return isEncoded ? null : this.#held.faultOfJson();
    // Our own head went out while we waited, and it promised plain bytes.
    if (!isEncoded || !answer.isHeadSent) return null;
    if (this.#reader?.isBlind === true) return { kind: 'bad-answer', what: 'unreadable' };
    this.#unpacker = answerDecoder(
      headerOf(this.#headers, 'content-encoding'),
      (bytes) => this.#hand(bytes),
      () => this.#settle({ kind: 'stream-cut', detail: 'the answer became unreadable' }),
    );
    return null;
  }

  #headersForClient(): string[] {
    const headers = forwardableResponseHeaders(this.#headers);
    return this.#translator === null ? headers : this.#translator.clientHeaders(headers);
  }

  #write(chunk: Buffer): void {
    if (this.#unpacker === null) this.#hand(chunk);
    else this.#unpacker.push(chunk);
  }

  #hand(chunk: Buffer): void {
    if (!this.#options.answer.write(chunk) && !this.#isPaused) {
      this.#isPaused = true;
      this.#idle.paused();
      this.#call?.pause();
    }
  }

  #endOfAnswer(): void {
    if (this.#state !== 'holding' && this.#state !== 'relaying') return;
    if (this.#state === 'holding') {
      // A stream that was held to its end had no content. A whole answer is judged when it is committed.
      if (this.#held.bytes === 0 || this.#options.clientRequest.isStream) {
        this.#settle({ kind: 'bad-answer', what: this.#held.bytes === 0 ? 'empty' : 'unreadable' });
        return;
      }
      this.#commit();
      if (!this.#isCommitted) return;
    }
    if (this.#unpacker !== null && !this.#isUnpacked) {
      this.#isUnpacked = true;
      this.#unpacker.end().then(() => this.#endOfAnswer());
      return;
    }
    const reader = this.#reader;
    if (this.#options.clientRequest.isStream && reader !== null && !reader.isBlind && !reader.hasStop) {
      const { error } = reader;
      this.#isWholeForClient = error !== null;
      const detail = error === null ? 'the stream ended before the message did' : `the endpoint sent an error: ${error.type}`;
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

  #timedOut(): void {
    const waitedMs = this.#options.clock.monotonicMs() - this.#startedMs;
    this.#settle({ kind: 'timeout', phase: this.#status === null ? 'first-byte' : 'first-content', waitedMs });
  }

  #setTimer(delayMs: number, callback: () => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.setTimer(delayMs, callback);
  }

  #settle(observation: Observation, received: ReceivedAnswer | null = null): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#cancelTimer?.();
    this.#idle.stop();
    this.#call?.abort();
    this.#reader?.close();
    this.#translator?.close();
    this.#unpacker?.close();
    this.#held.take();
    const isAnswer = this.#status !== null && this.#status < 300 && (this.#isCommitted || observation.kind === 'success');
    this.#done.resolve({
      observation,
      received,
      isCommitted: this.#isCommitted,
      isWholeForClient: this.#isWholeForClient,
      status: this.#status,
      firstByteAtMs: this.#firstByteAtMs,
      usage: isAnswer && this.#reader !== null ? this.#reader.usage(this.#requestBytes) : null,
      upstreamRequestId: requestIdOf(this.#headers),
    });
  }
}
