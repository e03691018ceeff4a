/** Requests over the range, and how many of them were errors. The chart library is loaded only by the charts. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { loadedLate } from '../../components/loaded-late.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { DashboardRange } from '../../state/dashboard-range.ts';
import { useUsageSeries } from '../../state/queries/use-usage.ts';
import { trendBars } from '../../state/series-bars.ts';
import { failureOf, useRepair } from '../use-failures.ts';

const TrendChart = loadedLate(async () => (await import('./usage-charts.tsx')).TrendChart);

export function TrendCard({ range }: { readonly range: DashboardRange }) {
  const { t } = useTranslation();
  const format = useFormat();
  const series = useUsageSeries(range, null);
  const repair = useRepair(series.refetch);
  return (
    <Card title={t('dashboard.trend')}>
      <div className={classNames('p-4', series.isPlaceholderData && 'opacity-60')} aria-busy={series.isPlaceholderData}>
        <DataPanel
          data={series.data}
          failure={failureOf(series)}
          skeleton={<div className="h-[11.7rem] animate-pulse rounded-md bg-sunken" />}
          onRepair={repair}
        >
          {(data) => {
            const bars = trendBars(data);
            const errors = bars.reduce((sum, bar) => sum + bar.errors, 0);
            const requests = bars.reduce((sum, bar) => sum + bar.answered, errors);
            return (
              <>
                <div className="flex flex-wrap justify-between gap-x-4 text-muted">
                  <p className="tabular-nums">
                    {requests === 0
                      ? t('dashboard.trendEmpty')
                      : t('dashboard.trendSummary', {
                          requests: t('units.requests', { count: requests, value: format.count(requests) }),
                          errors: t('dashboard.errorCount', { count: errors, value: format.count(errors) }),
                        })}
                  </p>
                  {requests > 0 && <Legend />}
                </div>
                <div className="mt-2 h-36">
                  <Suspense fallback={null}>
                    <TrendChart bars={bars} step={range.step} />
                  </Suspense>
                </div>
              </>
            );
          }}
        </DataPanel>
      </div>
    </Card>
  );
}

function Legend() {
  const { t } = useTranslation();
  const entries = [
    { name: t('dashboard.trendAnswered'), colour: 'var(--series-a)' },
    { name: t('dashboard.trendErrors'), colour: 'var(--series-c)' },
  ];
  return (
    <ul className="flex flex-wrap gap-x-3 text-[13px]">
      {entries.map(({ name, colour }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-[3px]" style={{ background: colour }} />
          {name}
        </li>
      ))}
    </ul>
  );
}
