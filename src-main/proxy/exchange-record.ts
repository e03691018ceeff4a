/**
 * What is known of one exchange while it runs, and when the observer hears of it. Its times never run backwards, although the clock may
 * be set back meanwhile: nothing takes less than no time.
 */

import type { Attempt, ExchangeSummary, Outcome, Usage } from '../../src-shared/schemas/exchange.ts';
import type { Verdict } from '../failover/contract.ts';
import type { AttemptEnd } from './attempt-end.ts';
import { textWithoutCredential } from './hide-credential.ts';
import type { ExchangeObserver, ProxyEndpoint, UsageAccounting } from './ports.ts';

/** What is fixed when the exchange begins. */
export type ExchangeStart = Pick<
  ExchangeSummary,
  | 'id'
  | 'startedAtMs'
  | 'kind'
  | 'method'
  | 'path'
  | 'requestedModel'
  | 'family'
  | 'isStream'
  | 'sessionId'
  | 'client'
  | 'localToken'
  | 'requestBytes'
>;

export interface ExchangeEnd {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly error: string | null;
  readonly responseBytes: number;
  readonly endedAtMs: number;
}

const UNDECIDED = {
  firstByteAtMs: null,
  endedAtMs: null,
  outcome: null,
  status: null,
  error: null,
  responseBytes: 0,
  attemptCount: 0,
  endpoint: null,
  sentModel: null,
  usage: null,
  costMicroUsd: null,
  unpricedAttempts: 0,
} as const;

/** Reports as they are, without a price. */
const unaccounted: UsageAccounting = ({ usage }) => ({ usage, costMicroUsd: null });

export class ExchangeRecord {
  readonly #observer: ExchangeObserver;
  readonly #start: ExchangeStart;
  readonly #accounting: UsageAccounting;
  readonly #attempts: Attempt[] = [];
  /** Of the attempt that began last. */
  #endpoint: ProxyEndpoint | null = null;
  #firstByteAtMs: number | null = null;
  #isFinished = false;

  constructor(observer: ExchangeObserver, start: ExchangeStart, accounting: UsageAccounting = unaccounted) {
    this.#observer = observer;
    this.#start = start;
    this.#accounting = accounting;
  }

  get id(): string {
    return this.#start.id;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  began(): void {
    this.#observer.started({ ...this.#start, ...UNDECIDED });
  }

  /** @param note Why it is at this endpoint and not at an earlier one, when no failure says so. */
  attemptBegan(endpoint: ProxyEndpoint, sentModel: string | null, startedAtMs: number, note: string | null = null): void {
    this.#endpoint = endpoint;
    const attempt: Attempt = {
      number: this.#attempts.length + 1,
      endpointId: endpoint.id,
      endpoint: endpoint.name,
      sentModel,
      startedAtMs,
      firstByteAtMs: null,
      endedAtMs: null,
      status: null,
      verdict: null,
      ruleId: null,
      reason: note,
      restMs: null,
      upstreamRequestId: null,
      usage: null,
      costMicroUsd: null,
    };
    this.#attempts.push(attempt);
    this.#observer.attempted(this.#start.id, attempt);
  }

  /** The attempt that began last was judged. */
  attemptEnded(end: AttemptEnd, verdict: Pick<Verdict, 'kind' | 'ruleId' | 'reason' | 'rest'>, endedAtMs: number): void {
    const begun = this.#attempts.pop();
    if (begun === undefined) return;
    const firstByteAtMs = end.firstByteAtMs === null ? null : Math.max(end.firstByteAtMs, begun.startedAtMs);
    const attempt: Attempt = {
      ...begun,
      firstByteAtMs,
      endedAtMs: Math.max(endedAtMs, firstByteAtMs ?? begun.startedAtMs),
      status: end.status,
      verdict: verdict.kind,
      ruleId: verdict.ruleId,
      reason: [begun.reason, end.observation.kind === 'success' ? null : verdict.reason].filter((part) => part !== null).join('; ') || null,
      restMs: verdict.rest === null ? null : (verdict.rest.forMs ?? -1),
      upstreamRequestId: end.upstreamRequestId && textWithoutCredential(end.upstreamRequestId, this.#endpoint?.credential ?? null),
      ...this.#account(begun.sentModel, end.usage),
    };
    this.#attempts.push(attempt);
    this.#observer.attempted(this.#start.id, attempt);
  }

  /** Frozen from here on: what the prices are later changes nothing. */
  #account(sentModel: string | null, usage: Usage | null): Pick<Attempt, 'usage' | 'costMicroUsd'> {
    const { kind, sessionId, requestBytes } = this.#start;
    // Counting tokens uses none, although the answer looks like usage.
    if (usage === null || kind === 'count_tokens' || this.#endpoint === null) return { usage: null, costMicroUsd: null };
    return this.#accounting({ endpoint: this.#endpoint, sentModel, sessionId, requestBytes, usage });
  }

  firstByte(nowMs: number): void {
    this.#firstByteAtMs ??= Math.max(nowMs, this.#start.startedAtMs);
  }

  progressed(responseBytes: number, outputTokens: number): void {
    this.#observer.progressed(this.#start.id, responseBytes, outputTokens);
  }

  /** Only the first call counts. */
  finished(end: ExchangeEnd): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const last = this.#attempts.at(-1);
    this.#observer.finished(
      {
        ...this.#start,
        firstByteAtMs: this.#firstByteAtMs,
        endedAtMs: Math.max(end.endedAtMs, this.#firstByteAtMs ?? this.#start.startedAtMs),
        outcome: end.outcome,
        status: end.status,
        error: end.error,
        responseBytes: end.responseBytes,
        attemptCount: this.#attempts.length,
        endpoint: last?.endpoint ?? null,
        sentModel: last?.sentModel ?? null,
        usage: sumUsage(this.#attempts),
        costMicroUsd: sumCost(this.#attempts),
        unpricedAttempts: countUnpriced(this.#attempts),
      },
      this.#attempts,
    );
  }
}

/** Over the priced attempts; null when none is. */
function sumCost(attempts: readonly Attempt[]): number | null {
  let sum: number | null = null;
  for (const { costMicroUsd } of attempts) if (costMicroUsd !== null) sum = (sum ?? 0) + costMicroUsd;
  return sum;
}

function countUnpriced(attempts: readonly Attempt[]): number {
  return attempts.filter(({ usage, costMicroUsd }) => usage !== null && costMicroUsd === null).length;
}

function sumUsage(attempts: readonly Attempt[]): Usage | null {
  let sum: Usage | null = null;
  for (const { usage } of attempts) {
    if (usage === null) continue;
    sum =
      sum === null
        ? usage
        : {
            inputTokens: sum.inputTokens + usage.inputTokens,
            cacheReadTokens: sum.cacheReadTokens + usage.cacheReadTokens,
            cacheWrite5mTokens: sum.cacheWrite5mTokens + usage.cacheWrite5mTokens,
            cacheWrite1hTokens: sum.cacheWrite1hTokens + usage.cacheWrite1hTokens,
            outputTokens: sum.outputTokens + usage.outputTokens,
            source: sum.source === 'estimated' || usage.source === 'estimated' ? 'estimated' : 'reported',
          };
  }
  return sum;
}
