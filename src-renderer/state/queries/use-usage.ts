/** How much was used: today, and over time. */
import { useQueries, useQuery } from '@tanstack/react-query';
import type { UsageReport, UsageTotals } from '../../../src-shared/schemas/usage.ts';
import { useAdmin } from '../../api/admin-context.ts';
import type { TrendPeriod } from '../ui-store.ts';
import { endOfDay, startOfDay, trendSlots } from '../usage-slots.ts';

/** @param nowMs any time of the day that is asked about; the answer is kept until the feed reports a change. */
export function useUsageToday(nowMs: number, timeZone: string) {
  const sinceMs = startOfDay(nowMs);
  return useQuery(useAdmin().usage.report.queryOptions({ by: 'day', sinceMs, untilMs: endOfDay(nowMs), timeZone }));
}

export interface TrendPoint {
  readonly startMs: number;
  readonly totals: UsageTotals;
}

/** One answer per slot of the period; null while any is missing. Past slots do not change and are asked once. */
export function useUsageTrend(period: TrendPeriod, nowMs: number, timeZone: string): readonly TrendPoint[] | null {
  const admin = useAdmin();
  const slots = trendSlots(period, nowMs);
  return useQueries({
    queries: slots.map((slot) =>
      admin.usage.report.queryOptions({ by: 'day', sinceMs: slot.sinceMs, untilMs: slot.untilMs, timeZone }, { staleTime: Number.POSITIVE_INFINITY }),
    ),
    combine: (results) => {
      const points = results.map(({ data }, index) => toPoint(slots[index]?.sinceMs ?? 0, data));
      return points.every((point) => point !== null) ? points : null;
    },
  });
}

function toPoint(startMs: number, report: UsageReport | undefined): TrendPoint | null {
  return report === undefined ? null : { startMs, totals: report.totals };
}
