/** What one request to the listener becomes: a probe's answer, a refusal, or an exchange. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { familyOf } from '../../src-shared/model-map.ts';
import { scanBody } from './body-scan.ts';
import { ClientAnswer } from './client-answer.ts';
import { type CredentialStyle, presentedTokens } from './credential.ts';
import type { DataPath } from './data-path.ts';
import { Exchange } from './exchange.ts';
import { ExchangeRecord, type ExchangeStart } from './exchange-record.ts';
import { VIA_HEADER } from './headers.ts';
import type { HeldBytes } from './held-bytes.ts';
import { HeldRequest } from './held-request.ts';
import { isHostAllowed } from './host-check.ts';
import { type LocalError, localError } from './local-errors.ts';
import { ModelsExchange } from './models-exchange.ts';
import { answerHealth, answerMetrics } from './operations-answer.ts';
import { PassThrough } from './pass-through.ts';
import type { LocalTokens, ProxyOperations } from './ports.ts';
import { readBody } from './read-body.ts';
import { refuse, sendWhole } from './refuse.ts';
import { type RequestTarget, readRequestTarget } from './request-target.ts';
import { sessionIdOf } from './session-id.ts';

export interface RequestHandlerOptions {
  readonly path: DataPath;
  readonly tokens: LocalTokens;
  readonly held: HeldBytes;
  /** Null: no metrics, and `/health` in brief only. */
  readonly operations: ProxyOperations | null;
  readonly limits: { readonly maxBodyBytes: number; readonly roomWaitMs: number; readonly blockedClientMs: number };
  /** Address that the listener is bound to. */
  readonly bindAddress: () => string;
}

/** One request that passed the door. */
interface Admitted {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Extract<RequestTarget, { kind: 'api' }>;
  readonly localToken: string;
  readonly clientStyle: CredentialStyle;
  readonly id: string;
  readonly startedAtMs: number;
  readonly onAccepted: (() => void) | undefined;
}

/** Runs until its outcome; both kinds of exchange. */
interface Running {
  interrupt(): void;
}

