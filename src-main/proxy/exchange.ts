/**
 * One client request until its outcome: asks the candidates one after the other until one answers, an answer says that the
 * request itself is at fault, or nothing is left to try.
 *
 * What a failure means is decided in failover/, how one try runs in attempt.ts, what the client sees in client-answer.ts.
 */

import { resolveModel } from '../../src-shared/model-map.ts';
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeKind, Outcome } from '../../src-shared/schemas/exchange.ts';
import type { Observation, Verdict } from '../failover/contract.ts';
import { errorBody, type Failure, finalAnswer } from '../failover/final-answer.ts';
import { judgeAttempt, MAX_ATTEMPTS_IN_COMPANY, MAX_TRIES_HERE_IN_COMPANY } from '../failover/judge-attempt.ts';
import { type CandidateOrder, nextCandidate, orderCandidates } from '../failover/order-candidates.ts';
import { dueAtMs, type RestTarget } from '../failover/rests.ts';
import { Attempt, type AttemptEnd, type ReceivedAnswer } from './attempt.ts';
import type { ClientAnswer } from './client-answer.ts';
import { type CredentialStyle, credentialHeader, credentialStyle } from './credential.ts';
import type { DataPath } from './data-path.ts';
import type { ExchangeRecord } from './exchange-record.ts';
import { headerOf, VIA_HEADER } from './headers.ts';
import type { HeldRequest } from './held-request.ts';
import { jsonHeaders } from './local-errors.ts';
import type { ProxyEndpoint, ProxySettings } from './ports.ts';
import { type UpstreamRequest, upstreamAddress } from './upstream-port.ts';

/** Share of the API timeout that a request without a stream waits for one endpoint while there is another. */
const SHARE_WITH_COMPANY = 0.4;

/** Left for our own error to reach the client before it gives up, ms. */
const BEFORE_CLIENT_GIVES_UP_MS = 5_000;

/** Longest wait for another request's probe when nothing else can be tried, ms. */
const PROBE_WAIT_MS = 5_000;

export interface ExchangeInput {
  readonly kind: ExchangeKind;
  readonly request: HeldRequest;
  readonly family: Family;
  readonly sessionId: string | null;
  readonly clientStyle: CredentialStyle;
  /** As the client sent it; undefined when absent. */
  readonly acceptEncoding: string | undefined;
  readonly answer: ClientAnswer;
  readonly record: ExchangeRecord;
}

/** What is remembered of a candidate that failed. */
interface Failed extends Failure {
  readonly received: ReceivedAnswer | null;
}

export class Exchange {
  readonly #path: DataPath;
  readonly #input: ExchangeInput;
  readonly #settings: ProxySettings;
  readonly #startedMs: number;
  readonly #tries = new Map<string, number>();
  readonly #failed = new Map<string, Failed>();
  #current: Attempt | null = null;
  #wake: (() => void) | null = null;
  #sleptMs = 0;
  #attempts = 0;
  #isInterrupted = false;

  constructor(path: DataPath, input: ExchangeInput) {
    this.#path = path;
    this.#input = input;
    this.#settings = path.settings();
    this.#startedMs = path.clock.monotonicMs();
  }

