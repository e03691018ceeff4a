/** What is known of one exchange while it runs, and when the observer hears of it. */

import type { Attempt, ExchangeSummary, Outcome, Usage } from '../../src-shared/schemas/exchange.ts';
import type { Verdict } from '../failover/contract.ts';
import type { AttemptEnd } from './attempt-end.ts';
import type { ExchangeObserver, ProxyEndpoint } from './ports.ts';

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
} as const;

export class ExchangeRecord {
  readonly #observer: ExchangeObserver;
  readonly #start: ExchangeStart;
  readonly #attempts: Attempt[] = [];
  #firstByteAtMs: number | null = null;
  #isFinished = false;

  constructor(observer: ExchangeObserver, start: ExchangeStart) {
    this.#observer = observer;
    this.#start = start;
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
    const attempt: Attempt = {
      ...begun,
      firstByteAtMs: end.firstByteAtMs,
      endedAtMs,
      status: end.status,
      verdict: verdict.kind,
      ruleId: verdict.ruleId,
      reason: [begun.reason, end.observation.kind === 'success' ? null : verdict.reason].filter((part) => part !== null).join('; ') || null,
      restMs: verdict.rest === null ? null : (verdict.rest.forMs ?? -1),
      upstreamRequestId: end.upstreamRequestId,
      // Counting tokens uses none, although the answer looks like usage.
      usage: this.#start.kind === 'count_tokens' ? null : end.usage,
    };
    this.#attempts.push(attempt);
    this.#observer.attempted(this.#start.id, attempt);
  }

  firstByte(nowMs: number): void {
    this.#firstByteAtMs ??= nowMs;
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
        endedAtMs: end.endedAtMs,
        outcome: end.outcome,
        status: end.status,
        error: end.error,
        responseBytes: end.responseBytes,
        attemptCount: this.#attempts.length,
        endpoint: last?.endpoint ?? null,
        sentModel: last?.sentModel ?? null,
        usage: sumUsage(this.#attempts),
        costMicroUsd: null,
      },
      this.#attempts,
    );
  }
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
