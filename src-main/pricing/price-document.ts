/**
 * Reads a list of prices in the format of models.dev: `{ "<provider>": { "models": { "<model>": { "cost": { .. } } } } }`, in US
 * dollars per million tokens. `cache_write_1h` is an addition of ours. Anything else in it is passed over.
 */
import { z } from 'zod';
import type { TokenPrices } from '../../src-shared/schemas/pricing.ts';
import { modelKey } from './model-key.ts';

const dollars = z.number().min(0).max(100_000);
const costSchema = z.object({
  input: dollars,
  output: dollars,
  cache_read: dollars.optional(),
  cache_write: dollars.optional(),
  cache_write_1h: dollars.optional(),
});
export type ListedCost = z.infer<typeof costSchema>;
const modelSchema = z.looseObject({ cost: z.looseObject({ ...costSchema.shape, context_over_200k: costSchema.optional() }).optional() });
/** Loose: whatever else is in a user's file stays in it. */
export const priceDocumentSchema = z.record(z.string(), z.looseObject({ models: z.record(z.string(), modelSchema).default({}) }));
export type PriceDocument = z.infer<typeof priceDocumentSchema>;

export interface ListedPrice {
  /** As it is written in the list. */
  readonly model: string;
  readonly prices: TokenPrices;
}

/** What 1-hour cache writes cost as a multiple of input, where a list does not say. */
const CLAUDE_1H_WRITE_FACTOR = 2;

/** Makers before resellers, whose prices for the same model differ. */
const MAKERS = ['anthropic', 'openai', 'deepseek', 'moonshotai', 'zai', 'alibaba', 'google', 'minimax', 'xai', 'mistral'];

/** In the order in which they count: for a model that several providers list, its maker's price. */
export function listedPrices(document: PriceDocument): readonly ListedPrice[] {
  const rank = (provider: string) => (MAKERS.includes(provider) ? MAKERS.indexOf(provider) : MAKERS.length);
  return Object.entries(document)
    .sort(([one], [other]) => rank(one) - rank(other))
    .flatMap(([, { models }]) =>
      Object.entries(models).flatMap(([model, { cost }]) => (cost === undefined ? [] : [{ model, prices: tokenPrices(model, cost) }])),
    );
}

function tokenPrices(model: string, cost: ListedCost & { readonly context_over_200k?: ListedCost | undefined }): TokenPrices {
  const large = cost.context_over_200k;
  return { ...flatPrices(model, cost), largeInput: large === undefined ? null : flatPrices(model, large) };
}

function flatPrices(model: string, cost: ListedCost): Omit<TokenPrices, 'largeInput'> {
  const cacheWrite5m = cost.cache_write ?? cost.input;
  const usual1h = modelKey(model).startsWith('claude-') ? cost.input * CLAUDE_1H_WRITE_FACTOR : cacheWrite5m;
  return {
    input: cost.input,
    output: cost.output,
    cacheRead: cost.cache_read ?? cost.input,
    cacheWrite5m,
    cacheWrite1h: cost.cache_write_1h ?? usual1h,
  };
}
