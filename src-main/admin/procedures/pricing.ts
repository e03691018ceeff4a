/** Questions and commands about prices. What was recorded keeps its cost until it is recalculated: `usage.recalculate`. */
import {
  appliedPriceSchema,
  priceInputSchema,
  priceListInputSchema,
  priceListSchema,
  priceRemoveInputSchema,
} from '../../../src-shared/schemas/pricing.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

export function pricingProcedures({ pricing }: Pick<AdminServices, 'pricing'>) {
  return router({
    list: procedure
      .input(priceListInputSchema)
      .output(priceListSchema)
      .query(({ input }) => pricing.list(input)),
    set: procedure
      .input(priceInputSchema)
      .output(appliedPriceSchema)
      .mutation(({ input }) => pricing.set(input)),
    remove: procedure
      .input(priceRemoveInputSchema)
      .output(appliedPriceSchema)
      .mutation(({ input }) => pricing.remove(input.model)),
  });
}
