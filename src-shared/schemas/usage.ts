/** Questions about usage over time, and their answers. Days are cut in the viewer's time zone. */
import { z } from 'zod';

export const timeZoneSchema = z
  .string()
  .max(100)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      // RangeError is how Intl says that it does not know a zone.
      return false;
    }
  }, 'is not an IANA time zone such as Europe/Berlin');

export const usageInputSchema = z.object({
  by: z.enum(['day', 'model', 'endpoint']).default('day'),
  sinceMs: z.number(),
  untilMs: z.number(),
  timeZone: timeZoneSchema.default('UTC'),
});
export type UsageInput = z.infer<typeof usageInputSchema>;

export const usageTotalsSchema = z.object({
  exchanges: z.number().int().nonnegative(),
  /** Exchanges with outcome failed or stream_cut. */
  errors: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  cacheWriteTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** Sum over priced attempts, millionths of a US dollar. */
  costMicroUsd: z.number().int().nonnegative(),
  /** Attempts with usage but without a price. */
  unpricedAttempts: z.number().int().nonnegative(),
});
export type UsageTotals = z.infer<typeof usageTotalsSchema>;

/** `key`: `2026-11-20` for by=day, else the sent model or the endpoint name; empty for exchanges that reached no endpoint. */
export const usageRowSchema = usageTotalsSchema.extend({ key: z.string() });
export type UsageRow = z.infer<typeof usageRowSchema>;
export const usageReportSchema = z.object({ rows: z.array(usageRowSchema), totals: usageTotalsSchema });
export type UsageReport = z.infer<typeof usageReportSchema>;
