/**
 * The attempts of one exchange: how each is made, with which patience, what is concluded from it, and what the rests and the
 * record hear of it. Who is asked next is decided in exchange.ts.
 */

import { Readable } from 'node:stream';
import type { FailoverRule, Observation, Verdict } from '../failover/contract.ts';
import { judgeAttempt, MAX_ATTEMPTS_IN_COMPANY, MAX_TRIES_HERE_IN_COMPANY } from '../failover/judge-attempt.ts';
import { Attempt } from './attempt.ts';
import type { AttemptEnd } from './attempt-end.ts';
import { attemptRequest } from './attempt-request.ts';
import type { Candidates } from './candidates.ts';
import type { DataPath } from './data-path.ts';
import type { ExchangeInput } from './exchange-input.ts';
import type { RememberedFailure } from './final-delivery.ts';
import { hideCredential } from './hide-credential.ts';
import type { ProxyEndpoint, ProxySettings } from './ports.ts';
import type { RetrySleep } from './retry-sleep.ts';
import type { TurnTaking } from './turn-taking.ts';
import type { UpstreamRequest } from './upstream-port.ts';

/** Share of the API timeout that a request without a stream waits for one endpoint while there is another. */
const SHARE_WITH_COMPANY = 0.4;

/** Left for our own error to reach the client before it gives up, ms. */
const BEFORE_CLIENT_GIVES_UP_MS = 5_000;

export interface AttemptsOptions {
  readonly path: DataPath;
  readonly input: ExchangeInput;
  readonly candidates: Candidates;
  readonly turns: TurnTaking;
  readonly sleeps: RetrySleep;
}

/** What an attempt and its verdict depend on, beside what came back. */
interface Situation {
  readonly hasNext: boolean;
  readonly isAlone: boolean;
  readonly triesHere: number;
}

