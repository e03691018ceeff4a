/** Questions about what happens and happened: exchanges, sessions that stay somewhere, usage. */
import { z } from 'zod';
import { exchangeIdInputSchema } from '../../../src-shared/schemas/admin.ts';
import {
  exchangeCountSchema,
  exchangeDetailSchema,
  exchangeExportInputSchema,
  exchangeExportPartSchema,
  exchangeFilterSchema,
  exchangeListInputSchema,
  exchangePageSchema,
  exchangeSummarySchema,
} from '../../../src-shared/schemas/exchange.ts';
import { recalculateInputSchema, recalculationSchema } from '../../../src-shared/schemas/pricing.ts';
import { sessionViewSchema } from '../../../src-shared/schemas/session.ts';
import {
  usageBreakdownInputSchema,
  usageBreakdownSchema,
  usageHoursInputSchema,
  usageHoursSchema,
  usageInputSchema,
  usageOverviewInputSchema,
  usageOverviewSchema,
  usageReportSchema,
  usageSeriesInputSchema,
  usageSeriesSchema,
} from '../../../src-shared/schemas/usage.ts';
import type { AdminServices } from '../ports.ts';
import { procedure, router } from '../trpc.ts';

/** Sessions that stay somewhere: not stored, since a restart has no prompt cache to keep. */
export function sessionProcedures({ sessions }: Pick<AdminServices, 'sessions'>) {
  return router({ list: procedure.output(z.array(sessionViewSchema)).query(() => [...sessions.list()]) });
}

export function exchangeProcedures({ exchanges }: Pick<AdminServices, 'exchanges'>) {
  return router({
    list: procedure
      .input(exchangeListInputSchema.prefault({}))
      .output(exchangePageSchema)
      .query(({ input }) => exchanges.list(input)),
    count: procedure
      .input(exchangeFilterSchema)
      .output(exchangeCountSchema)
      .query(({ input }) => exchanges.count(input)),
    // A query, not a stream: the reader decides when the next part is made, and an export that is given up ends at once.
    exportPart: procedure
      .input(exchangeExportInputSchema)
      .output(exchangeExportPartSchema)
      .query(({ input }) => exchanges.exportPart(input)),
    get: procedure
      .input(exchangeIdInputSchema)
      .output(exchangeDetailSchema)
      .query(({ input }) => exchanges.get(input.id)),
    live: procedure.output(z.array(exchangeSummarySchema)).query(() => [...exchanges.live()]),
  });
}

export function usageProcedures({ usage }: Pick<AdminServices, 'usage'>) {
  return router({
    report: procedure
      .input(usageInputSchema)
      .output(usageReportSchema)
      .query(({ input }) => usage.report(input)),
    overview: procedure
      .input(usageOverviewInputSchema)
      .output(usageOverviewSchema)
      .query(({ input }) => usage.overview(input)),
    series: procedure
      .input(usageSeriesInputSchema)
      .output(usageSeriesSchema)
      .query(({ input }) => usage.series(input)),
    hours: procedure
      .input(usageHoursInputSchema)
      .output(usageHoursSchema)
      .query(({ input }) => usage.hours(input)),
    breakdown: procedure
      .input(usageBreakdownInputSchema)
      .output(usageBreakdownSchema)
      .query(({ input }) => usage.breakdown(input)),
    recalculate: procedure
      .input(recalculateInputSchema)
      .output(recalculationSchema)
      .mutation(({ input }) => usage.recalculate(input)),
  });
}
