/**
 * One try of an exchange at one endpoint: sends the request, watches the clock, decides what the answer is, and holds a doubtful
 * stream back (the gate) until the commit point. How bytes go on to the client from there is answer-relay.ts.
 *
 * It ends with an observation; what follows from that is not decided here.
 */

import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { Observation } from '../failover/contract.ts';
import type { CancelTimer } from '../platform/clock.ts';
import { answerKind } from './answer-kind.ts';
import { AnswerRelay } from './answer-relay.ts';
import { AnswerTranslator } from './answer-translator.ts';
import type { AttemptEnd, ReceivedAnswer } from './attempt-end.ts';
import type { AttemptOptions } from './attempt-options.ts';
import { MAX_ERROR_BYTES, readErrorAnswer, requestIdOf } from './error-answer.ts';
import { cutAtEnd, faultAtOpening, faultOfHeldToEnd, GATE_MS, type HeldAnswer, hasWholeMessage, mayOpen, mustUnpack } from './gate.ts';
import { forwardableResponseHeaders, headerOf } from './headers.ts';
import { HeldChunks } from './held-chunks.ts';
import { describeCut, observeFault } from './network-fault.ts';
import { ReadAlong } from './read-along.ts';
import type { UpstreamCall, UpstreamHandler, UpstreamRequest } from './upstream-port.ts';
import type { StreamMark } from './usage-tap.ts';

/** An error body that never ends must not hold the exchange, ms. */
const ERROR_BODY_MS = 10_000;

/** Characters of an error event that the policy gets to see. */
const MAX_ERROR_TEXT = 2_000;