  /** Never rejects for anything an endpoint or a client does. */
  async run(): Promise<void> {
    const { answer, record, request, kind } = this.#input;
    record.began();
    answer.onLeft(() => this.#stopWaiting());
    answer.onDrain(() => this.#current?.drained());
    if (request.isStream && kind === 'messages') answer.keepWaiting();
    const order = await this.#candidates();
    await this.#askInTurn(order);
    this.#input.request.release();
  }

  /** The app stops: what runs is broken off and recorded as interrupted. */
  interrupt(): void {
    if (this.#input.record.isFinished) return;
    this.#isInterrupted = true;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#current?.cancel();
    this.#wake?.();
  }

  get #isOver(): boolean {
    return this.#isInterrupted || this.#input.answer.hasLeft;
  }

  async #askInTurn(order: CandidateOrder<ProxyEndpoint>): Promise<void> {
    let candidates = order.candidates;
    let endpoint = candidates[0] ?? null;
    while (endpoint !== null && !this.#isOver) {
      const tried = await this.#ask(endpoint, candidates, order.isAlone);
      if (tried === null) {
        // Its protocol cannot say this request: as if it were not there.
        const passedOver = endpoint;
        candidates = candidates.filter((candidate) => candidate !== passedOver);
        endpoint = this.#next(candidates);
        continue;
      }
      const { verdict, end } = tried;
      if (end.isCommitted || end.observation.kind === 'client-left') {
        this.#finishAfter(end, verdict);
        return;
      }
      if (verdict.kind === 'deliver') {
        this.#deliverFault(endpoint, end);
        return;
      }
      this.#remember(endpoint, end, verdict);
      if (verdict.kind === 'retry-here') await this.#sleep(verdict.waitMs);
      else endpoint = verdict.kind === 'try-next' ? this.#next(candidates) : null;
    }
    if (this.#isOver) this.#finishUnanswered();
    else this.#fail(order);
  }

  /** Candidates in order; when only an endpoint that is being probed is left, the probe's result is awaited first. */
  async #candidates(): Promise<CandidateOrder<ProxyEndpoint>> {
    const order = this.#order();
    if (order.candidates.length > 0 && !order.isLastResort) return order;
    const probed = order.resting.find(({ rest }) => rest.isProbing) ?? (order.isLastResort ? this.#probedLastResort(order) : undefined);
    if (probed === undefined) return order;
    await this.#path.rests.probeEnded(probed.endpoint.id, PROBE_WAIT_MS);
    return this.#order();
  }

  #probedLastResort(order: CandidateOrder<ProxyEndpoint>): { readonly endpoint: ProxyEndpoint } | undefined {
    const endpoint = order.candidates[0];
    return endpoint !== undefined && this.#path.rests.availability(this.#targetOf(endpoint)).kind === 'probing' ? { endpoint } : undefined;
  }

  #order(): CandidateOrder<ProxyEndpoint> {
    const { endpoints, rests, bindings } = this.#path;
    const { family, sessionId, kind } = this.#input;
    return orderCandidates({
      endpoints: endpoints.enabled(),
      family,
      stickyId: kind === 'messages' ? bindings.endpointOf(sessionId, family) : null,
      availability: (endpoint) => rests.availability(this.#targetOf(endpoint)),
    });
  }

  /** The next candidate that was not tried and that no other exchange has found to be down meanwhile. */
  #next(candidates: readonly ProxyEndpoint[]): ProxyEndpoint | null {
    const { rests } = this.#path;
    const open = candidates.filter((candidate) => {
      const kind = rests.availability(this.#targetOf(candidate)).kind;
      return kind === 'ready' || kind === 'probe-due';
    });
    return nextCandidate(open, this.#tries);
  }

  #targetOf(endpoint: ProxyEndpoint): RestTarget {
    return { endpointId: endpoint.id, revision: endpoint.revision, model: this.#modelFor(endpoint) };
  }

  #modelFor(endpoint: ProxyEndpoint): string {
    return resolveModel(this.#input.request.requestedModel, endpoint.modelMap, this.#path.endpoints.defaultModels());
  }

  /** One try at one endpoint, judged and recorded. Null: the endpoint's protocol cannot carry this request. */
  async #ask(
    endpoint: ProxyEndpoint,
    candidates: readonly ProxyEndpoint[],
    isAlone: boolean,
  ): Promise<{ readonly end: AttemptEnd; readonly verdict: Verdict } | null> {
    const { clock, rests } = this.#path;
    const { record } = this.#input;
    const sentModel = this.#modelFor(endpoint);
    const request = this.#encode(endpoint, sentModel);
    if (request === null) return null;
    const target = this.#targetOf(endpoint);
    const startedAtMs = clock.nowMs();
    const triesHere = (this.#tries.get(endpoint.id) ?? 0) + 1;
    this.#tries.set(endpoint.id, triesHere);
    this.#attempts += 1;
    const hasNext = this.#next(candidates) !== null;
    record.attemptBegan(endpoint, sentModel, startedAtMs);
    rests.attemptBegan(target);
    const attempt = this.#attempt(endpoint, sentModel, request, { hasNext, isAlone, triesHere, startedAtMs });
    this.#current = attempt;
    const end = await attempt.run();
    this.#current = null;
    const failureStreak = rests.failureStreak(target, startedAtMs);
    const verdict = this.#judge(end.observation, { hasNext, isAlone, triesHere, failureStreak });
    if (end.observation.kind === 'client-left') rests.released(target);
    else if (end.observation.kind === 'success') rests.succeeded(target, startedAtMs);
    else rests.failed({ target, verdict, observation: end.observation, startedAtMs });
    rests.attemptEnded(target);
    record.attemptEnded(end, verdict, clock.nowMs());
    return { end, verdict };
  }

  #judge(
    observation: Observation,
    situation: { readonly hasNext: boolean; readonly isAlone: boolean; readonly triesHere: number; readonly failureStreak: number },
  ): Verdict {
    const { maxRetries, restLimitMs } = this.#settings;
    const context = {
      ...situation,
      exchangeKind: this.#input.kind,
      attempts: this.#attempts,
      sleptMs: this.#sleptMs,
      maxRetries,
      restLimitMs,
      random: this.#path.random(),
    };
    return judgeAttempt(observation, context, this.#path.rules);
  }

  #attempt(
    endpoint: ProxyEndpoint,
    sentModel: string,
    request: UpstreamRequest,
    situation: { readonly hasNext: boolean; readonly isAlone: boolean; readonly triesHere: number; readonly startedAtMs: number },
  ): Attempt {
    const { upstream, clock, rests } = this.#path;
    const { answer, record, family, sessionId, kind } = this.#input;
    const target = this.#targetOf(endpoint);
    return new Attempt({
      upstream,
      clock,
      answer,
      adapter: this.#path.protocols(endpoint.protocol),
      clientRequest: this.#input.request.as(sentModel),
      request,
      isGated: this.#mayFollow(situation),
      firstByteTimeoutMs: this.#firstByteTimeoutMs(situation.hasNext),
      idleTimeoutMs: this.#settings.idleTimeoutMs,
      onCommit: () => {
        record.firstByte(clock.nowMs());
        rests.succeeded(target, situation.startedAtMs);
        if (kind === 'messages') this.#path.bindings.served(sessionId, family, endpoint.id, this.#path.endpoints.enabled());
        this.#input.request.release();
      },
      onProgress: (outputTokens) => record.progressed(answer.bytes, outputTokens),
    });
  }

  /** Whether another attempt could follow this one, here or elsewhere. */
  #mayFollow({ hasNext, isAlone, triesHere }: { readonly hasNext: boolean; readonly isAlone: boolean; readonly triesHere: number }): boolean {
    if (isAlone) return triesHere <= this.#settings.maxRetries;
    return this.#attempts < MAX_ATTEMPTS_IN_COMPANY && (hasNext || triesHere < MAX_TRIES_HERE_IN_COMPANY);
  }

