/** Which models the demo's history used, how many tokens, and what they would have cost. */
import type { Family } from '../../src-shared/schemas/endpoint.ts';
import type { Usage } from '../../src-shared/schemas/exchange.ts';
import { between, pick, type Random } from './seeded-random.ts';

export interface SampleModel {
  readonly name: string;
  readonly family: Family;
  /** US dollars per million uncached input tokens; null: without a price, as models of some gateways are. */
  readonly inputUsd: number | null;
}

const OPUS: SampleModel = { name: 'claude-opus-5-5', family: 'opus', inputUsd: 5 };
const SONNET: SampleModel = { name: 'claude-sonnet-4-6', family: 'sonnet', inputUsd: 3 };
const HAIKU: SampleModel = { name: 'claude-haiku-4-5-20251001', family: 'haiku', inputUsd: 1 };
const UNPRICED: SampleModel = { name: 'demo-model-preview', family: 'other', inputUsd: null };
const MODELS: readonly [SampleModel, ...SampleModel[]] = [OPUS, OPUS, OPUS, OPUS, SONNET, SONNET, SONNET, SONNET, SONNET, HAIKU, HAIKU, HAIKU];
const UNPRICED_SHARE = 0.02;

/** Of all models of this vendor: what output and the cache cost, as a multiple of the input. */
const OUTPUT_FACTOR = 5;
const CACHE_READ_FACTOR = 0.1;
const CACHE_WRITE_FACTOR = 1.25;

export function sampleModel(random: Random): SampleModel {
  return random() < UNPRICED_SHARE ? UNPRICED : pick(random, MODELS);
}

/** Mostly cache reads, as in a long session; sometimes a session begins and writes the cache. */
export function sampleUsage(random: Random, { inputUsd }: SampleModel): { readonly usage: Usage; readonly costMicroUsd: number | null } {
  const isBeginning = random() < 0.15;
  const usage: Usage = {
    inputTokens: between(random, 4, isBeginning ? 4_000 : 400),
    cacheReadTokens: isBeginning ? 0 : between(random, 8_000, 90_000),
    cacheWrite5mTokens: isBeginning ? between(random, 9_000, 30_000) : between(random, 0, 3_000),
    cacheWrite1hTokens: 0,
    outputTokens: Math.round(30 + 2_400 * random() ** 3),
    source: 'reported',
  };
  if (inputUsd === null) return { usage, costMicroUsd: null };
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, outputTokens } = usage;
  const units = inputTokens + cacheReadTokens * CACHE_READ_FACTOR + cacheWrite5mTokens * CACHE_WRITE_FACTOR + outputTokens * OUTPUT_FACTOR;
  // Dollars per million tokens are millionths of a dollar per token.
  return { usage, costMicroUsd: Math.round(units * inputUsd) };
}
