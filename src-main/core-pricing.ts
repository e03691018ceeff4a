/** Joins prices with what was used: which models were seen and what they cost, and the recalculation of stored costs. */
import type { ModelPrice, PriceList, PriceListInput, RecalculateInput, Recalculation } from '../src-shared/schemas/pricing.ts';
import type { UsageBreakdown } from '../src-shared/schemas/usage.ts';
import { MS_PER_DAY } from '../src-shared/units.ts';
import type { PricingService } from './admin/ports.ts';
import type { Clock } from './platform/clock.ts';
import { BUILT_IN_PRICES_DATE } from './pricing/built-in-prices.ts';
import type { PriceBook } from './pricing/price-book.ts';
import type { Storage } from './storage/storage.ts';

export interface PricingParts {
  readonly prices: PriceBook;
  readonly storage: Pick<Storage, 'usage' | 'reprice'>;
  /** Those of now. Costs at endpoints that are gone are never recalculated. */
  readonly endpoints: () => readonly { readonly id: string; readonly costMultiplier: number }[];
  readonly clock: Clock;
}

type UsedModel = UsageBreakdown['rows'][number];

export function pricingService({ prices, storage, clock }: PricingParts): PricingService {
  return {
    async list({ days }: PriceListInput): Promise<PriceList> {
      const nowMs = clock.nowMs();
      const used = await modelsUsed(storage, { sinceMs: nowMs - days * MS_PER_DAY, untilMs: nowMs + 1 });
      const seen = new Set(used.map(({ key }) => key));
      const unseen = prices.ownModels().filter((model) => !seen.has(model));
      const models: ModelPrice[] = [...used.map((row) => ({ ...prices.priceOf(row.key), ...figuresOf(row) })), ...unseen.map(unused)];
      models.sort((one, other) => Number(one.prices !== null) - Number(other.prices !== null) || other.tokens - one.tokens);
      return { models, listDate: BUILT_IN_PRICES_DATE, file: prices.file, problem: prices.problem };
    },
    set: (price) => prices.set(price),
    remove: (model) => prices.remove(model),
  };

  function unused(model: string): ModelPrice {
    return { ...prices.priceOf(model), model, attempts: 0, tokens: 0, costMicroUsd: 0, unpricedAttempts: 0 };
  }
}

/** Prices stored attempts as they would be priced now. With `isDryRun` nothing is written. */
export async function recalculate({ prices, storage, endpoints }: PricingParts, input: RecalculateInput): Promise<Recalculation> {
  const used = await modelsUsed(storage, input);
  const models = used.map(({ key }) => ({ model: key, prices: prices.priceOf(key).prices }));
  return storage.reprice({ ...input, models, endpoints: endpoints().map(({ id, costMultiplier }) => ({ id, multiplier: costMultiplier })) });
}

async function modelsUsed(storage: PricingParts['storage'], range: { readonly sinceMs: number; readonly untilMs: number }) {
  const { rows } = await storage.usage.breakdown({ sinceMs: range.sinceMs, untilMs: range.untilMs, by: 'model', timeZone: 'UTC' });
  return rows.filter(({ key }) => key !== '');
}

function figuresOf({ key, attempts, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, costMicroUsd, unpricedAttempts }: UsedModel) {
  return { model: key, attempts, tokens: inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens, costMicroUsd, unpricedAttempts };
}