  #firstByteTimeoutMs(hasNext: boolean): number {
    const { firstByteTimeoutMs, apiTimeoutMs } = this.#settings;
    if (this.#input.request.isStream) return firstByteTimeoutMs;
    if (hasNext) return Math.round(apiTimeoutMs * SHARE_WITH_COMPANY);
    const spentMs = this.#path.clock.monotonicMs() - this.#startedMs;
    return Math.max(apiTimeoutMs - BEFORE_CLIENT_GIVES_UP_MS - spentMs, BEFORE_CLIENT_GIVES_UP_MS);
  }

  /** The request as this endpoint wants it. Always made from the received bytes. */
  #encode(endpoint: ProxyEndpoint, sentModel: string): UpstreamRequest | null {
    const { request, clientStyle, acceptEncoding } = this.#input;
    const adapter = this.#path.protocols(endpoint.protocol);
    const encoded = adapter.encodeRequest(request.as(sentModel));
    if (encoded === null) return null;
    const isPlain = request.isStream || adapter.decodeAnswer !== null || acceptEncoding === undefined;
    const headers = [
      ...encoded.headers,
      ...credentialHeader(credentialStyle(endpoint, clientStyle), endpoint.credential),
      'accept-encoding',
      isPlain ? 'identity' : acceptEncoding,
      'content-length',
      String(encoded.body.length),
      VIA_HEADER,
      request.via(this.#path.instanceId),
    ];
    return { ...upstreamAddress(endpoint.baseUrl, encoded.target), method: encoded.method, headers, body: encoded.body };
  }

