/** What tokens cost at given prices. Dollars per million tokens are millionths of a dollar per token, so no factor is needed. */
import type { Usage } from './schemas/exchange.ts';
import type { TokenPrices } from './schemas/pricing.ts';

/** From this much input on, cached or not, some models have other prices. */
const LARGE_INPUT_TOKENS = 200_000;

export type TokenCounts = Omit<Usage, 'source'>;

/** @returns Whole millionths of a US dollar. */
export function costMicroUsd(prices: TokenPrices, multiplier: number, usage: TokenCounts): number {
  const inputTokens = usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = (inputTokens > LARGE_INPUT_TOKENS ? prices.largeInput : null) ?? prices;
  const atList =
    usage.inputTokens * input +
    usage.cacheReadTokens * cacheRead +
    usage.cacheWrite5mTokens * cacheWrite5m +
    usage.cacheWrite1hTokens * cacheWrite1h +
    usage.outputTokens * output;
  return Math.round(atList * multiplier);
}
