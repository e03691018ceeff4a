/** The endpoints in the order of failover, and everything that can be done to them. */
import { Plus, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { SortableList } from '../../components/sortable-list.tsx';
import { useEndpointCommands } from '../../state/commands/use-endpoint-commands.ts';
import { useEndpoints } from '../../state/queries/use-endpoints.ts';
import { failureOf, useRepair, useReportFailure } from '../use-failures.ts';
import { EndpointCard } from './endpoint-card.tsx';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { FamilyChainsCard } from './family-chains-card.tsx';

export function EndpointsPage() {
  const { t } = useTranslation();
  const endpoints = useEndpoints();
  const { move } = useEndpointCommands();
  const onError = useReportFailure();
  const repair = useRepair(endpoints.refetch);
  // The open dialog is part of the address, so that links and keys can open it.
  const [search, setSearch] = useSearchParams();
  const edited = endpoints.data?.find(({ id }) => id === search.get('edit')) ?? null;
  const isDialogOpen = search.has('new') || edited !== null;
  const openNew = () => setSearch({ new: '1' });
  const close = () => setSearch({}, { replace: true });
  const addButton = (
    <Button variant="primary" onClick={openNew}>
      <Plus aria-hidden className="size-4" />
      {t('endpoints.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('endpoints.title')} subtitle={t('endpoints.subtitle')}>
        {addButton}
      </PageHeader>
      <DataPanel
        data={endpoints.data}
        failure={failureOf(endpoints)}
        skeleton={<Skeleton rows={3} rowHeight="h-[7.25rem]" />}
        isEmpty={(list) => list.length === 0}
        empty={
          <div className="rounded-lg border border-dashed border-line-strong">
            <EmptyState icon={<Server aria-hidden className="size-6" />} title={t('endpoints.emptyTitle')} text={t('endpoints.emptyText')}>
              {addButton}
            </EmptyState>
          </div>
        }
        onRepair={repair}
      >
        {(list) => (
          <>
            <SortableList label={t('endpoints.list')} items={list} onMove={(id, position) => move.mutate({ id, position }, { onError })}>
              {(endpoint, grip) => (
                <EndpointCard endpoint={endpoint} count={list.length} grip={grip} onEdit={() => setSearch({ edit: endpoint.id })} />
              )}
            </SortableList>
            <FamilyChainsCard endpoints={list} />
          </>
        )}
      </DataPanel>
      {isDialogOpen && <EndpointDialog key={edited?.id ?? 'new'} endpoint={edited} onClose={close} />}
    </>
  );
}
