/** How much was used: the sums of a range, over time, by hour, by endpoint and by model. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';
import type { DashboardRange } from '../dashboard-range.ts';

/** What is shown stays until the next range is answered, so that nothing flickers. */
const CALM = { placeholderData: keepPreviousData } as const;

type Asked = Pick<DashboardRange, 'sinceMs' | 'untilMs' | 'timeZone'>;

export function useUsageOverview({ sinceMs, untilMs, timeZone }: Asked) {
  return useQuery(useAdmin().usage.overview.queryOptions({ sinceMs, untilMs, timeZone }, CALM));
}

/** @param lines Null: one line for all; else one for each of the eight models with the most tokens. */
export function useUsageSeries({ sinceMs, untilMs, timeZone, step }: Asked & Pick<DashboardRange, 'step'>, lines: 'model' | null) {
  return useQuery(useAdmin().usage.series.queryOptions({ sinceMs, untilMs, timeZone, step, by: lines }, CALM));
}

export function useUsageHours({ sinceMs, untilMs, timeZone }: Asked, rows: 'date' | 'weekday') {
  return useQuery(useAdmin().usage.hours.queryOptions({ sinceMs, untilMs, timeZone, rows }, CALM));
}

export function useUsageBreakdown({ sinceMs, untilMs, timeZone }: Asked, by: 'model' | 'endpoint') {
  return useQuery(useAdmin().usage.breakdown.queryOptions({ sinceMs, untilMs, timeZone, by }, CALM));
}
