/**
 * What the client has been sent so far, and the only place that writes to it. Waiting → (pinging) → relaying → over.
 *
 * Pinging: nothing came from upstream for a while, so our own headers and `ping` events went out to keep the client waiting.
 * That is not the commit point yet; but from then on the status is fixed and a failure can only break the stream.
 */
import { type IncomingMessage, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import { writeSseEvent } from '../sse/sse-writer.ts';
import { EXCHANGE_HEADER, headerOf } from './headers.ts';
import { errorBody, jsonHeaders } from './local-errors.ts';
import type { ExchangeAudit } from './ports.ts';

/** The client warns after 30 s without a byte and gives up after 300 s. */
const FIRST_PING_MS = 25_000;
const PING_EVERY_MS = 10_000;

/** Longest that a client may take nothing at all while bytes wait for it: then it counts as gone, ms. */
export const BLOCKED_CLIENT_MS = 60_000;

/** Longest wait for bytes to leave before a broken stream's connection is closed, ms. */
const FLUSH_LIMIT_MS = 1_000;

/** With a failure of our own before any byte: time for a restart. */
const RETRY_AFTER_SECONDS = 2;

const PING = writeSseEvent('ping', '{"type": "ping"}');

export interface ClientAnswerOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly exchangeId: string;
  readonly clock: Clock;
  /** Hears of all that the client is sent. */
  readonly audit?: ExchangeAudit | null;
  /** BLOCKED_CLIENT_MS, unless a test is in a hurry. */
  readonly blockedLimitMs?: number | undefined;
}

export class ClientAnswer {
  /** Null: the exchange is not audited. */
  readonly audit: ExchangeAudit | null;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #exchangeId: string;
  readonly #clock: Clock;
  readonly #closed = Promise.withResolvers<void>();
  #cancelPing: CancelTimer | null = null;
  #isPinging = false;
  #isOver = false;
  #bytes = 0;
  #status: number | null = null;
  #isEventStream = false;
  #hasLength = false;
  #isEncoded = false;
  #hasStalled = false;
  readonly #blockedLimitMs: number;