export class RequestHandler {
  readonly #options: RequestHandlerOptions;
  readonly #running = new Map<Running, Promise<unknown>>();

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
  }

  /** @param onAccepted Tells a client that waits for `100 Continue` to send its body. */
  handle(request: IncomingMessage, response: ServerResponse, onAccepted?: () => void): void {
    // A client that leaves while we answer it must not end the process.
    response.on('error', () => undefined);
    const target = readRequestTarget(request.method ?? '', request.url ?? '');
    if (!this.#isHostAllowed(request)) {
      this.#turnAway(request, response, localError('permission_error', 'This Host header is not accepted here; allow it with --allow-host.'));
      return;
    }
    const { operations } = this.#options;
    switch (target.kind) {
      case 'refused':
        this.#turnAway(request, response, localError('invalid_request_error', `Not accepted: ${target.why}.`));
        return;
      case 'probe':
        sendWhole(response, { status: 200, headers: [], body: Buffer.alloc(0), exchangeId: null });
        return;
      case 'health':
        answerHealth(
          { request, response },
          this.#options.path.instanceId,
          this.#matchToken(request) === null ? null : (operations?.health() ?? null),
        );
        return;
      case 'metrics':
        this.#answerMetrics(request, response, target);
        return;
      default:
        this.#admit(request, response, target, onAccepted);
    }
  }

  /** Resolves when nothing runs any more, or after `maxMs`. */
  async idle(maxMs: number): Promise<void> {
    if (this.#running.size === 0 || maxMs <= 0) return;
    const limit = Promise.withResolvers<void>();
    const cancel = this.#options.path.clock.setTimer(maxMs, () => limit.resolve());
    await Promise.race([Promise.allSettled(this.#running.values()), limit.promise]);
    cancel();
  }

  async interruptAll(): Promise<void> {
    const ends = [...this.#running.values()];
    for (const running of this.#running.keys()) running.interrupt();
    await Promise.allSettled(ends);
  }

  #isHostAllowed(request: IncomingMessage): boolean {
    const { path, bindAddress } = this.#options;
    return isHostAllowed(request.headers.host, bindAddress(), path.settings().allowedHosts);
  }

  #answerMetrics(request: IncomingMessage, response: ServerResponse, target: RequestTarget): void {
    const { operations, held, path } = this.#options;
    // Names of endpoints are nobody's business without a token.
    if (operations === null || this.#matchToken(request) === null) this.#admit(request, response, target, undefined);
    else void answerMetrics({ request, response }, { operations, heldBytes: held.bytes, logger: path.logger });
  }

  /** Turned away at the door: not recorded, since anybody on this machine could fill the history. */
  #turnAway(request: IncomingMessage, response: ServerResponse, error: LocalError): void {
    this.#options.path.logger.warn('a request was turned away', { method: request.method, status: error.status, reason: error.message });
    refuse(request, response, { error, exchangeId: null, clock: this.#options.path.clock });
  }

  #admit(request: IncomingMessage, response: ServerResponse, target: RequestTarget, onAccepted: (() => void) | undefined): void {
    const matched = this.#matchToken(request);
    if (matched === null) {
      // A 401 would make Claude Code retry for three silent minutes.
      const message = 'The local token is missing or not valid. Restart Claude Code, or run "code-proxy token show".';
      this.#turnAway(request, response, localError('permission_error', message));
      return;
    }
    if (target.kind !== 'api') {
      const path = 'path' in target ? target.path : '';
      this.#turnAway(request, response, localError('not_found_error', `${request.method} ${path} is not something Code Proxy serves.`));
      return;
    }
    const admitted: Admitted = { request, response, target, ...matched, id: uuidv7(), startedAtMs: this.#options.path.clock.nowMs(), onAccepted };
    const early = this.#earlyRefusal(request, target);
    if (early !== null) {
      this.#refuse(admitted, early, 0);
      return;
    }
    this.#serve(admitted).catch((error: unknown) => {
      this.#options.path.logger.error('an exchange failed inside Code Proxy', { exchangeId: admitted.id, error });
      // Unless the exchange has answered already.
      if (!response.writableEnded) response.destroy();
    });
  }

  #matchToken(request: IncomingMessage): { readonly localToken: string; readonly clientStyle: CredentialStyle } | null {
    for (const { style, value } of presentedTokens(request.headers)) {
      const token = this.#options.tokens.match(value);
      if (token !== null) return { localToken: token.name, clientStyle: style };
    }
    return null;
  }

  /** What can be refused before the body is read. */
  #earlyRefusal(request: IncomingMessage, target: Admitted['target']): LocalError | null {
    const via = request.headers[VIA_HEADER];
    if (String(via ?? '').includes(this.#options.path.instanceId)) {
      return localError('loop_error', 'This request already passed through this Code Proxy: an endpoint points back to it.');
    }
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (isBuffered(target) && encoding !== 'identity' && encoding !== '') {
      return localError('unsupported_media_type', `Compressed request bodies (${encoding.slice(0, 40)}) are not accepted; send it plain.`);
    }
    return null;
  }

  async #serve(admitted: Admitted): Promise<void> {
    if (!isBuffered(admitted.target)) {
      await this.#passThrough(admitted);
      return;
    }
    const { request, onAccepted } = admitted;
    const { held, limits } = this.#options;
    if (Number(request.headers['content-length'] ?? 0) <= limits.maxBodyBytes) onAccepted?.();
    const read = await readBody(request, { maxBytes: limits.maxBodyBytes, roomWaitMs: limits.roomWaitMs, held });
    switch (read.kind) {
      case 'left':
        this.#options.path.logger.info('a client left while it sent its request', { exchangeId: admitted.id });
        this.#recordEnd(admitted, { outcome: 'client_left', status: null, error: 'the client left while it sent its request' }, 0);
        return;
      case 'too-large':
        this.#refuse(admitted, localError('request_too_large', `The request is larger than ${limits.maxBodyBytes} bytes.`), 0);
        return;
      case 'overloaded':
        this.#refuse(admitted, localError('overloaded_error', 'Code Proxy holds too many requests at once; try again shortly.'), 0);
        return;
      case 'read':
        await this.#exchange(admitted, read.body);
    }
  }

  async #exchange(admitted: Admitted, body: Buffer): Promise<void> {
    const { path, held } = this.#options;
    const { request, target } = admitted;
    const scan = scanBody(body);
    if (!scan.ok) {
      held.release(body.length);
      this.#refuse(admitted, localError('invalid_request_error', scan.why), body.length);
      return;
    }
    const { facts } = scan;
    const family = familyOf(facts.model);
    const sessionId = sessionIdOf(headerText(request, 'x-claude-code-session-id'), body, facts.metadata);
    const start = { ...this.#start(admitted, body.length), requestedModel: facts.model, family, isStream: facts.isStream, sessionId };
    const exchange = new Exchange(path, {
      kind: target.api,
      request: new HeldRequest({ method: 'POST', path: target.path, query: target.query, rawHeaders: request.rawHeaders, body, facts, held }),
      family,
      sessionId,
      clientStyle: admitted.clientStyle,
      acceptEncoding: headerText(request, 'accept-encoding'),
      answer: this.#answer(admitted),
      record: new ExchangeRecord(path.observer, start),
    });
    await this.#track(exchange, exchange.run());
  }

  async #passThrough(admitted: Admitted): Promise<void> {
    const { path } = this.#options;
    const { request, target } = admitted;
    const record = new ExchangeRecord(path.observer, this.#start(admitted, Number(request.headers['content-length'] ?? 0)));
    const clientAnswer = this.#answer(admitted);
    if (target.api === 'models') {
      const gathering = new ModelsExchange(path, { answer: clientAnswer, record, clientStyle: admitted.clientStyle, query: target.query });
      if (await this.#track(gathering, gathering.run())) return;
    }
    admitted.onAccepted?.();
    const passing = new PassThrough(path, {
      request,
      answer: clientAnswer,
      record,
      clientStyle: admitted.clientStyle,
      target: target.path + target.query,
    });
    await this.#track(passing, passing.run());
  }

  #answer({ request, response, id }: Admitted): ClientAnswer {
    const { path, limits } = this.#options;
    return new ClientAnswer({ request, response, exchangeId: id, clock: path.clock, blockedLimitMs: limits.blockedClientMs });
  }

  async #track<T>(running: Running, end: Promise<T>): Promise<T> {
    this.#running.set(running, end);
    try {
      return await end;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Refused although the token was right: the user wants to see that in the history. */
  #refuse(admitted: Admitted, error: LocalError, requestBytes: number): void {
    this.#recordEnd(admitted, { outcome: 'refused', status: error.status, error: error.message }, requestBytes);
    refuse(admitted.request, admitted.response, { error, exchangeId: admitted.id, clock: this.#options.path.clock });
  }

  #recordEnd(
    admitted: Admitted,
    end: { readonly outcome: 'refused' | 'client_left'; readonly status: number | null; readonly error: string },
    requestBytes: number,
  ): void {
    const { observer, clock } = this.#options.path;
    const record = new ExchangeRecord(observer, this.#start(admitted, requestBytes));
    record.began();
    record.finished({ ...end, responseBytes: 0, endedAtMs: clock.nowMs() });
  }

  #start(admitted: Admitted, requestBytes: number): ExchangeStart {
    const { request, target, localToken, id, startedAtMs } = admitted;
    return {
      id,
      startedAtMs,
      kind: target.api,
      method: request.method ?? '',
      path: target.path,
      requestedModel: null,
      family: null,
      isStream: false,
      sessionId: null,
      client: productOf(request.headers['user-agent']),
      localToken,
      requestBytes,
    };
  }
}

/** Whether the body is read whole, so that it can be sent again. */
function isBuffered(target: Admitted['target']): boolean {
  return target.api === 'messages' || target.api === 'count_tokens';
}

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** `claude-cli/2.1.329` of `claude-cli/2.1.329 (external, cli)`. */
function productOf(userAgent: string | undefined): string | null {
  const product = userAgent?.trim().split(/\s/, 1)[0];
  return product === undefined || product === '' ? null : product.slice(0, 100);
}
