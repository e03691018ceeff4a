/**
 * Sends stored requests once more, each to the endpoint that the user chose: one attempt without failover, whose answer goes to
 * the user instead of a client. A replay is recorded as an exchange of its own, so that its tokens and its cost count. It never
 * lets an endpoint rest: what a user tries out says nothing of the traffic.
 */
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../../src-shared/app-error.ts';
import { familyOf, resolveModel } from '../../src-shared/model-map.ts';
import type { Protocol } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import { REPLAY_CLIENT, type Replay, type ReplayInput } from '../../src-shared/schemas/replay.ts';
import type { Clock } from '../platform/clock.ts';
import type { ProtocolAdapter } from '../protocols/contract.ts';
import { attemptRequest } from './attempt-request.ts';
import { collectAnswer } from './collect-answer.ts';
import type { EndpointSlots } from './endpoint-slots.ts';
import { requestIdOf } from './error-answer.ts';
import { ExchangeRecord, type ExchangeStart } from './exchange-record.ts';
import { headerOf } from './headers.ts';
import { hideCredential, textWithoutCredential } from './hide-credential.ts';
import { type JudgedReplay, judgeReplay, MAX_REPLAY_BYTES, REPLAY_LIMIT_MS } from './judge-replay.ts';
import type { AuditSink, EndpointSource, ExchangeAudit, ExchangeObserver, ProxyEndpoint, UsageAccounting } from './ports.ts';
import { readStoredRequest, type StoredRequest, type StoredRequests } from './stored-request.ts';
import type { Upstream, UpstreamRequest } from './upstream-port.ts';

/** Stands where a rule of the policy would: nothing is judged here. */
const RULE_ID = 'replay';

export interface ReplaysOptions {
  readonly stored: StoredRequests;
  readonly endpoints: EndpointSource;
  readonly observer: ExchangeObserver;
  /** Left out: usage counts as reported, and is unpriced. */
  readonly accounting?: UsageAccounting;
  /** Left out: replays are not audited. */
  readonly audit?: AuditSink;
  readonly upstream: Upstream;
  readonly protocols: (protocol: Protocol) => ProtocolAdapter;
  readonly slots: EndpointSlots;
  readonly clock: Clock;
  readonly instanceId: string;
  /** Of one replay, ms; absent: REPLAY_LIMIT_MS. */
  readonly limitMs?: number;
}

export class Replays {
  readonly #options: ReplaysOptions;
  /** By the id of the stored exchange: two replays of one at once can only be a mistake. */
  readonly #running = new Map<string, { readonly abort: AbortController; readonly end: Promise<unknown> }>();

  constructor(options: ReplaysOptions) {
    this.#options = options;
  }

  /** Resolves when the answer is there whole, or as far as it came. ENDPOINT_NOT_FOUND, REPLAY_IMPOSSIBLE. */
  run(input: ReplayInput): Promise<Replay> {
    if (this.#running.has(input.id)) return Promise.reject(impossible('this request is being sent again already'));
    const abort = new AbortController();
    const end = this.#run(input, abort.signal).finally(() => this.#running.delete(input.id));
    this.#running.set(input.id, { abort, end });
    return end;
  }

  /** Gives the replay of this exchange up; does nothing when none runs. */
  cancel(id: string): void {
    this.#running.get(id)?.abort.abort();
  }

  /** Gives all up and waits until they are recorded. */
  async stop(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.allSettled(running.map(({ end }) => end));
  }

  async #run({ id, endpointId, model }: ReplayInput, signal: AbortSignal): Promise<Replay> {
    const { endpoints, protocols, stored, clock, slots, instanceId } = this.#options;
    const endpoint = endpoints.enabled().find((one) => one.id === endpointId);
    if (endpoint === undefined) throw new AppError('ENDPOINT_NOT_FOUND', 'there is no such endpoint, or it is disabled', { field: 'endpointId' });
    const request = await readStoredRequest(stored, id, clock);
    const { requestedModel } = request.request;
    const clientRequest = request.request.as(model ?? resolveModel(requestedModel, endpoint.modelMap, endpoints.defaultModels()));
    const adapter = protocols(endpoint.protocol);
    const upstreamRequest = attemptRequest({
      endpoint,
      adapter,
      clientRequest,
      clientStyle: 'bearer',
      acceptEncoding: undefined,
      via: request.request.via(instanceId),
    });
    if (upstreamRequest === null) throw impossible(`${endpoint.name} speaks a protocol that cannot carry this request`);
    if (!slots.tryTake(endpoint)) throw impossible(`${endpoint.name} has as many requests at once as it is allowed to; try again in a moment`);
    try {
      return await this.#send({ id, endpoint, adapter, request, clientRequest, upstreamRequest, signal });
    } finally {
      slots.release(endpoint.id);
    }
  }

