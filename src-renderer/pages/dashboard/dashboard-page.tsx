/** The dashboard: how a range of time went, what is under way, and how the endpoints are. */
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { MAX_HOUR_ROWS } from '../../state/dashboard-range.ts';
import { useHasEndpoints } from '../../state/queries/use-endpoints.ts';
import { readMetric, type UsageMetric } from '../../state/usage-metric.ts';
import { useAddress } from '../use-address.ts';
import { BreakdownCard } from './breakdown-card.tsx';
import { CalendarCard } from './calendar-card.tsx';
import { ConnectCard } from './connect-card.tsx';
import { EndpointStates } from './endpoint-states.tsx';
import { FirstSteps } from './first-steps.tsx';
import { HeadlineTiles } from './headline-tiles.tsx';
import { HoursCard } from './hours-card.tsx';
import { LiveCard } from './live-card.tsx';
import { ModelsCard } from './models-card.tsx';
import { RangePicker } from './range-picker.tsx';
import { TrendCard } from './trend-card.tsx';
import { useDashboardRange, useRememberAddress } from './use-dashboard-range.ts';

const TALL_DAYS = 16;

export function DashboardPage() {
  const { t } = useTranslation();
  const endpoints = useHasEndpoints();
  const { range, choose } = useDashboardRange();
  const [metric, chooseMetric] = useMetric();
  useRememberAddress();
  // Many rows of hours are as high as all the rest: the trend then stands beside them.
  const isTall = range.days > TALL_DAYS && range.days <= MAX_HOUR_ROWS;
  // When the question about the endpoints fails, its card says so, and the others still have their answers.
  const isEmpty = endpoints.data === false;
  const isFirstWait = endpoints.isPending && endpoints.errorUpdateCount === 0;
  return (
    <>
      <PageHeader title={t('dashboard.title')}>{!isEmpty && <RangePicker range={range} choose={choose} />}</PageHeader>
      {isFirstWait && (
        <div role="status" aria-busy="true" aria-label={t('common.loading')}>
          <Skeleton rows={4} rowHeight="h-28" />
        </div>
      )}
      {isEmpty && <FirstSteps />}
      {!isFirstWait && !isEmpty && (
        <div className="flex flex-col gap-4">
          <HeadlineTiles range={range} />
          <CalendarCard range={range} metric={metric} onMetric={chooseMetric} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="flex min-w-0 flex-col gap-4">
              <HoursCard range={range} metric={metric} />
              {!isTall && <TrendCard range={range} />}
            </div>
            {/* Where there is one column, what is under way comes first. */}
            <div className="flex min-w-0 flex-col gap-4 max-lg:order-first">
              <LiveCard />
              <EndpointStates />
              <ConnectCard range={range} />
              {isTall && <TrendCard range={range} />}
            </div>
          </div>
          <ModelsCard range={range} />
          <BreakdownCard range={range} by="endpoint" />
          <BreakdownCard range={range} by="model" />
        </div>
      )}
    </>
  );
}

/** Kept in the address, beside the range. */
function useMetric(): readonly [UsageMetric, (metric: UsageMetric) => void] {
  const { search, change } = useAddress();
  const choose = (metric: UsageMetric) =>
    change(
      (now) => {
        const next = new URLSearchParams(now);
        next.set('metric', metric);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [readMetric(search), choose];
}
