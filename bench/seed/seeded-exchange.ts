/** Makes one exchange with its attempts, as the data path would have recorded it. */
import { v7 as uuidv7 } from 'uuid';
import { between, type Random } from '../../src-main/demo/seeded-random.ts';
import type { Attempt, ExchangeKind, ExchangeSummary, Outcome, Usage } from '../../src-shared/schemas/exchange.ts';
import { type CastEndpoint, MODELS } from './cast.ts';
import { logNormal, weighted } from './chance.ts';
import type { Conversation, Conversations } from './conversation.ts';
import type { Failure, Routes } from './route.ts';

export interface SeededExchange {
  readonly exchange: ExchangeSummary;
  readonly attempts: readonly Attempt[];
}

interface Kind {
  readonly weight: number;
  readonly kind: ExchangeKind;
  readonly path: string;
  readonly method: string;
}

const KINDS: readonly [Kind, ...Kind[]] = [
  { weight: 88, kind: 'messages', path: '/v1/messages', method: 'POST' },
  { weight: 10, kind: 'count_tokens', path: '/v1/messages/count_tokens', method: 'POST' },
  { weight: 1.5, kind: 'models', path: '/v1/models', method: 'GET' },
  { weight: 0.5, kind: 'other', path: '/v1/files', method: 'GET' },
];

/** How an answer of an endpoint that works ends. */
interface Ending {
  readonly weight: number;
  readonly outcome: Outcome;
  readonly status: number;
  readonly ruleId: string;
  readonly reason: string;
}

const ENDINGS: readonly [Ending, ...Ending[]] = [
  { weight: 94, outcome: 'delivered', status: 200, ruleId: 'success', reason: 'answered' },
  { weight: 2.2, outcome: 'client_fault', status: 400, ruleId: 'client-fault', reason: 'answered 400 (invalid_request_error: max_tokens)' },
  { weight: 3, outcome: 'client_left', status: 200, ruleId: 'client-left', reason: 'the client closed the connection' },
  { weight: 0.6, outcome: 'stream_cut', status: 200, ruleId: 'stream-cut', reason: 'broke off after the answer had begun' },
  { weight: 0.2, outcome: 'interrupted', status: 200, ruleId: 'success', reason: 'answered' },
];

const REFUSED_SHARE = 0.003;
const NON_STREAM_SHARE = 0.12;
const LONG_CACHE_SHARE = 0.2;
const MAX_ATTEMPTS = 4;

export class ExchangeMaker {
  readonly #random: Random;
  readonly #conversations: Conversations;
  readonly #routes: Routes;

  constructor(parts: { readonly random: Random; readonly conversations: Conversations; readonly routes: Routes }) {
    this.#random = parts.random;
    this.#conversations = parts.conversations;
    this.#routes = parts.routes;
  }

  make(startedAtMs: number, progress: number): SeededExchange {
    const random = this.#random;
    const kind = weighted(random, KINDS);
    const conversation = this.#conversations.next(progress);
    const isMessages = kind.kind === 'messages';
    const hasModel = isMessages || kind.kind === 'count_tokens';
    const exchange: ExchangeSummary = {
      id: uuidv7({ msecs: startedAtMs, random: Uint8Array.from({ length: 16 }, () => between(random, 0, 255)) }),
      startedAtMs,
      firstByteAtMs: null,
      endedAtMs: startedAtMs + between(random, 1, 4),
      kind: kind.kind,
      method: kind.method,
      path: kind.path,
      requestedModel: hasModel ? conversation.model.requested : null,
      family: hasModel ? conversation.model.family : null,
      isStream: isMessages && random() >= NON_STREAM_SHARE,
      sessionId: hasModel ? conversation.id : null,
      client: conversation.client,
      localToken: conversation.localToken,
      outcome: null,
      status: null,
      error: null,
      requestBytes: isMessages ? Math.round(conversation.contextTokens * 3.6) : between(random, 200, 4_000),
      responseBytes: 0,
      attemptCount: 0,
      endpoint: null,
      sentModel: null,
      usage: null,
      costMicroUsd: null,
      unpricedAttempts: 0,
    };
    if (random() < REFUSED_SHARE) return this.#refused(exchange);
    return this.#tried(exchange, conversation, progress);
  }