  #remember(endpoint: ProxyEndpoint, end: AttemptEnd, verdict: Verdict): void {
    const waitMs = verdict.rest?.forMs ?? null;
    this.#failed.delete(endpoint.id);
    this.#failed.set(endpoint.id, { endpoint: endpoint.name, ruleId: verdict.ruleId, observation: end.observation, waitMs, received: end.received });
  }

  /** Waits before the same endpoint is asked again; ends at once when the client leaves. */
  #sleep(waitMs: number): Promise<void> {
    if (waitMs === 0) return Promise.resolve();
    this.#sleptMs += waitMs;
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake = null;
        cancel();
        resolve();
      };
      const cancel = this.#path.clock.setTimer(waitMs, wake);
      this.#wake = wake;
    });
  }

  /** The last attempt went past the commit point, or the client left. */
  #finishAfter(end: AttemptEnd, verdict: Verdict): void {
    const { answer } = this.#input;
    switch (end.observation.kind) {
      case 'success':
        answer.end();
        this.#finish('delivered', null);
        return;
      case 'client-left':
        this.#finishUnanswered();
        return;
      default:
        if (end.isWholeForClient) answer.end();
        else answer.breakOff('api_error', verdict.reason);
        this.#finish('stream_cut', verdict.reason);
    }
  }

  /** The client left, or the app stops. */
  #finishUnanswered(): void {
    if (this.#isInterrupted) this.#input.answer.breakOff('api_error', 'Code Proxy was stopped.');
    this.#finish(this.#isInterrupted ? 'interrupted' : 'client_left', null);
  }

  /** An answer that says that the request is at fault: the client gets it byte for byte, or in its own dialect. */
  #deliverFault(endpoint: ProxyEndpoint, end: AttemptEnd): void {
    const { answer } = this.#input;
    const { observation, received } = end;
    const text = observation.kind === 'status' ? observation.text : 'the endpoint gave no readable answer';
    const type = observation.kind === 'status' ? (observation.errorType ?? 'invalid_request_error') : 'api_error';
    const isForeign = this.#path.protocols(endpoint.protocol).decodeAnswer !== null;
    if (received === null || isForeign || answer.isHeadSent) answer.sendError({ status: end.status ?? 502, type, message: text });
    else answer.send(received.status, withLength(received.headers, received.body), received.body);
    this.#finish('client_fault', `${endpoint.name}: ${text}`.slice(0, 1_000));
  }

  /** Nothing is left to try: the most useful of all failures. */
  #fail(order: CandidateOrder<ProxyEndpoint>): void {
    const { answer, kind } = this.#input;
    const failures = [...this.#failed.values(), ...this.#failuresAtRest(order)];
    const final = finalAnswer(failures, kind);
    const received = final.asReceived === null ? null : (failures[final.asReceived]?.received ?? null);
    const wait = final.retryAfterSeconds === null ? [] : ['retry-after', String(final.retryAfterSeconds)];
    const hint = final.isHopeless ? ['x-should-retry', 'false'] : [];
    if (answer.isHeadSent) answer.breakOff(final.errorType, final.message);
    else if (received !== null) {
      const kept = wait.length === 0 ? received.headers : without(received.headers, 'retry-after');
      answer.send(received.status, [...withLength(kept, received.body), ...wait], received.body);
    } else {
      const body = Buffer.from(errorBody(final));
      answer.send(final.status, [...jsonHeaders(body.length), ...wait, ...hint], body);
    }
    this.#finish('failed', final.message);
  }

  /** Endpoints that were left out, by what was seen of them last. */
  #failuresAtRest(order: CandidateOrder<ProxyEndpoint>): Failed[] {
    const nowMs = this.#path.clock.nowMs();
    return order.resting
      .filter(({ endpoint }) => !this.#failed.has(endpoint.id))
      .map(({ endpoint, rest }) => {
        const dueMs = dueAtMs(rest);
        const waitMs = Number.isFinite(dueMs) ? Math.max(0, dueMs - nowMs) : null;
        return { endpoint: endpoint.name, ruleId: rest.ruleId, observation: rest.observation, waitMs, received: null };
      });
  }

  #finish(outcome: Outcome, error: string | null): void {
    const { answer, record } = this.#input;
    record.finished({ outcome, status: answer.status, error, responseBytes: answer.bytes, endedAtMs: this.#path.clock.nowMs() });
  }
}

/** Some error answers came chunked; ours has its length. */
function withLength(headers: readonly string[], body: Buffer): readonly string[] {
  return headerOf(headers, 'content-length') === undefined ? [...headers, 'content-length', String(body.length)] : headers;
}

function without(headers: readonly string[], lowerName: string): string[] {
  return headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== lowerName);
}
