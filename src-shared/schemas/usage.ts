/** Questions about usage over time, and their answers. Days are cut in the viewer's time zone. */
import { z } from 'zod';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../units.ts';

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
export const NO_USAGE: UsageTotals = {
  exchanges: 0,
  errors: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  costMicroUsd: 0,
  unpricedAttempts: 0,
};

/** `key`: `2026-11-20` for by=day, else the sent model or the endpoint name; empty for exchanges that reached no endpoint. */
export const usageRowSchema = usageTotalsSchema.extend({ key: z.string() });
export type UsageRow = z.infer<typeof usageRowSchema>;
export const usageReportSchema = z.object({ rows: z.array(usageRowSchema), totals: usageTotalsSchema });
export type UsageReport = z.infer<typeof usageReportSchema>;

/** Exchanges by how they ended: the members of OUTCOMES. */
export const outcomeCountsSchema = z.object({
  delivered: z.int().nonnegative(),
  clientFault: z.int().nonnegative(),
  refused: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  clientLeft: z.int().nonnegative(),
  streamCut: z.int().nonnegative(),
  interrupted: z.int().nonnegative(),
});

/** Of delivered messages, from log-scale histograms: right to about a tenth. Null: there were none. */
export const timingSchema = z.object({ p50Ms: z.number().nonnegative(), p95Ms: z.number().nonnegative() }).nullable();
export type Timing = z.infer<typeof timingSchema>;

export const usageFiguresSchema = usageTotalsSchema.extend({
  outcomes: outcomeCountsSchema,
  attempts: z.int().nonnegative(),
  /** From the start of the exchange to its first byte. */
  firstByte: timingSchema,
  /** From start to end. */
  total: timingSchema,
});
export type UsageFigures = z.infer<typeof usageFiguresSchema>;

/** `untilMs` is not part of the range. Widened to whole 15 minutes. */
const usageRangeShape = { sinceMs: z.number(), untilMs: z.number(), timeZone: timeZoneSchema.default('UTC') };

/** `beforeSinceMs`: start of the range before, which ends where this one begins; left out: nothing to compare with. */
export const usageOverviewInputSchema = z.object({ ...usageRangeShape, beforeSinceMs: z.number().optional() });
export type UsageOverviewInput = z.infer<typeof usageOverviewInputSchema>;
export const usageOverviewSchema = z.object({
  figures: usageFiguresSchema,
  before: usageFiguresSchema.nullable(),
  /** Start of the oldest 15 minutes that anything is known of; null: nothing yet. */
  oldestMs: z.number().nullable(),
});
export type UsageOverview = z.infer<typeof usageOverviewSchema>;

export const USAGE_STEPS = ['quarter-hour', 'hour', 'day', 'week', 'month'] as const;
export type UsageStep = (typeof USAGE_STEPS)[number];
const STEP_MS: Readonly<Record<UsageStep, number>> = {
  'quarter-hour': 15 * MS_PER_MINUTE,
  hour: MS_PER_HOUR,
  day: MS_PER_DAY,
  week: 7 * MS_PER_DAY,
  month: 28 * MS_PER_DAY,
};
/** Two years of hours. More than a chart can show, and an answer of some megabytes. */
const MAX_SLOTS = 20_000;
const MAX_DATES = 4_000;

/** Weeks begin on Monday. Steps are cut in the viewer's zone, so a day may have 23 or 25 hours. */
export const usageSeriesInputSchema = z
  .object({
    ...usageRangeShape,
    step: z.enum(USAGE_STEPS),
    /** Null: one line for all. */
    by: z.enum(['model', 'endpoint']).nullable().default(null),
    /** The keys with the most tokens; the others are summed up under null. */
    keys: z.int().min(1).max(20).default(8),
  })
  .refine(({ sinceMs, untilMs, step }) => (untilMs - sinceMs) / STEP_MS[step] <= MAX_SLOTS, {
    path: ['step'],
    error: `is too small for this range: more than ${MAX_SLOTS} steps`,
  });
export type UsageSeriesInput = z.infer<typeof usageSeriesInputSchema>;
export const usageSeriesSchema = z.object({
  /** All of the range, empty ones too, oldest first. `key`: local, `2026-11-20T14:30`, `2026-11-20` or `2026-11`. */
  slots: z.array(z.object({ key: z.string(), startMs: z.number(), endMs: z.number() })),
  lines: z.array(
    z.object({
      /** Sent model or endpoint; null: all, or the rest. */
      key: z.string().nullable(),
      /** Only slots with any use; `slot` is an index. */
      points: z.array(usageTotalsSchema.extend({ slot: z.int().nonnegative() })),
    }),
  ),
});
export type UsageSeries = z.infer<typeof usageSeriesSchema>;

/** Hours of local dates, or of weekdays summed over the range. */
export const usageHoursInputSchema = z
  .object({ ...usageRangeShape, rows: z.enum(['date', 'weekday']) })
  .refine(({ sinceMs, untilMs, rows }) => rows === 'weekday' || (untilMs - sinceMs) / MS_PER_DAY <= MAX_DATES, {
    path: ['rows'],
    error: `would be more than ${MAX_DATES} dates`,
  });
export type UsageHoursInput = z.infer<typeof usageHoursInputSchema>;
export const usageHoursSchema = z.object({
  /** Dates `2026-11-20`, oldest first; or `1` (Monday) to `7`. */
  rows: z.array(z.string()),
  /** Only hours with any use. An hour that the clocks repeat is one cell. */
  cells: z.array(usageTotalsSchema.extend({ row: z.int().nonnegative(), hour: z.int().min(0).max(23) })),
});
export type UsageHours = z.infer<typeof usageHoursSchema>;

export const usageBreakdownInputSchema = z.object({ ...usageRangeShape, by: z.enum(['model', 'endpoint']) });
export type UsageBreakdownInput = z.infer<typeof usageBreakdownInputSchema>;
/** `key` as in usageRowSchema; the most exchanges first. */
export const usageBreakdownSchema = z.object({ rows: z.array(usageFiguresSchema.extend({ key: z.string() })) });
export type UsageBreakdown = z.infer<typeof usageBreakdownSchema>;
