/** The dashboard: how today went, what is under way, and how the endpoints are. */
import { useTranslation } from 'react-i18next';
import { DataPanel } from '../../components/data-panel.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useEndpoints } from '../../state/queries/use-endpoints.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { ConnectCard } from './connect-card.tsx';
import { EndpointStates } from './endpoint-states.tsx';
import { FirstSteps } from './first-steps.tsx';
import { LiveCard } from './live-card.tsx';
import { TodayTiles } from './today-tiles.tsx';
import { TrendCard } from './trend-card.tsx';

export function DashboardPage() {
  const { t } = useTranslation();
  const endpoints = useEndpoints();
  const repair = useRepair(endpoints.refetch);
  return (
    <>
      <PageHeader title={t('dashboard.title')} />
      <DataPanel
        data={endpoints.data}
        failure={failureOf(endpoints)}
        skeleton={<Skeleton rows={4} rowHeight="h-28" />}
        isEmpty={(list) => list.length === 0}
        empty={<FirstSteps />}
        onRepair={repair}
      >
        {(list) => (
          <div className="flex flex-col gap-4">
            <TodayTiles />
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <div className="flex min-w-0 flex-col gap-4">
                <TrendCard />
                <LiveCard />
              </div>
              <div className="flex min-w-0 flex-col gap-4">
                <EndpointStates endpoints={list} />
                <ConnectCard />
              </div>
            </div>
          </div>
        )}
      </DataPanel>
    </>
  );
}
