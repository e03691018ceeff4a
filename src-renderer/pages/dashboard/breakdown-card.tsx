/** The range by endpoint or by model, as a table that can be sorted by each of its columns. */
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { classNames } from '../../components/class-names.ts';
import { DataPanel } from '../../components/data-panel.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useUsageBreakdown } from '../../state/queries/use-usage.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { type BreakdownProps, BreakdownTable } from './breakdown-table.tsx';

export function BreakdownCard({ range, by }: BreakdownProps) {
  const { t } = useTranslation();
  const breakdown = useUsageBreakdown(range, by);
  const repair = useRepair(breakdown.refetch);
  return (
    <Card title={t(by === 'endpoint' ? 'dashboard.byEndpoint' : 'dashboard.byModel')} className="overflow-hidden">
      <div className={classNames(breakdown.isPlaceholderData && 'opacity-60')} aria-busy={breakdown.isPlaceholderData}>
        <DataPanel
          data={breakdown.data?.rows}
          failure={failureOf(breakdown)}
          skeleton={<Skeleton rows={4} rowHeight="h-9" />}
          isEmpty={(rows) => rows.length === 0}
          empty={<p className="px-4 py-5 text-muted">{t('dashboard.breakdownEmpty')}</p>}
          onRepair={repair}
        >
          {(rows) => <BreakdownTable rows={rows} by={by} range={range} />}
        </DataPanel>
      </div>
    </Card>
  );
}
