/**
 * One client request until its outcome: asks the candidates one after the other until one answers, an answer says that the
 * request itself is at fault, or nothing is left to try.
 *
 * What a failure means is decided in failover/, how one try runs in attempt.ts, what the client sees in client-answer.ts.
 */

import type { Family } from '../../src-shared/schemas/endpoint.ts';
import type { ExchangeKind, Outcome } from '../../src-shared/schemas/exchange.ts';
import { MAX_SLEEP_PER_EXCHANGE_MS } from '../failover/backoff.ts';
import type { FailoverRule, Observation, Verdict } from '../failover/contract.ts';
import { judgeAttempt, MAX_ATTEMPTS_IN_COMPANY, MAX_TRIES_HERE_IN_COMPANY } from '../failover/judge-attempt.ts';
import type { CandidateOrder } from '../failover/order-candidates.ts';
import { Attempt } from './attempt.ts';
import type { AttemptEnd } from './attempt-end.ts';
import { attemptRequest } from './attempt-request.ts';
import { Candidates } from './candidates.ts';
import type { ClientAnswer } from './client-answer.ts';
import type { CredentialStyle } from './credential.ts';
import type { DataPath } from './data-path.ts';
import type { ExchangeRecord } from './exchange-record.ts';
import { deliverFailure, deliverFault, deliverOverload, failuresAtRest, failuresBySize, type RememberedFailure } from './final-delivery.ts';
import type { HeldRequest } from './held-request.ts';
import { hideCredential } from './hide-credential.ts';
import type { ProxyEndpoint, ProxySettings } from './ports.ts';
import { TurnTaking } from './turn-taking.ts';
import type { UpstreamRequest } from './upstream-port.ts';

/** Share of the API timeout that a request without a stream waits for one endpoint while there is another. */
const SHARE_WITH_COMPANY = 0.4;

/** Left for our own error to reach the client before it gives up, ms. */
const BEFORE_CLIENT_GIVES_UP_MS = 5_000;

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

export class Exchange {
  readonly #path: DataPath;
  readonly #input: ExchangeInput;
  readonly #settings: ProxySettings;
  readonly #rules: readonly FailoverRule[];
  readonly #startedMs: number;
  readonly #candidates: Candidates;
  readonly #turns: TurnTaking;
  readonly #tries = new Map<string, number>();
  readonly #failed = new Map<string, RememberedFailure>();
  /** Resolved when the client left or the app stops. */
  readonly #stopped = Promise.withResolvers<null>();
  #current: Attempt | null = null;
  #wake: (() => void) | null = null;
  #sleptMs = 0;
  #attempts = 0;
  #isInterrupted = false;

