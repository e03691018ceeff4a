/** The price list that comes with the program: list prices of the makers, put together from their pages and models.dev (MIT). */
import { type ListedPrice, listedPrices, priceDocumentSchema } from './price-document.ts';
import document from './prices.json' with { type: 'json' };

/** When prices.json was last looked through. Prices change: it is a beginning, and the user's own list wins over it. */
export const BUILT_IN_PRICES_DATE = '2026-11-21';

export function builtInPrices(): readonly ListedPrice[] {
  return listedPrices(priceDocumentSchema.parse(document));
}