  constructor(options: ClientAnswerOptions) {
    this.#request = options.request;
    this.#response = options.response;
    this.#exchangeId = options.exchangeId;
    this.#clock = options.clock;
    this.audit = options.audit ?? null;
    this.#response.once('close', () => {
      this.#stopPings();
      this.#closed.resolve();
    });
    this.#blockedLimitMs = options.blockedLimitMs ?? BLOCKED_CLIENT_MS;
    this.#response.on('timeout', () => {
      this.#hasStalled = true;
      this.#response.destroy();
    });
    this.#response.on('drain', () => this.#response.socket?.setTimeout(0));
    // Write errors end in 'close' as well; without a listener they would end the process.
    this.#response.on('error', () => undefined);
  }

  /** Bytes of the answer's body so far, pings not counted. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Status that the client got; null while none was sent. */
  get status(): number | null {
    return this.#status;
  }

  get isHeadSent(): boolean {
    return this.#status !== null;
  }

  /** The head promised a certain number of bytes: the answer cannot end earlier, nor have more. */
  get hasLength(): boolean {
    return this.#hasLength;
  }

  /** The client closed the connection before the answer was complete. */
  get hasLeft(): boolean {
    return this.#response.destroyed && !this.#isOver;
  }

  /** The client kept its connection and read nothing for too long. */
  get hasStalled(): boolean {
    return this.#hasStalled;
  }

  /** Calls back when the client closes its connection before the answer is complete. */
  onLeft(callback: () => void): void {
    this.#response.once('close', () => {
      if (!this.#isOver) callback();
    });
  }

  onDrain(callback: () => void): void {
    this.#response.on('drain', callback);
  }

  /** Begins to watch the silence of a streamed exchange. */
  keepWaiting(): void {
    this.#cancelPing = this.#clock.setTimer(FIRST_PING_MS, () => this.#ping());
  }

  /** Sends the head; if our own went out already, it stays as it is. */
  head(status: number, rawHeaders: readonly string[]): void {
    this.#stopPings();
    if (this.isHeadSent || this.#response.destroyed) return;
    this.#writeHead(status, rawHeaders);
  }

  /** @returns False when the client reads slower than we write: pause until drained. */
  write(chunk: Buffer): boolean {
    if (this.#response.destroyed) return true;
    this.#bytes += chunk.length;
    this.audit?.relayed(chunk);
    if (this.#response.write(chunk)) return true;
    // The socket's own timer, because it knows of parts of a write that have left: slow is not blocked.
    this.#response.socket?.setTimeout(this.#blockedLimitMs);
    return false;
  }

  /** The answer is complete. */
  end(): void {
    this.#stopPings();
    if (this.#isOver) return;
    this.#isOver = true;
    if (!this.#response.destroyed) this.#response.end();
  }

  /** A whole answer at once, for errors and short answers of our own. Only before a head was sent. */
  send(status: number, rawHeaders: readonly string[], body: Buffer): void {
    this.#stopPings();
    if (this.#isOver || this.isHeadSent || this.#response.destroyed) return;
    this.#isOver = true;
    this.#bytes += body.length;
    this.#writeHead(status, rawHeaders);
    this.audit?.delivered(body);
    this.#response.end(this.#request.method === 'HEAD' ? undefined : body);
  }

  /** An Anthropic-shaped error. After our own head it can only be an `error` event or a cut. */
  sendError(error: { readonly status: number; readonly type: string; readonly message: string; readonly headers?: readonly string[] }): void {
    if (this.isHeadSent) {
      this.breakOff(error.type, error.message);
      return;
    }
    const body = errorBody(error.type, error.message);
    this.send(error.status, [...jsonHeaders(body.length), ...(error.headers ?? [])], body);
  }

  /**
   * The stream cannot go on. Claude Code retries a cut connection cleanly, but answers an `error` event with an expensive
   * non-streamed request (measured); other clients report an `error` event better than a cut.
   */
  breakOff(errorType: string, message: string): void {
    this.#stopPings();
    if (this.#isOver) return;
    if (!this.isHeadSent) {
      this.sendError({ status: 503, type: errorType, message, headers: ['retry-after', String(RETRY_AFTER_SECONDS)] });
      return;
    }
    this.#isOver = true;
    const response = this.#response;
    if (response.destroyed) return;
    // Behind compressed bytes or beyond a promised length, an event of ours would be no event.
    if (this.#isEventStream && !this.#isEncoded && !this.#hasLength && !isClaudeCode(this.#request)) {
      const event = writeSseEvent('error', JSON.stringify({ type: 'error', error: { type: errorType, message } }));
      this.audit?.delivered(event);
      response.end(event);
      return;
    }
    this.#cutAfterFlush();
  }

  /** Resolves when the connection's part of this answer is over. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  #ping(): void {
    if (this.#isOver || this.#response.destroyed) return;
    if (!this.isHeadSent) {
      this.#isPinging = true;
      this.#writeHead(200, ['content-type', 'text/event-stream; charset=utf-8', 'cache-control', 'no-cache']);
    }
    if (!this.#isPinging) return;
    this.#response.write(PING);
    this.audit?.delivered(PING);
    this.#cancelPing = this.#clock.setTimer(PING_EVERY_MS, () => this.#ping());
  }

  #stopPings(): void {
    this.#cancelPing?.();
    this.#cancelPing = null;
    this.#isPinging = false;
  }

  #writeHead(status: number, rawHeaders: readonly string[]): void {
    this.#status = status;
    this.#isEventStream = headerOf(rawHeaders, 'content-type')?.toLowerCase().startsWith('text/event-stream') === true;
    this.#hasLength = headerOf(rawHeaders, 'content-length') !== undefined;
    this.#isEncoded = (headerOf(rawHeaders, 'content-encoding') ?? 'identity') !== 'identity';
    const own = [EXCHANGE_HEADER, this.#exchangeId];
    this.audit?.deliveredHead(status, [...rawHeaders, ...own]);
    try {
      this.#response.writeHead(status, [...rawHeaders, ...own]);
    } catch {
      // A control character in an endpoint's header is not worth failing the answer for.
      this.#response.writeHead(status, [...onlySendable(rawHeaders), ...own]);
    }
  }

  /** What was written leaves first; but a client that reads nothing does not keep a dead stream open. */
  #cutAfterFlush(): void {
    const response = this.#response;
    const socket = response.socket;
    if (socket === null) {
      response.destroy();
      return;
    }
    const cut = () => {
      cancel();
      if (response.destroyed) return;
      // Where the end of the connection ends the body, an orderly close would look like a whole answer.
      if (response.chunkedEncoding || this.#hasLength) response.destroy();
      else socket.resetAndDestroy();
    };
    const cancel = this.#clock.setTimer(FLUSH_LIMIT_MS, cut);
    // The callback of an empty write comes when everything written before has left.
    socket.write('', cut);
  }
}

/** Whether the client is Claude Code, whose reaction to broken streams is known. */
export function isClaudeCode(request: IncomingMessage): boolean {
  return request.headers['user-agent']?.startsWith('claude-cli/') === true;
}

/** Without the values that node:http would throw at, and their names. */
function onlySendable(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      kept.push(name, value);
    } catch {
      // Left out: see above.
    }
  }
  return kept;
}
