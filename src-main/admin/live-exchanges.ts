/**
 * Keeps the exchanges that are under way, for "what is happening now", and tells the feed about each step.
 *
 * It hears of everything on the relaying thread, so each call only updates a map and publishes; merging of progress is
 * the feed's work.
 */
import type { FeedEvent } from '../../src-shared/feed-events.ts';
import type { Attempt, ExchangeDetail, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';

interface LiveExchange {
  summary: ExchangeSummary;
  readonly attempts: Map<number, Attempt>;
}

export class LiveExchanges {
  readonly #live = new Map<string, LiveExchange>();
  readonly #publish: (event: FeedEvent) => void;

  constructor(options: { readonly publish: (event: FeedEvent) => void }) {
    this.#publish = options.publish;
  }

  get count(): number {
    return this.#live.size;
  }

  /** Newest first. */
  list(): readonly ExchangeSummary[] {
    return [...this.#live.values()].map((live) => live.summary).reverse();
  }

  get(id: string): ExchangeDetail | null {
    const live = this.#live.get(id);
    return live === undefined ? null : { ...live.summary, attempts: [...live.attempts.values()] };
  }

  started(exchange: ExchangeSummary): void {
    this.#live.set(exchange.id, { summary: exchange, attempts: new Map() });
    this.#publish({ type: 'exchange-started', exchange });
  }

  attempted(exchangeId: string, attempt: Attempt): void {
    const live = this.#live.get(exchangeId);
    if (live === undefined) return;
    live.attempts.set(attempt.number, attempt);
    live.summary = { ...live.summary, attemptCount: live.attempts.size, endpoint: attempt.endpoint, sentModel: attempt.sentModel };
    this.#publish({ type: 'attempt-changed', exchangeId, attempt });
  }

  progressed(exchangeId: string, responseBytes: number, outputTokens: number): void {
    this.#publish({ type: 'exchange-progress', exchangeId, responseBytes, outputTokens });
  }

  finished(exchange: ExchangeSummary): void {
    this.#live.delete(exchange.id);
    this.#publish({ type: 'exchange-finished', exchange });
  }
}