  constructor(path: DataPath, input: ExchangeInput) {
    this.#path = path;
    this.#input = input;
    this.#settings = path.settings();
    this.#rules = path.rules();
    this.#startedMs = path.clock.monotonicMs();
    // Counting tokens is not worth waiting for: the client estimates instead.
    const budgetMs = () => (input.kind === 'count_tokens' ? 0 : MAX_SLEEP_PER_EXCHANGE_MS - this.#sleptMs - this.#turns.waitedMs);
    this.#turns = new TurnTaking({ slots: path.slots, clock: path.clock, budgetMs });
    this.#candidates = new Candidates(path, { ...input, requestedModel: input.request.requestedModel, sizeBytes: input.request.sizeBytes });
  }

  /** Rejects only for a fault of our own, after the client was told and the record finished. */
  async run(): Promise<void> {
    const { answer, record, request, kind } = this.#input;
    record.began();
    answer.onLeft(() => this.#stopWaiting());
    answer.onDrain(() => this.#current?.drained());
    if (request.isStream && kind === 'messages') answer.keepWaiting();
    try {
      const order = await Promise.race([this.#candidates.order(), this.#stopped.promise]);
      if (order === null) this.#finishUnanswered();
      else await this.#askInTurn(order);
    } catch (error) {
      answer.breakOff('api_error', 'Code Proxy failed; see its log.');
      this.#finish('failed', 'a fault inside Code Proxy; see its log');
      throw error;
    } finally {
      this.#candidates.release();
      request.release();
    }
  }

  /** The app stops: what runs is broken off and recorded as interrupted. */
  interrupt(): void {
    if (this.#input.record.isFinished) return;
    this.#isInterrupted = true;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#stopped.resolve(null);
    this.#current?.cancel();
    this.#wake?.();
    this.#turns.leave();
  }

  get #isOver(): boolean {
    return this.#isInterrupted || this.#input.answer.hasLeft;
  }

  async #askInTurn(order: CandidateOrder<ProxyEndpoint>): Promise<void> {
    let latest = order;
    let { candidates, isAlone } = order;
    let wanted = candidates;
    while (!this.#isOver) {
      const turn = await this.#turns.take(wanted);
      if (turn.kind === 'overloaded') {
        this.#finishOverloaded(wanted);
        return;
      }
      if (turn.kind !== 'taken') break;
      const { endpoint } = turn;
      if ((turn.hasWaited && !this.#isStillCandidate(endpoint)) || !this.#candidates.claim(endpoint)) {
        this.#path.slots.release(endpoint.id);
        const reordered = await Promise.race([this.#candidates.order(), this.#stopped.promise]);
        if (reordered === null) break;
        latest = reordered;
        ({ candidates, isAlone } = reordered);
        wanted = this.#attempts === 0 ? candidates : this.#candidates.untried(candidates, this.#tries);
        continue;
      }
      const tried = await this.#ask(endpoint, candidates, isAlone).finally(() => this.#path.slots.release(endpoint.id));
      if (tried === null) {
        // Its protocol cannot say this request: as if it were not there.
        candidates = candidates.filter((candidate) => candidate !== endpoint);
        wanted = this.#candidates.untried(candidates, this.#tries);
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
      wanted = verdict.kind === 'stop' ? [] : this.#candidates.untried(candidates, this.#tries);
      if (verdict.kind === 'retry-here') wanted = [endpoint, ...wanted];
    }
    if (this.#isOver) this.#finishUnanswered();
    else this.#fail(latest);
  }

  /** After a wait, the endpoint may have failed for others, or been edited. */
  #isStillCandidate(endpoint: ProxyEndpoint): boolean {
    return this.#tries.has(endpoint.id) || this.#candidates.orderNow().candidates.includes(endpoint);
  }

  /** One try at one endpoint, judged and recorded. Null: the endpoint's protocol cannot carry this request. */
  async #ask(
    endpoint: ProxyEndpoint,
    candidates: readonly ProxyEndpoint[],
    isAlone: boolean,
  ): Promise<{ readonly end: AttemptEnd; readonly verdict: Verdict } | null> {
    const { clock, rests } = this.#path;
    const { record } = this.#input;
    const sentModel = this.#candidates.sentModel(endpoint);
    const request = this.#encode(endpoint, sentModel);
    if (request === null) return null;
    const target = this.#candidates.targetOf(endpoint);
    const startedAtMs = clock.nowMs();
    const triesHere = (this.#tries.get(endpoint.id) ?? 0) + 1;
    this.#tries.set(endpoint.id, triesHere);
    this.#attempts += 1;
    const hasNext = this.#candidates.next(candidates, this.#tries) !== null;
    record.attemptBegan(endpoint, sentModel, startedAtMs, this.#turns.note);
    rests.attemptBegan(target);
    const attempt = this.#attempt(endpoint, sentModel, { hasNext, isAlone, triesHere, startedAtMs });
    this.#current = attempt;
    const ended = await attempt.run(request);
    this.#current = null;
    const end = { ...ended, observation: hideCredential(ended.observation, endpoint.credential) };
    this.#path.sizes.saw(endpoint, this.#input.request.sizeBytes, end.observation);
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
    return judgeAttempt(observation, context, this.#rules);
  }

  #attempt(
    endpoint: ProxyEndpoint,
    sentModel: string,
    situation: { readonly hasNext: boolean; readonly isAlone: boolean; readonly triesHere: number; readonly startedAtMs: number },
  ): Attempt {
    const { upstream, clock, rests } = this.#path;
    const { answer, record, family, sessionId, kind } = this.#input;
    const target = this.#candidates.targetOf(endpoint);
    return new Attempt({
      upstream,
      clock,
      answer,
      adapter: this.#path.protocols(endpoint.protocol),
      clientRequest: this.#input.request.as(sentModel),
      isGated: this.#mayFollow(situation),
      firstByteTimeoutMs: this.#firstByteTimeoutMs(situation.hasNext),
      idleTimeoutMs: this.#settings.idleTimeoutMs,
      onCommit: () => {
        record.firstByte(clock.nowMs());
        rests.succeeded(target, situation.startedAtMs);
        // A place that was not free for one request is no reason for its session to move.
        if (kind === 'messages' && !this.#turns.isOverflow)
          this.#path.bindings.served(sessionId, family, endpoint.id, this.#path.endpoints.enabled(), this.#candidates.whyNotFirst(this.#failed));
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

  #encode(endpoint: ProxyEndpoint, sentModel: string): UpstreamRequest | null {
    const { request, clientStyle, acceptEncoding } = this.#input;
    const adapter = this.#path.protocols(endpoint.protocol);
    const via = request.via(this.#path.instanceId);
    return attemptRequest({ endpoint, adapter, clientRequest: request.as(sentModel), clientStyle, acceptEncoding, via });
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
    const why = this.#input.answer.hasStalled ? 'the client stopped reading' : null;
    this.#finish(this.#isInterrupted ? 'interrupted' : 'client_left', why);
  }

  #deliverFault(endpoint: ProxyEndpoint, end: AttemptEnd): void {
    const isForeign = this.#path.protocols(endpoint.protocol).decodeAnswer !== null;
    this.#finish('client_fault', `${endpoint.name}: ${deliverFault(this.#input.answer, end, isForeign)}`);
  }

  /** All endpoints that could still answer are at their limits. */
  #finishOverloaded(full: readonly ProxyEndpoint[]): void {
    const error = deliverOverload(this.#input.answer, full, this.#input.kind);
    this.#finish(this.#attempts === 0 ? 'refused' : 'failed', error);
  }

  /** Nothing is left to try: the most useful of all failures. */
  #fail(order: CandidateOrder<ProxyEndpoint>): void {
    const untried = order.resting.filter(({ endpoint }) => !this.#failed.has(endpoint.id));
    const tooSmall = this.#candidates.tooSmall().filter(({ id }) => !this.#failed.has(id));
    const bySize = failuresBySize(tooSmall, this.#path.sizes, this.#input.request.sizeBytes);
    const failures = [...this.#failed.values(), ...failuresAtRest(untried, this.#path.clock.nowMs()), ...bySize];
    this.#finish('failed', deliverFailure(this.#input.answer, failures, this.#input.kind));
  }

  #finish(outcome: Outcome, error: string | null): void {
    const { answer, record } = this.#input;
    record.finished({ outcome, status: answer.status, error, responseBytes: answer.bytes, endedAtMs: this.#path.clock.nowMs() });
  }
}