const UNREADABLE = 'the answer became unreadable';

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
  #isCommitted = false;
  #hasEnded = false;
  #isWholeForClient = false;
  #cancelTimer: CancelTimer | null = null;
  readonly #relay: AnswerRelay;
  #reader: ReadAlong | null = null;
  #translator: AnswerTranslator | null = null;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#requestBytes = options.clientRequest.body.length;
    const { answer, clock, idleTimeoutMs } = options;
    this.#relay = new AnswerRelay({
      answer,
      clock,
      idleTimeoutMs,
      onIdle: () => this.#broke(`the endpoint was silent for ${Math.round(idleTimeoutMs / MS_PER_SECOND)} s`),
      onFull: () => this.#call?.pause(),
      onRoom: () => this.#call?.resume(),
    });
  }

  /** @param request Not kept, so that its body can be forgotten while the answer is relayed. */
  run(request: UpstreamRequest): Promise<AttemptEnd> {
    const { clock, upstream, firstByteTimeoutMs } = this.#options;
    this.#startedMs = clock.monotonicMs();
    this.#cancelTimer = clock.setTimer(firstByteTimeoutMs, () => this.#timedOut());
    this.#call = upstream.send(request, this);
    return this.#done.promise;
  }

  /** The client left: nothing more is read from the endpoint. One that has got all that was promised had nothing to wait for. */
  cancel(): void {
    if (!(this.#hasEnded && this.#isCommitted && this.#options.answer.hasLength)) this.#settle({ kind: 'client-left' });
  }

  /** The client reads again. */
  drained(): void {
    this.#relay.drained();
  }

  onHead(status: number, rawHeaders: string[]): void {
    if (this.#state !== 'waiting') return;
    this.#status = status;
    this.#headers = rawHeaders;
    this.#options.answer.audit?.upstreamHead(status, rawHeaders);
    if (status >= 300) {
      this.#state = 'reading-error';
      this.#setTimer(ERROR_BODY_MS, () => this.#endOfError());
      return;
    }
    this.#beginAnswer(rawHeaders);
  }

  onData(chunk: Buffer): void {
    this.#relay.touched();
    this.#options.answer.audit?.upstreamChunk(chunk);
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
    this.#hasEnded = true;
    // The last events may still be in a decoder, and whether message_stop was among them decides the outcome.
    const read = () => this.#reader?.end(() => this.#endOfAnswer());
    if (this.#translator === null) read();
    else this.#translator.end().then(read);
  }

  onError(error: Error): void {
    if (this.#state === 'reading-error') this.#endOfError();
    else if (this.#isCommitted) this.#broke(describeCut(error));
    else this.#settle(observeFault(error, this.#options.clock.monotonicMs() - this.#startedMs));
  }

  /** A success by its status. Decides how its bytes are read, and refuses what cannot be an answer. */
  #beginAnswer(rawHeaders: readonly string[]): void {
    const kind = answerKind(rawHeaders, this.#options);
    if ('kind' in kind) {
      this.#settle(kind);
      return;
    }
    const { isEventStream, isForeign, encoding } = kind;
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

  #translate(encoding: string | undefined): AnswerTranslator {
    const { adapter, clientRequest } = this.#options;
    return new AnswerTranslator({
      adapter,
      clientRequest,
      encoding,
      onBytes: (bytes) => this.#pass(bytes),
      onFault: () => {
        if (this.#isCommitted) this.#cut(UNREADABLE);
        else this.#settle({ kind: 'bad-answer', what: 'unreadable' });
      },
    });
  }

  /** Bytes for the client, in its own dialect. */
  #pass(chunk: Buffer): void {
    if (this.#state === 'relaying') {
      this.#relay.write(chunk);
      this.#reader?.push(chunk);
      this.#options.onProgress(this.#reader?.outputTokens ?? 0);
    } else if (this.#state === 'holding') {
      if (this.#held.bytes === 0) this.#firstBytes();
      this.#held.add(chunk);
      this.#reader?.push(chunk);
      if (mayOpen(this.#heldAnswer(), this.#options.isGated)) this.#commitIfHolding();
    }
  }

  #firstBytes(): void {
    // Otherwise the first byte's timer runs on to the commit point: white space before a JSON answer says nothing yet.
    if (this.#options.clientRequest.isStream && this.#options.isGated) this.#setTimer(GATE_MS, () => this.#commitIfHolding());
  }

  #heldAnswer(): HeldAnswer {
    return { held: this.#held, reader: this.#reader, isStream: this.#options.clientRequest.isStream };
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
    const held = this.#heldAnswer();
    const fault = faultAtOpening(held, answer.isHeadSent);
    if (fault !== null) {
      this.#settle(fault);
      return;
    }
    const isUnpacked = mustUnpack(held, answer.isHeadSent);
    if (this.#translator === null && !isUnpacked) answer.audit?.copiesUpstream();
    if (isUnpacked) this.#relay.unpack(headerOf(this.#headers, 'content-encoding'), () => this.#cut(UNREADABLE));
    this.#isCommitted = true;
    this.#state = 'relaying';
    this.#cancelTimer?.();
    this.#relay.begin();
    answer.head(this.#status ?? 200, this.#headersForClient());
    onCommit();
    for (const chunk of this.#held.take()) this.#relay.write(chunk);
    this.#options.onProgress(this.#reader?.outputTokens ?? 0);
  }

  #headersForClient(): string[] {
    const headers = forwardableResponseHeaders(this.#headers);
    return this.#translator === null ? headers : this.#translator.clientHeaders(headers);
  }

  #endOfAnswer(): void {
    if (this.#state !== 'holding' && this.#state !== 'relaying') return;
    if (this.#state === 'holding') {
      const fault = faultOfHeldToEnd(this.#heldAnswer());
      if (fault !== null) {
        this.#settle(fault);
        return;
      }
      this.#commit();
      if (!this.#isCommitted) return;
    }
    if (!this.#relay.isFlushed(() => this.#endOfAnswer())) return;
    const cut = cutAtEnd(this.#heldAnswer());
    if (cut !== null) {
      this.#isWholeForClient = this.#reader?.error !== null;
      this.#cut(cut);
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

  /** The endpoint failed after the commit point. An answer that is only still being read, or whose message is whole, is whole all the same. */
  #broke(detail: string): void {
    if (this.#hasEnded) return;
    if (hasWholeMessage(this.#heldAnswer()) && !this.#options.answer.hasLength) this.#endOfAnswer();
    else this.#cut(detail);
  }

  /** @param detail What broke the answer after the commit point. */
  #cut(detail: string): void {
    this.#settle({ kind: 'stream-cut', detail });
  }

  #settle(observation: Observation, received: ReceivedAnswer | null = null): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#cancelTimer?.();
    this.#relay.close();
    this.#call?.abort();
    this.#reader?.close();
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
      usage: isAnswer && this.#reader !== null ? this.#reader.usage(this.#requestBytes) : null,
      upstreamRequestId: requestIdOf(this.#headers),
    });
  }
}