  async #send(sending: Sending): Promise<Replay> {
    const { id, endpoint, adapter, request, clientRequest, upstreamRequest, signal } = sending;
    const { clock, upstream, limitMs = REPLAY_LIMIT_MS } = this.#options;
    const startedAtMs = clock.nowMs();
    const { record, counted } = this.#record(request, startedAtMs);
    record.began();
    record.attemptBegan(endpoint, clientRequest.sentModel, startedAtMs, `replay of ${id}`);
    const audit = this.#audit(record.id, startedAtMs, sending);
    const answer = await collectAnswer(upstreamRequest, {
      upstream,
      clock,
      signal,
      limitMs,
      maxBytes: MAX_REPLAY_BYTES,
      onHead: (status, headers) => audit?.upstreamHead(status, headers),
      onChunk(chunk, bytes) {
        audit?.upstreamChunk(chunk);
        record.progressed(bytes, 0);
      },
    });
    const endedAtMs = clock.nowMs();
    const judged = await judgeReplay(answer, { adapter, clientRequest, nowMs: endedAtMs });
    audit?.ended();
    const { status, firstByteAtMs, headers } = answer;
    if (firstByteAtMs !== null) record.firstByte(firstByteAtMs);
    const hidden = (text: string) => textWithoutCredential(text, endpoint.credential);
    const error = judged.error === null ? null : hidden(judged.error);
    const end = { ...attemptEnd(judged, endpoint), status, firstByteAtMs, upstreamRequestId: requestIdOf(headers) };
    const kind = judged.outcome === 'delivered' ? 'deliver' : 'stop';
    record.attemptEnded(end, { kind, ruleId: RULE_ID, reason: error ?? '', rest: null }, endedAtMs);
    const { outcome, body } = judged;
    record.finished({ outcome, status, error, responseBytes: body.length, endedAtMs });
    return {
      exchangeId: record.id,
      endpoint: endpoint.name,
      sentModel: clientRequest.sentModel,
      outcome,
      status,
      error,
      startedAtMs,
      firstByteAtMs,
      endedAtMs,
      ...counted(),
      contentType: headerOf(headers, 'content-type') ?? null,
      text: hidden(body.toString('utf8')),
    };
  }

  /** @returns The record of the replay, and after its end what it used and cost. */
  #record({ request, kind, path }: StoredRequest, startedAtMs: number) {
    const { observer, accounting } = this.#options;
    const end: { summary: ExchangeSummary | null } = { summary: null };
    const listening: ExchangeObserver = {
      started: (exchange) => observer.started(exchange),
      attempted: (exchangeId, attempt) => observer.attempted(exchangeId, attempt),
      progressed: (exchangeId, bytes, outputTokens) => observer.progressed(exchangeId, bytes, outputTokens),
      finished(exchange, attempts) {
        end.summary = exchange;
        observer.finished(exchange, attempts);
      },
    };
    const start: ExchangeStart = {
      id: uuidv7(),
      startedAtMs,
      kind,
      method: 'POST',
      path,
      requestedModel: request.requestedModel,
      family: familyOf(request.requestedModel),
      isStream: request.isStream,
      // Not the session's: it was not the client that asked.
      sessionId: null,
      client: REPLAY_CLIENT,
      localToken: null,
      requestBytes: request.sizeBytes,
    };
    const counted = () => ({ usage: end.summary?.usage ?? null, costMicroUsd: end.summary?.costMicroUsd ?? null });
    return { record: new ExchangeRecord(listening, start, accounting), counted };
  }

  /** What is kept of a replay: its request, and the endpoint's answer. Nothing is delivered to a client. */
  #audit(id: string, startedAtMs: number, { clientRequest, upstreamRequest }: Sending): ExchangeAudit | null {
    const { method, path, query, headers, body } = clientRequest;
    const audit = this.#options.audit?.begin({ id, startedAtMs, method, target: path + query, headers, body }) ?? null;
    const sent = upstreamRequest.body;
    audit?.forwarded({ ...upstreamRequest, body: Array.isArray(sent) ? sent : null });
    return audit;
  }
}

interface Sending {
  /** Of the stored exchange. */
  readonly id: string;
  readonly endpoint: ProxyEndpoint;
  readonly adapter: ProtocolAdapter;
  readonly request: StoredRequest;
  readonly clientRequest: ReturnType<StoredRequest['request']['as']>;
  readonly upstreamRequest: UpstreamRequest;
  readonly signal: AbortSignal;
}

function attemptEnd({ observation, outcome, usage }: JudgedReplay, { credential }: ProxyEndpoint) {
  const isWhole = outcome === 'delivered';
  return { observation: hideCredential(observation, credential), received: null, isCommitted: isWhole, isWholeForClient: isWhole, usage };
}

function impossible(why: string): AppError {
  return new AppError('REPLAY_IMPOSSIBLE', why);
}