export interface Tried {
  readonly end: AttemptEnd;
  readonly verdict: Verdict;
}

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #settings: ProxySettings;
  readonly #rules: readonly FailoverRule[];
  readonly #startedMs: number;
  readonly #tries = new Map<string, number>();
  readonly #failed = new Map<string, RememberedFailure>();
  #count = 0;
  #current: Attempt | null = null;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#settings = options.path.settings();
    this.#rules = options.path.rules();
    this.#startedMs = options.path.clock.monotonicMs();
  }

  get count(): number {
    return this.#count;
  }

  /** Tries per endpoint id. */
  get tries(): ReadonlyMap<string, number> {
    return this.#tries;
  }

  /** The last failure of each endpoint, by its id, the latest last. */
  get failed(): ReadonlyMap<string, RememberedFailure> {
    return this.#failed;
  }

  cancel(): void {
    this.#current?.cancel();
  }

  /** The client reads again. */
  drained(): void {
    this.#current?.drained();
  }

  /** One try at one endpoint, judged and recorded. Null: the endpoint's protocol cannot carry this request. */
  async ask(endpoint: ProxyEndpoint, candidates: readonly ProxyEndpoint[], isAlone: boolean): Promise<Tried | null> {
    const { path, input, turns } = this.#options;
    const { clock, rests } = path;
    const sentModel = this.#options.candidates.sentModel(endpoint);
    const request = this.#encode(endpoint, sentModel);
    if (request === null) return null;
    const target = this.#options.candidates.targetOf(endpoint);
    const startedAtMs = clock.nowMs();
    const triesHere = (this.#tries.get(endpoint.id) ?? 0) + 1;
    this.#tries.set(endpoint.id, triesHere);
    this.#count += 1;
    const situation = { hasNext: this.#options.candidates.next(candidates, this.#tries) !== null, isAlone, triesHere };
    input.record.attemptBegan(endpoint, sentModel, startedAtMs, turns.note);
    rests.attemptBegan(target);
    const attempt = this.#attempt(endpoint, sentModel, { ...situation, startedAtMs });
    this.#current = attempt;
    input.answer.audit?.forwarded({ ...request, body: request.body instanceof Readable ? null : request.body });
    const ended = await attempt.run(request);
    this.#current = null;
    const end = { ...ended, observation: hideCredential(ended.observation, endpoint.credential) };
    path.sizes.saw(endpoint, input.request.sizeBytes, end.observation);
    const failureStreak = rests.failureStreak(target, startedAtMs);
    const verdict = this.#judge(end.observation, { ...situation, failureStreak });
    if (end.observation.kind === 'client-left') rests.released(target);
    else if (end.observation.kind === 'success') rests.succeeded(target, startedAtMs);
    else rests.failed({ target, verdict, observation: end.observation, startedAtMs });
    rests.attemptEnded(target);
    input.record.attemptEnded(end, verdict, clock.nowMs());
    return { end, verdict };
  }

  /** The attempt failed and another may follow. */
  remember(endpoint: ProxyEndpoint, { end, verdict }: Tried): void {
    const waitMs = verdict.rest?.forMs ?? null;
    this.#failed.delete(endpoint.id);
    this.#failed.set(endpoint.id, { endpoint: endpoint.name, ruleId: verdict.ruleId, observation: end.observation, waitMs, received: end.received });
  }

  #judge(observation: Observation, situation: Situation & { readonly failureStreak: number }): Verdict {
    const { maxRetries, restLimitMs } = this.#settings;
    const context = {
      ...situation,
      exchangeKind: this.#options.input.kind,
      attempts: this.#count,
      sleptMs: this.#options.sleeps.sleptMs,
      maxRetries,
      restLimitMs,
      random: this.#options.path.random(),
    };
    return judgeAttempt(observation, context, this.#rules);
  }

  #attempt(endpoint: ProxyEndpoint, sentModel: string, situation: Situation & { readonly startedAtMs: number }): Attempt {
    const { upstream, clock, protocols } = this.#options.path;
    const { answer, record, request } = this.#options.input;
    return new Attempt({
      upstream,
      clock,
      answer,
      adapter: protocols(endpoint.protocol),
      clientRequest: request.as(sentModel),
      isGated: this.#mayFollow(situation),
      firstByteTimeoutMs: this.#firstByteTimeoutMs(situation.hasNext),
      idleTimeoutMs: this.#settings.idleTimeoutMs,
      onCommit: () => this.#committed(endpoint, situation.startedAtMs),
      onProgress: (outputTokens) => record.progressed(answer.bytes, outputTokens),
    });
  }

  #committed(endpoint: ProxyEndpoint, startedAtMs: number): void {
    const { path, input, candidates, turns } = this.#options;
    input.record.firstByte(path.clock.nowMs());
    path.rests.succeeded(candidates.targetOf(endpoint), startedAtMs);
    // A place that was not free for one request is no reason for its session to move.
    if (input.kind === 'messages' && !turns.isOverflow)
      path.bindings.served(input.sessionId, input.family, endpoint.id, path.endpoints.enabled(), candidates.whyNotFirst(this.#failed));
    input.answer.audit?.settle();
    input.request.free();
  }

  /** Whether another attempt could follow this one, here or elsewhere. */
  #mayFollow({ hasNext, isAlone, triesHere }: Situation): boolean {
    if (isAlone) return triesHere <= this.#settings.maxRetries;
    return this.#count < MAX_ATTEMPTS_IN_COMPANY && (hasNext || triesHere < MAX_TRIES_HERE_IN_COMPANY);
  }

  #firstByteTimeoutMs(hasNext: boolean): number {
    const { firstByteTimeoutMs, apiTimeoutMs } = this.#settings;
    if (this.#options.input.request.isStream) return firstByteTimeoutMs;
    if (hasNext) return Math.round(apiTimeoutMs * SHARE_WITH_COMPANY);
    const spentMs = this.#options.path.clock.monotonicMs() - this.#startedMs;
    return Math.max(apiTimeoutMs - BEFORE_CLIENT_GIVES_UP_MS - spentMs, BEFORE_CLIENT_GIVES_UP_MS);
  }

  #encode(endpoint: ProxyEndpoint, sentModel: string): UpstreamRequest | null {
    const { path, input } = this.#options;
    const { request, clientStyle, acceptEncoding } = input;
    const via = request.via(path.instanceId);
    return attemptRequest({
      endpoint,
      adapter: path.protocols(endpoint.protocol),
      clientRequest: request.as(sentModel),
      clientStyle,
      acceptEncoding,
      via,
      onSent: request.lend(),
    });
  }
}
