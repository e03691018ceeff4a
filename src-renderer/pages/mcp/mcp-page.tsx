/** The MCP servers of Claude Code by scope, and everything that can be done to them. */
import { Blocks, Download, LayoutTemplate, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { McpOverview } from '../../../src-shared/schemas/mcp.ts';
import { Button } from '../../components/button.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { groupServers, NO_FILTER, type ServerFilter } from '../../state/mcp/server-groups.ts';
import { serverKey } from '../../state/mcp/server-key.ts';
import { useMcp } from '../../state/queries/use-mcp.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { BrokenFiles } from './broken-files.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { PresetsDialog } from './presets-dialog.tsx';
import { ServerDialog } from './server-dialog.tsx';
import { ServerFilters } from './server-filters.tsx';
import { ServerGroupCard } from './server-group-card.tsx';
import { TestAllButton } from './test-all-button.tsx';

export function McpPage() {
  const { t } = useTranslation();
  const overview = useMcp();
  const repair = useRepair(overview.refetch);
  // The open dialog is part of the address, so that links and keys can open it.
  const [search, setSearch] = useSearchParams();
  const open = (what: Record<string, string>) => setSearch(what);
  const addButton = (
    <Button variant="primary" onClick={() => open({ new: '1' })}>
      <Plus aria-hidden className="size-4" />
      {t('mcp.add')}
    </Button>
  );
  const otherWays = (
    <>
      <Button onClick={() => open({ import: '1' })}>
        <Download aria-hidden className="size-4" />
        {t('mcp.import')}
      </Button>
      <Button onClick={() => open({ presets: '1' })}>
        <LayoutTemplate aria-hidden className="size-4" />
        {t('mcp.presets')}
      </Button>
    </>
  );
  return (
    <>
      <PageHeader title={t('mcp.title')} subtitle={t('mcp.subtitle')}>
        <div className="flex flex-wrap gap-2">
          {otherWays}
          {addButton}
        </div>
      </PageHeader>
      <DataPanel
        data={overview.data}
        failure={failureOf(overview)}
        skeleton={<Skeleton rows={4} rowHeight="h-20" />}
        isEmpty={({ servers, folders, brokenProjects }) =>
          servers.length === 0 && brokenProjects.length === 0 && folders.every(({ problem }) => problem === null)
        }
        empty={
          <div className="rounded-lg border border-dashed border-line-strong">
            <EmptyState icon={<Blocks aria-hidden className="size-6" />} title={t('mcp.emptyTitle')} text={t('mcp.emptyText')}>
              {otherWays}
              {addButton}
            </EmptyState>
          </div>
        }
        onRepair={repair}
      >
        {(data) => <Servers overview={data} onEdit={(key) => open({ edit: key })} />}
      </DataPanel>
      {overview.data !== undefined && <OpenDialog overview={overview.data} search={search} onClose={() => setSearch({}, { replace: true })} />}
    </>
  );
}

function Servers({ overview, onEdit }: { readonly overview: McpOverview; readonly onEdit: (key: string) => void }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<ServerFilter>(NO_FILTER);
  const groups = groupServers(overview, filter);
  const shown = groups.flatMap(({ servers }) => servers);
  return (
    <div className="flex flex-col gap-4">
      <BrokenFiles overview={overview} />
      <div className="flex flex-wrap items-center gap-2">
        <ServerFilters overview={overview} filter={filter} shown={shown.length} onChange={setFilter} />
        <div className="flex-1" />
        <TestAllButton servers={shown} />
      </div>
      {groups.map((group) => (
        <ServerGroupCard key={group.key} group={group} overview={overview} onEdit={onEdit} />
      ))}
      {shown.length === 0 && overview.servers.length > 0 && (
        <EmptyState title={t('mcp.noMatch')} text="">
          <Button onClick={() => setFilter(NO_FILTER)}>{t('mcp.clearSearch')}</Button>
        </EmptyState>
      )}
    </div>
  );
}

interface OpenDialogProps {
  readonly overview: McpOverview;
  readonly search: URLSearchParams;
  readonly onClose: () => void;
}

function OpenDialog({ overview, search, onClose }: OpenDialogProps) {
  if (search.has('import')) return <ImportDialog overview={overview} onClose={onClose} />;
  if (search.has('presets')) return <PresetsDialog overview={overview} onClose={onClose} />;
  if (search.has('new')) return <ServerDialog overview={overview} server={null} onClose={onClose} />;
  const edited = search.get('edit');
  const server = overview.servers.find((one) => serverKey(one) === edited);
  return server === undefined ? null : <ServerDialog key={edited} overview={overview} server={server} onClose={onClose} />;
}