  #refused(exchange: ExchangeSummary): SeededExchange {
    return { exchange: { ...exchange, outcome: 'refused', status: 400, error: 'the body is not a JSON object with a model' }, attempts: [] };
  }

  #tried(exchange: ExchangeSummary, conversation: Conversation, progress: number): SeededExchange {
    const attempts: Attempt[] = [];
    let atMs = exchange.startedAtMs + 1;
    for (const endpoint of this.#routes.at(exchange.startedAtMs, progress).slice(0, MAX_ATTEMPTS)) {
      for (let isRetry = false; ; isRetry = true) {
        const failure = this.#routes.failureOf(endpoint);
        if (failure === null) {
          const attempt = this.#answered(exchange, conversation, { endpoint, number: attempts.length + 1, atMs });
          return this.#ended(exchange, [...attempts, attempt.attempt], attempt.ending);
        }
        const attempt = this.#failed(exchange, failure, { endpoint, number: attempts.length + 1, atMs });
        attempts.push(attempt);
        atMs = (attempt.endedAtMs ?? atMs) + 2;
        if (failure.verdict === 'try-next' || isRetry) break;
      }
    }
    const last = attempts.at(-1);
    return {
      exchange: {
        ...this.#summed(exchange, attempts),
        outcome: 'failed',
        status: last?.status !== null && last?.status !== undefined && last.status >= 400 ? last.status : 529,
        endedAtMs: atMs,
        firstByteAtMs: atMs,
        error: `no endpoint could answer: ${attempts.map(({ endpoint, reason }) => `${endpoint}: ${reason}`).join('; ')}`,
      },
      attempts,
    };
  }

  #failed(exchange: ExchangeSummary, failure: Failure, place: Place): Attempt {
    const tookMs = failure.ruleId === 'timeout' ? 60_000 : Math.round(logNormal(this.#random, 350, 0.8));
    const endedAtMs = place.atMs + tookMs;
    return {
      ...emptyAttempt(exchange, place),
      firstByteAtMs: failure.status === null ? null : endedAtMs - 1,
      endedAtMs,
      status: failure.status,
      verdict: failure.verdict,
      ruleId: failure.ruleId,
      reason: failure.reason,
      restMs: failure.restMs,
    };
  }

  #answered(exchange: ExchangeSummary, conversation: Conversation, place: Place): { readonly attempt: Attempt; readonly ending: Ending } {
    const random = this.#random;
    const isMessages = exchange.kind === 'messages';
    const ending = isMessages ? weighted(random, ENDINGS) : ENDINGS[0];
    const usage = isMessages && ending.outcome !== 'client_fault' ? this.#usage(conversation, place.endpoint, ending) : null;
    const firstByteMs = isMessages
      ? logNormal(random, place.endpoint.firstByteMs * (1 + conversation.contextTokens / 150_000), 0.45)
      : logNormal(random, 180, 0.4);
    const streamMs = usage === null ? 2 : (usage.outputTokens / (conversation.model.pace * logNormal(random, 1, 0.2))) * 1_000;
    const empty = emptyAttempt(exchange, place);
    const firstByteAtMs = Math.round(place.atMs + (exchange.isStream ? firstByteMs : firstByteMs + streamMs));
    const attempt: Attempt = {
      ...empty,
      firstByteAtMs,
      endedAtMs: exchange.isStream ? Math.round(firstByteAtMs + streamMs) : firstByteAtMs + 1,
      status: ending.status,
      verdict: ending.outcome === 'client_fault' ? 'stop' : 'deliver',
      ruleId: ending.ruleId,
      reason: ending.reason,
      upstreamRequestId: `req_${between(random, 0, 0xff_ff_ff_ff).toString(16)}`,
      usage,
      costMicroUsd: usage === null ? null : costOf(usage, empty.sentModel, place.endpoint),
    };
    return { attempt, ending };
  }

  #usage(conversation: Conversation, endpoint: CastEndpoint, ending: Ending): Usage {
    const random = this.#random;
    const isCut = ending.outcome === 'client_left' || ending.outcome === 'stream_cut' || ending.outcome === 'interrupted';
    const fresh = Math.round(logNormal(random, 900, 0.9));
    const outputTokens = Math.max(1, Math.round(logNormal(random, 320, 1.1) * (isCut ? random() : 1)));
    const isLong = random() < LONG_CACHE_SHARE;
    const usage: Usage = {
      inputTokens: between(random, 3, 60),
      cacheReadTokens: conversation.contextTokens,
      cacheWrite5mTokens: isLong ? 0 : fresh,
      cacheWrite1hTokens: isLong ? fresh : 0,
      outputTokens,
      source: isCut || random() < endpoint.estimatedShare ? 'estimated' : 'reported',
    };
    this.#conversations.grow(conversation, fresh + outputTokens);
    return usage;
  }

  #ended(exchange: ExchangeSummary, attempts: readonly Attempt[], ending: Ending): SeededExchange {
    const last = attempts.at(-1);
    const { outcome } = ending;
    return {
      exchange: {
        ...this.#summed(exchange, attempts),
        outcome,
        status: ending.status,
        firstByteAtMs: last?.firstByteAtMs ?? null,
        endedAtMs: last?.endedAtMs ?? null,
        responseBytes: 400 + (last?.usage?.outputTokens ?? 20) * (exchange.isStream ? 95 : 5),
        error: outcome === 'stream_cut' || outcome === 'interrupted' ? ending.reason : null,
      },
      attempts,
    };
  }

  #summed(exchange: ExchangeSummary, attempts: readonly Attempt[]): ExchangeSummary {
    const last = attempts.at(-1);
    return {
      ...exchange,
      attemptCount: attempts.length,
      endpoint: last?.endpoint ?? null,
      sentModel: last?.sentModel ?? null,
      usage: last?.usage ?? null,
      costMicroUsd: last?.costMicroUsd ?? null,
      unpricedAttempts: last !== undefined && last.usage !== null && last.costMicroUsd === null ? 1 : 0,
    };
  }
}

