/**
 * The list of requests and one request in detail: side by side where there is room, else one instead of the other. Filters and the
 * open request are in the address.
 */
import { CircleAlert, Download, List } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { ExchangeFilter } from '../../../src-shared/schemas/exchange.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { ConnectCommands } from '../../components/connect-commands.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { shownColumns } from '../../state/request-columns.ts';
import { changeFilter, clearFilter, isFiltered, readFilter } from '../../state/request-filter.ts';
import { useAddress } from '../use-address.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { RequestDetail } from './detail/request-detail.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FilterChips } from './filter-chips.tsx';
import { RequestFilters } from './request-filters.tsx';
import { RequestList } from './request-list.tsx';
import { useColumnLayout } from './use-column-layout.ts';
import { useWidth } from './use-width.ts';

/** Border and scroll bar of the list, px. */
const AROUND_ROWS_PX = 18;

export function RequestsPage() {
  const { t } = useTranslation();
  const { id } = useParams();
  const { search, change } = useAddress();
  const filter = readFilter(search);
  const isOpen = id !== undefined;
  // With a tab in the address, the request has the page to itself.
  const isBeside = isOpen && !search.has('tab');
  const part = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(part) - AROUND_ROWS_PX;
  const [layout, setLayout] = useColumnLayout();
  const isOfFailures = filter.outcome === 'failures' || filter.outcome === 'failed' || filter.outcome === 'stream_cut';
  const columns = useMemo(() => shownColumns(layout, { widthPx, isOfFailures }), [layout, widthPx, isOfFailures]);
  const [isExporting, setExporting] = useState(false);
  return (
    <div data-wide className={classNames(isBeside && 'wide:grid wide:grid-cols-[minmax(0,1fr)_27rem] wide:items-start wide:gap-5')}>
      <div ref={part} className={classNames('min-w-0', isOpen && 'hidden', isBeside && 'wide:block')}>
        <PageHeader title={t('requests.title')}>
          <div className="flex flex-wrap gap-2">
            <Button
              aria-pressed={filter.outcome === 'failures'}
              className="aria-pressed:border-bad aria-pressed:bg-bad-soft aria-pressed:text-bad"
              onClick={() => change((now) => changeFilter(now, { outcome: readFilter(now).outcome === 'failures' ? null : 'failures' }))}
            >
              <CircleAlert aria-hidden className="size-4" />
              {t('requests.onlyFailures')}
            </Button>
            <ColumnsMenu layout={layout} columns={columns} onChange={setLayout} />
            <Button onClick={() => setExporting(true)}>
              <Download aria-hidden className="size-4" />
              {t('requests.export.open')}
            </Button>
          </div>
        </PageHeader>
        <RequestFilters />
        <FilterChips filter={filter} />
        <RequestList
          filter={filter}
          openId={id ?? null}
          layout={layout}
          columns={columns}
          onLayout={setLayout}
          empty={<NoRequests filter={filter} onClear={() => change(clearFilter)} />}
        />
        {isExporting && <ExportDialog filter={filter} isOpen onClose={() => setExporting(false)} />}
      </div>
      {isOpen && <RequestDetail id={id} />}
    </div>
  );
}

function NoRequests({ filter, onClear }: { readonly filter: ExchangeFilter; readonly onClear: () => void }) {
  const { t } = useTranslation();
  if (isFiltered(filter)) {
    return (
      <EmptyState title={t('requests.noMatchTitle')} text={t('requests.noMatchText')}>
        <Button onClick={onClear}>{t('requests.clear')}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<List aria-hidden className="size-6" />} title={t('requests.emptyTitle')} text={t('requests.emptyText')}>
      <div className="w-96 max-w-full text-left">
        <ConnectCommands />
      </div>
    </EmptyState>
  );
}
