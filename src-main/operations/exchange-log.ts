/**
 * What the log says of exchanges: one line for each that has ended, and a warning for each failover. Ids, names, numbers and rule
 * names only; texts of endpoints may quote the request, so they stay in the records.
 */
import type { Attempt, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import type { Logger } from '../platform/logger.ts';

export class ExchangeLog {
  readonly #logger: Logger;

  constructor(options: { readonly logger: Logger }) {
    this.#logger = options.logger;
  }

  attempted(exchangeId: string, attempt: Attempt): void {
    if (attempt.verdict !== 'try-next') return;
    const { endpoint, number, status, ruleId, restMs } = attempt;
    this.#logger.warn('an endpoint failed and the next one is tried', { exchangeId, endpoint, attempt: number, status, ruleId, restMs });
  }

  finished(exchange: ExchangeSummary): void {
    const { id, kind, outcome, status, endpoint, sentModel, attemptCount, startedAtMs, endedAtMs, usage } = exchange;
    this.#logger.info('exchange finished', {
      exchangeId: id,
      kind,
      outcome,
      status,
      endpoint,
      model: sentModel,
      attempts: attemptCount,
      ms: endedAtMs === null ? null : endedAtMs - startedAtMs,
      inputTokens: usage?.inputTokens ?? null,
      cacheReadTokens: usage?.cacheReadTokens ?? null,
      outputTokens: usage?.outputTokens ?? null,
    });
  }
}