interface Place {
  readonly endpoint: CastEndpoint;
  readonly number: number;
  readonly atMs: number;
}

function emptyAttempt({ requestedModel }: ExchangeSummary, { endpoint, number, atMs }: Place): Attempt {
  return {
    number,
    endpointId: endpoint.id,
    endpoint: endpoint.name,
    sentModel: requestedModel === null ? null : (endpoint.modelMap[requestedModel] ?? requestedModel),
    startedAtMs: atMs,
    firstByteAtMs: null,
    endedAtMs: null,
    status: null,
    verdict: null,
    ruleId: null,
    reason: null,
    restMs: null,
    upstreamRequestId: null,
    usage: null,
    costMicroUsd: null,
  };
}

/** Frozen as the app would have: list price times the endpoint's multiplier. */
function costOf(usage: Usage, sentModel: string | null, { multiplier }: CastEndpoint): number | null {
  const price = MODELS.find(({ requested }) => requested === sentModel)?.price;
  if (price === null || price === undefined) return null;
  const [input, cacheRead, cacheWrite5m, cacheWrite1h, output] = price;
  return Math.round(
    multiplier *
      (usage.inputTokens * input +
        usage.cacheReadTokens * cacheRead +
        usage.cacheWrite5mTokens * cacheWrite5m +
        usage.cacheWrite1hTokens * cacheWrite1h +
        usage.outputTokens * output),
  );
}
