/** What one request to the listener becomes: a probe's answer, a refusal, or an exchange. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as uuidv7 } from 'uuid';
import { familyOf } from '../../src-shared/model-map.ts';
import { type AdmittedRequest, earlyRefusal, isBuffered, startOf } from './admitted-request.ts';
import { scanBody } from './body-scan.ts';
import { ClientAnswer } from './client-answer.ts';
import { type CredentialStyle, presentedTokens } from './credential.ts';
import type { DataPath } from './data-path.ts';
import { Exchange } from './exchange.ts';
import { ExchangeRecord } from './exchange-record.ts';
import type { HeldBytes } from './held-bytes.ts';
import { HeldRequest } from './held-request.ts';
import { isHostAllowed } from './host-check.ts';
import { type LocalError, localError } from './local-errors.ts';
import { ModelsExchange } from './models-exchange.ts';
import { answerHealth, answerMetrics } from './operations-answer.ts';
import { PassThrough } from './pass-through.ts';
import type { ExchangeAudit, LocalTokens, ProxyOperations } from './ports.ts';
import { readBody } from './read-body.ts';
import { isUnread, refuse, sendWhole } from './refuse.ts';
import { type RequestTarget, readRequestTarget } from './request-target.ts';
import { RunningExchanges } from './running-exchanges.ts';
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

export class RequestHandler {
  readonly #options: RequestHandlerOptions;
  readonly #running: RunningExchanges;

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
    this.#running = new RunningExchanges(options.path.clock);
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
  idle(maxMs: number): Promise<void> {
    return this.#running.idle(maxMs);
  }

  interruptAll(): Promise<void> {
    return this.#running.interruptAll();
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
    const admitted: AdmittedRequest = {
      request,
      response,
      target,
      ...matched,
      id: uuidv7(),
      startedAtMs: this.#options.path.clock.nowMs(),
      onAccepted,
    };
    const early = earlyRefusal(request, target, this.#options.path.instanceId);
    if (early !== null) {
      this.#refuse(admitted, early, []);
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

  async #serve(admitted: AdmittedRequest): Promise<void> {
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
        this.#auditUnforwarded(admitted, read.pieces)?.ended();
        return;
      case 'too-large':
        this.#refuse(admitted, localError('request_too_large', `The request is larger than ${limits.maxBodyBytes} bytes.`), read.pieces);
        return;
      case 'overloaded':
        this.#refuse(admitted, localError('overloaded_error', 'Code Proxy holds too many requests at once; try again shortly.'), read.pieces);
        return;
      case 'read':
        await this.#exchange(admitted, read.body);
    }
  }

  async #exchange(admitted: AdmittedRequest, body: Buffer): Promise<void> {
    const { path, held } = this.#options;
    const { request, target } = admitted;
    const scan = scanBody(body);
    if (!scan.ok) {
      held.release(body.length);
      this.#refuse(admitted, localError('invalid_request_error', scan.why), [body], body.length);
      return;
    }
    const { facts } = scan;
    const family = familyOf(facts.model);
    const sessionId = sessionIdOf(headerText(request, 'x-claude-code-session-id'), body, facts.metadata);
    const start = { ...startOf(admitted, body.length), requestedModel: facts.model, family, isStream: facts.isStream, sessionId };
    const answer = this.#answer(admitted, body);
    const exchange = new Exchange(path, {
      kind: target.api,
      request: new HeldRequest({ method: 'POST', path: target.path, query: target.query, rawHeaders: request.rawHeaders, body, facts, held }),
      family,
      sessionId,
      clientStyle: admitted.clientStyle,
      acceptEncoding: headerText(request, 'accept-encoding'),
      answer,
      record: new ExchangeRecord(path.observer, start, path.accounting),
    });
    await this.#running.track(exchange, exchange.run()).finally(() => answer.audit?.ended());
  }

  async #passThrough(admitted: AdmittedRequest): Promise<void> {
    const answer = this.#answer(admitted, null);
    await this.#passOn(admitted, answer).finally(() => answer.audit?.ended());
  }

  async #passOn(admitted: AdmittedRequest, answer: ClientAnswer): Promise<void> {
    const { path } = this.#options;
    const { request, target } = admitted;
    const record = new ExchangeRecord(path.observer, startOf(admitted, Number(request.headers['content-length'] ?? 0)));
    if (target.api === 'models') {
      const gathering = new ModelsExchange(path, { answer, record, clientStyle: admitted.clientStyle, query: target.query });
      if (await this.#running.track(gathering, gathering.run())) return;
    }
    admitted.onAccepted?.();
    const passing = new PassThrough(path, {
      request,
      answer,
      record,
      clientStyle: admitted.clientStyle,
      target: target.path + target.query,
    });
    await this.#running.track(passing, passing.run());
  }

  /** @param body Null: it comes in chunks, or there is none. */
  #answer(admitted: AdmittedRequest, body: Buffer | null): ClientAnswer {
    const { path, limits } = this.#options;
    const { request, response, id } = admitted;
    const audit = this.#audit(admitted, body);
    return new ClientAnswer({ request, response, exchangeId: id, clock: path.clock, audit, blockedLimitMs: limits.blockedClientMs });
  }

  #audit({ request, id, startedAtMs, target }: AdmittedRequest, body: Buffer | null): ExchangeAudit | null {
    const begun = { id, startedAtMs, method: request.method ?? '', target: target.path + target.query, headers: request.rawHeaders, body };
    return this.#options.path.audit?.begin(begun) ?? null;
  }

  /** @param pieces What was read of the body. */
  #auditUnforwarded(admitted: AdmittedRequest, pieces: readonly Buffer[]): ExchangeAudit | null {
    const audit = this.#audit(admitted, null);
    for (const piece of pieces) audit?.originalChunk(piece);
    if (isUnread(admitted.request)) audit?.originalUnread();
    return audit;
  }

  /** Refused although the token was right: the user wants to see that in the history, with what was asked and answered. */
  #refuse(admitted: AdmittedRequest, error: LocalError, pieces: readonly Buffer[], requestBytes = 0): void {
    this.#recordEnd(admitted, { outcome: 'refused', status: error.status, error: error.message }, requestBytes);
    const audit = this.#auditUnforwarded(admitted, pieces);
    refuse(admitted.request, admitted.response, { error, exchangeId: admitted.id, clock: this.#options.path.clock, audit });
    audit?.ended();
  }

  #recordEnd(
    admitted: AdmittedRequest,
    end: { readonly outcome: 'refused' | 'client_left'; readonly status: number | null; readonly error: string },
    requestBytes: number,
  ): void {
    const { observer, clock } = this.#options.path;
    const record = new ExchangeRecord(observer, startOf(admitted, requestBytes));
    record.began();
    record.finished({ ...end, responseBytes: 0, endedAtMs: clock.nowMs() });
  }
}

function headerText(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
