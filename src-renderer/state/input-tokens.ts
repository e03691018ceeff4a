/** How many input tokens a request has, as far as that can be told. */
import type { ExchangeSummary } from '../../src-shared/schemas/exchange.ts';

/** Rule of thumb for English text and code in JSON. */
const BYTES_PER_TOKEN = 4;

/** As reported, whether from the cache or not; else from the size of the request. */
export function inputTokensOf({ usage, requestBytes }: Pick<ExchangeSummary, 'usage' | 'requestBytes'>): number {
  const reported = usage === null ? 0 : usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  return reported > 0 ? reported : Math.ceil(requestBytes / BYTES_PER_TOKEN);
}
