/** How quickly an answer was written. */
import type { ExchangeSummary } from '../../src-shared/schemas/exchange.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';

/** A shorter answer came in one piece, and a rate of it would be a rate of the network. */
const MIN_MS = 200;

/** Output tokens per second from the first byte to the end; null while under way, without a stream, or where it says nothing. */
export function tokensPerSecond({
  firstByteAtMs,
  endedAtMs,
  usage,
  isStream,
}: Pick<ExchangeSummary, 'firstByteAtMs' | 'endedAtMs' | 'usage' | 'isStream'>): number | null {
  if (!isStream || firstByteAtMs === null || endedAtMs === null || usage === null || usage.outputTokens === 0) return null;
  const lengthMs = endedAtMs - firstByteAtMs;
  return lengthMs < MIN_MS ? null : (usage.outputTokens * MS_PER_SECOND) / lengthMs;
}
