/** Requests over the last day or week. The chart library is loaded only here. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useUsageTrend } from '../../state/queries/use-usage.ts';
import { useUi } from '../../state/ui-store.ts';
import { useToday } from './use-today.ts';

const TrendChart = lazy(async () => ({ default: (await import('./trend-chart.tsx')).TrendChart }));

export function TrendCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useToday();
  const period = useUi((state) => state.trendPeriod);
  const setPeriod = useUi((state) => state.setTrendPeriod);
  const points = useUsageTrend(period, today.nowMs, today.timeZone);
  const requests = points?.reduce((sum, { totals }) => sum + totals.exchanges, 0) ?? 0;
  const tokens = points?.reduce((sum, { totals }) => sum + totals.outputTokens, 0) ?? 0;
  const summary =
    requests === 0
      ? t('dashboard.trendEmpty')
      : t('dashboard.trendSummary', {
          requests: t('units.requests', { count: requests, value: format.count(requests) }),
          tokens: t('units.outputTokens', { count: tokens, value: format.compact(tokens) }),
        });
  const periods = [
    { value: '24h', label: t('dashboard.trendHours') },
    { value: '7d', label: t('dashboard.trendDays') },
  ] as const;
  return (
    <Card title={t('dashboard.trend')} aside={<Segmented label={t('dashboard.trendPeriod')} value={period} options={periods} onChange={setPeriod} />}>
      <div className="p-4">
        <p className="text-muted tabular-nums">{points === null ? t('common.loading') : summary}</p>
        <div className="mt-2 h-36">
          <Suspense fallback={null}>{points !== null && <TrendChart points={points} period={period} />}</Suspense>
        </div>
      </div>
    </Card>
  );
}
