/** Prices of models: as users enter them, as they are applied, and what is shown of both. US dollars per million tokens. */
import { z } from 'zod';

const price = z.number('must be a number of dollars').min(0, 'must be 0 or more').max(100_000, 'must be at most 100000');

/** Every kind of token has a price here. */
const flatPricesSchema = z.object({ input: price, output: price, cacheRead: price, cacheWrite5m: price, cacheWrite1h: price });
export const tokenPricesSchema = flatPricesSchema.extend({
  /** Instead of the above when an attempt has more than 200,000 input tokens, cached ones included; null: no difference. */
  largeInput: flatPricesSchema.nullable(),
});
export type TokenPrices = z.infer<typeof tokenPricesSchema>;

const pricedModelSchema = z
  .string()
  .trim()
  .min(1, 'a model is needed')
  .max(200, 'longer than 200 characters')
  // It becomes a key of an object in a file.
  .refine((name) => name !== '__proto__', 'is not a model');

/** Absent: cache reads and 5-minute writes cost as input does, 1-hour writes of Claude models twice the input, others as the 5-minute ones. */
export const priceInputSchema = z.object({
  model: pricedModelSchema,
  input: price,
  output: price,
  cacheRead: price.optional(),
  cacheWrite: price.optional(),
  cacheWrite1h: price.optional(),
});
export type PriceInput = z.infer<typeof priceInputSchema>;

/** `override`: the user's own, by the exact name. `exact`: of the built-in list. `prefix`: of either, by the beginning of the name. */
export const PRICE_SOURCES = ['override', 'exact', 'prefix', 'none'] as const;
export const priceSourceSchema = z.enum(PRICE_SOURCES);
export type PriceSource = z.infer<typeof priceSourceSchema>;

export const appliedPriceSchema = z.object({
  source: priceSourceSchema,
  /** Name in the list whose price applies; null: none does. */
  listedAs: z.string().nullable(),
  /** That list is the user's. */
  isOwn: z.boolean(),
  prices: tokenPricesSchema.nullable(),
});
export type AppliedPrice = z.infer<typeof appliedPriceSchema>;

export const modelPriceSchema = appliedPriceSchema.extend({
  /** As it is sent to endpoints. */
  model: z.string(),
  /** In the range asked for; 0: only the user's list knows it. */
  attempts: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  costMicroUsd: z.int().nonnegative(),
  /** Attempts with usage that had no price when they ended. */
  unpricedAttempts: z.int().nonnegative(),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

export const priceListInputSchema = z.object({ days: z.int().min(1).max(3_660).default(30) }).prefault({});
export type PriceListInput = z.infer<typeof priceListInputSchema>;

export const priceListSchema = z.object({
  /** Unpriced ones first, then those with the most tokens. */
  models: z.array(modelPriceSchema),
  /** Date of the built-in list, `2026-11-21`. */
  listDate: z.string(),
  /** The user's list. */
  file: z.string(),
  /** Why the user's list is not in use; null: nothing is wrong with it. */
  problem: z.string().nullable(),
});
export type PriceList = z.infer<typeof priceListSchema>;

export const priceRemoveInputSchema = z.object({ model: pricedModelSchema });

/** Attempts of exchanges that started from `sinceMs` on and before `untilMs`. */
export const recalculateInputSchema = z.object({ sinceMs: z.number(), untilMs: z.number(), isDryRun: z.boolean().default(false) });
export type RecalculateInput = z.infer<typeof recalculateInputSchema>;

export const recalculationSchema = z.object({
  isDryRun: z.boolean(),
  /** Attempts with usage in the range that are still kept and whose endpoint is still there. */
  attempts: z.int().nonnegative(),
  /** Of those, the ones whose cost changed, or would. */
  changed: z.int().nonnegative(),
  /** Over the changed ones. */
  costBeforeMicroUsd: z.int().nonnegative(),
  costAfterMicroUsd: z.int().nonnegative(),
  /** Attempts that had no price and got one; and the other way round. */
  newlyPriced: z.int().nonnegative(),
  newlyUnpriced: z.int().nonnegative(),
});
export type Recalculation = z.infer<typeof recalculationSchema>;
