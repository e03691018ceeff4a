/**
 * The list of requests and one request in detail: side by side where there is room, else one instead of the other. Filters,
 * page and the open request are all in the address.
 */
import { List } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { ConnectCommands } from '../../components/connect-commands.tsx';
import { DataPanel } from '../../components/data-panel.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { PAGE_SIZE, useExchangePage } from '../../state/queries/use-exchange-page.ts';
import { clearFilter, isFiltered, readFilter } from '../../state/request-filter.ts';
import { failureOf, useRepair } from '../use-failures.ts';
import { RequestDetail } from './detail/request-detail.tsx';
import { RequestFilters } from './request-filters.tsx';
import { RequestList } from './request-list.tsx';

export function RequestsPage() {
  const { t } = useTranslation();
  const { id } = useParams();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const before = search.get('before');
  const page = useExchangePage(filter, before);
  const repair = useRepair(page.refetch);
  const isOpen = id !== undefined;
  // With a tab in the address, the request has the page to itself.
  const isBeside = isOpen && !search.has('tab');
  return (
    <div className={classNames(isBeside && 'wide:grid wide:grid-cols-[minmax(0,1fr)_27rem] wide:items-start wide:gap-5')}>
      <div className={classNames('min-w-0', isOpen && 'hidden', isBeside && 'wide:block')}>
        <PageHeader title={t('requests.title')} />
        <RequestFilters />
        <DataPanel data={page.data} failure={failureOf(page)} skeleton={<Skeleton rows={PAGE_SIZE / 5} rowHeight="h-9" />} onRepair={repair}>
          {(data) => (
            <RequestList
              // Another page or filter is another list: what was held back in one says nothing of the next.
              key={search.toString()}
              page={data}
              isStale={page.isPlaceholderData}
              filter={filter}
              isNewestPage={before === null}
              openId={id ?? null}
              empty={
                <div className="rounded-lg border border-dashed border-line-strong">
                  {isFiltered(filter) ? (
                    <EmptyState title={t('requests.noMatchTitle')} text={t('requests.noMatchText')}>
                      <Button onClick={() => setSearch(clearFilter(search))}>{t('requests.clear')}</Button>
                    </EmptyState>
                  ) : (
                    <EmptyState icon={<List aria-hidden className="size-6" />} title={t('requests.emptyTitle')} text={t('requests.emptyText')}>
                      <div className="w-96 max-w-full text-left">
                        <ConnectCommands />
                      </div>
                    </EmptyState>
                  )}
                </div>
              }
            />
          )}
        </DataPanel>
      </div>
      {isOpen && <RequestDetail key={id} id={id} />}
    </div>
  );
}
