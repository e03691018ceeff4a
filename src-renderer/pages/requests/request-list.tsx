/** The rows of the list: kept still while someone reads, and paged. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import type { ExchangeFilter, ExchangePage } from '../../../src-shared/schemas/exchange.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useLiveExchanges } from '../../state/queries/use-live-exchanges.ts';
import { useRecentExchanges } from '../../state/queries/use-recent-exchanges.ts';
import { requestRows } from '../../state/request-rows.ts';
import { RequestTable } from './request-table.tsx';
import { useIsScrolled } from './use-is-scrolled.ts';

export interface RequestListProps {
  readonly page: ExchangePage;
  /** Whether `page` still is the one before, while the one that was asked for is on its way. */
  readonly isStale: boolean;
  readonly filter: ExchangeFilter;
  readonly isNewestPage: boolean;
  readonly openId: string | null;
  readonly empty: ReactNode;
}

export function RequestList({ page, isStale, filter, isNewestPage, openId, empty }: RequestListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useLiveExchanges().data ?? [];
  const recent = useRecentExchanges();
  const isScrolled = useIsScrolled();
  const [isPointed, setIsPointed] = useState(false);
  const sources = { page: page.items, live, recent, filter, isNewestPage };
  const newestId = requestRows({ ...sources, holdAfterId: null }).rows[0]?.id ?? null;
  const hold = useHold(newestId, isScrolled || isPointed || openId !== null);
  const { rows, heldCount } = requestRows({ ...sources, holdAfterId: hold.afterId });
  const showNewer = () => {
    hold.release();
    window.scrollTo({ top: 0 });
  };
  return (
    <>
      {heldCount > 0 && (
        // Laid over the head of the table, so that its coming moves no row.
        <div className="sticky top-14 z-10 h-0">
          <Banner
            tone="info"
            className="mx-2 shadow-float"
            action={
              <Button size="small" onClick={showNewer}>
                {t('requests.showNewer')}
              </Button>
            }
          >
            {t('requests.newer', { count: heldCount, value: format.count(heldCount) })}
          </Banner>
        </div>
      )}
      {rows.length === 0 ? empty : <RequestTable rows={rows} isStale={isStale} openId={openId} onPoint={setIsPointed} />}
      <Paging nextCursor={isStale ? null : page.nextCursor} isNewestPage={isNewestPage} />
    </>
  );
}

/** Remembers the newest row from the moment someone begins to read. */
function useHold(newestId: string | null, isReading: boolean) {
  const [afterId, setAfterId] = useState<string | null>(null);
  if (isReading && afterId === null && newestId !== null) setAfterId(newestId);
  if (!isReading && afterId !== null) setAfterId(null);
  return { afterId: isReading ? afterId : null, release: () => setAfterId(newestId) };
}

function Paging({ nextCursor, isNewestPage }: { readonly nextCursor: string | null; readonly isNewestPage: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useLocation();
  const [, setSearch] = useSearchParams();
  const toPage = (before: string | null) => {
    window.scrollTo({ top: 0 });
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete('before');
        if (before !== null) next.set('before', before);
        return next;
      },
      { state: before === null ? null : FROM_NEWER },
    );
  };
  if (isNewestPage && nextCursor === null) return null;
  // A page reached from the one above goes back to just that one; an opened bookmark has none above it.
  const goNewer = () => {
    if (state === null) return toPage(null);
    window.scrollTo({ top: 0 });
    void navigate(-1);
  };
  return (
    <nav aria-label={t('requests.page')} className="mt-3 flex justify-end gap-2">
      <Button disabled={isNewestPage} onClick={() => toPage(null)}>
        {t('requests.newest')}
      </Button>
      <Button disabled={isNewestPage} onClick={goNewer}>
        {t('requests.newerPage')}
      </Button>
      <Button disabled={nextCursor === null} onClick={() => toPage(nextCursor)}>
        {t('requests.older')}
      </Button>
    </nav>
  );
}

const FROM_NEWER = { isFromNewer: true };
