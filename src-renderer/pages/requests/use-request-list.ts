/**
 * The list of requests as rows by index: the newest page with what the feed told since on top, and below it as many older pages as
 * were scrolled to. While someone reads, nothing that is shown moves.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ExchangeFilter, ExchangePage, ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';
import { enterPage, FIRST_PAGE, growDirectory, hasMore, type PageDirectory, pagesBetween, placeOf, rowCount } from '../../state/page-directory.ts';
import { useFeedResets } from '../../state/queries/use-feed-resets.ts';
import { useLiveExchanges } from '../../state/queries/use-live-exchanges.ts';
import { RECENT_EXCHANGES_LIMIT, useRecentExchanges } from '../../state/queries/use-recent-exchanges.ts';
import { useRequestPages } from '../../state/queries/use-request-pages.ts';
import { broughtUpToDate, heldBack, type KnownExchanges, knownExchanges, topRows } from '../../state/request-rows.ts';

/** More rows on top of the newest page, and it is asked for again. */
const MAX_ADDED = 200;
/** So many rows before the last known one, the next page is asked for. */
const PREFETCH_ROWS = 60;
/** Browsers draw no element higher than some 17 million px; older requests are found by their time. */
const MAX_ROWS = 450_000;

export interface RequestListInput {
  readonly filter: ExchangeFilter;
  readonly isReading: boolean;
}

export interface ListWindow {
  /** Rows drawn, from the first to the last, counted over all. */
  readonly first: number;
  readonly last: number;
}

export interface RequestListRows {
  /** Rows that are known. */
  readonly count: number;
  /** Null: it is on its way. */
  readonly rowAt: (index: number) => ExchangeSummary | null;
  /** Null: not among those that are loaded. */
  readonly indexOf: (id: string) => number | null;
  /** `loading`: older rows are on their way, or would be when scrolled to. `full`: there are more than a list can show. */
  readonly end: 'loading' | 'end' | 'full';
  /** How far a search got that goes on; null: none is under way. */
  readonly searchedToMs: number | null;
  /** No answer at all yet. */
  readonly isFirst: boolean;
  /** The rows are still those of the filter before. */
  readonly isStale: boolean;
  readonly heldCount: number;
  /** Whether rows may be missing on top that nobody can count. */
  readonly isBehind: boolean;
  readonly error: Error | null;
  readonly refetch: () => void;
  /** Shows what was held back. */
  readonly showNewer: () => void;
}

interface Listing {
  readonly filterKey: string;
  readonly generation: number;
  readonly directory: PageDirectory;
}

export function useRequestList({ filter, isReading }: RequestListInput, drawn: ListWindow): RequestListRows {
  const filterKey = JSON.stringify(filter);
  const [listing, setListing] = useState<Listing>({ filterKey, generation: 0, directory: FIRST_PAGE });
  if (listing.filterKey !== filterKey) setListing({ ...listing, filterKey, directory: FIRST_PAGE });
  const { generation, directory } = listing;
  const begin = () => setListing((now) => ({ ...now, generation: now.generation + 1, directory: FIRST_PAGE }));

  const topCount = useRef(0);
  const wanted = pagesBetween(directory.slice(1), drawn.first - topCount.current, drawn.last - topCount.current).map((index) => index + 1);
  const { pages, error, refetch } = useRequestPages({ filter, generation, directory, wanted: [...wanted, directory.length - 1] });
  useEffect(() => {
    setListing((now) => {
      const entered = [...pages].reduce((entries, [index, page]) => enterPage(entries, index, page), now.directory);
      return now.filterKey !== filterKey || entered === now.directory ? now : { ...now, directory: entered };
    });
  });

  const first = pages.get(0) ?? null;
  const top = useTop({ first, filter, filterKey, isReading });
  topCount.current = top.rows.length;
  const older = first === null ? NO_PAGES : directory.slice(1);
  const count = top.rows.length + rowCount(older);
  const isFull = count >= MAX_ROWS;
  const isGrowing = drawn.last + PREFETCH_ROWS >= count && !isFull && directory.at(-1)?.next != null;
  useEffect(() => {
    if (isGrowing) setListing((now) => ({ ...now, directory: growDirectory(now.directory) }));
  }, [isGrowing]);
  const renewal = useRenewal({ isLoaded: first !== null, isReading, isOverfull: top.addedCount > MAX_ADDED, begin });
  const isBehind = renewal.isBehind || (top.heldCount > 0 && top.isRecentFull);

  return {
    count,
    ...lookUp({ topRows: top.rows, older, pages, known: top.known }),
    end: isFull ? 'full' : hasMore(directory) ? 'loading' : 'end',
    searchedToMs: hasMore(directory) ? (directory.findLast(({ rows }) => rows !== null)?.searchedToMs ?? null) : null,
    isFirst: top.isFirst,
    isStale: top.isStale,
    heldCount: top.heldCount,
    isBehind,
    error,
    refetch,
    showNewer: () => {
      top.release();
      if (isBehind) renewal.renew();
    },
  };
}

interface TopInput {
  readonly first: ExchangePage | null;
  readonly filter: ExchangeFilter;
  readonly filterKey: string;
  readonly isReading: boolean;
}

/** The newest page with what the feed told since. Until another one is there, the one before stays, so that nothing flickers. */
function useTop({ first, filter, filterKey, isReading }: TopInput) {
  const live = useLiveExchanges().data;
  const recent = useRecentExchanges();
  const known = useMemo(() => knownExchanges(live ?? [], recent), [live, recent]);
  const last = useRef<{ readonly page: ExchangePage; readonly filterKey: string } | null>(null);
  if (first !== null) last.current = { page: first, filterKey };
  const shown = last.current?.page ?? null;
  const isStale = last.current !== null && last.current.filterKey !== filterKey;
  const page = shown?.items ?? NONE;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the filter is made anew at each drawing; its key says whether it is another
  const all = useMemo(
    () => topRows({ page, isMore: shown?.nextCursor != null, known: isStale ? NOTHING_KNOWN : known, filter }),
    [shown, isStale, known, filterKey],
  );
  const hold = useHold(all[0]?.id ?? null, isReading && first !== null);
  const { rows, heldCount } = heldBack(all, hold.afterId);
  return {
    rows,
    heldCount,
    known,
    isStale,
    isFirst: shown === null,
    addedCount: all.length - page.length,
    isRecentFull: recent.length >= RECENT_EXCHANGES_LIMIT,
    release: hold.release,
  };
}

interface RenewalInput {
  readonly isLoaded: boolean;
  readonly isReading: boolean;
  readonly isOverfull: boolean;
  readonly begin: () => void;
}

/** Begins the list anew when the feed had to, or when much was added to it; not while someone reads. */
function useRenewal({ isLoaded, isReading, isOverfull, begin }: RenewalInput) {
  const resets = useFeedResets();
  const seenResets = useRef(resets);
  const isBehind = resets !== seenResets.current;
  // The first reset comes with the page itself, before anyone can have read far.
  const mustRenew = isLoaded && ((isBehind && seenResets.current === 0) || (!isReading && (isBehind || isOverfull)));
  const renew = () => {
    seenResets.current = resets;
    begin();
  };
  const latest = useRef(renew);
  latest.current = renew;
  useEffect(() => {
    if (mustRenew) latest.current();
  }, [mustRenew]);
  return { isBehind, renew };
}

interface LookUpInput {
  readonly topRows: readonly ExchangeSummary[];
  readonly older: PageDirectory;
  readonly pages: ReadonlyMap<number, ExchangePage>;
  readonly known: KnownExchanges;
}

function lookUp({ topRows: top, older, pages, known }: LookUpInput): Pick<RequestListRows, 'rowAt' | 'indexOf'> {
  return {
    rowAt: (index) => {
      if (index < top.length) return top[index] ?? null;
      const place = placeOf(older, index - top.length);
      const row = place === null ? undefined : pages.get(place.page + 1)?.items[place.offset];
      return row === undefined ? null : broughtUpToDate(row, known);
    },
    indexOf: (id) => {
      const inTop = top.findIndex((row) => row.id === id);
      if (inTop !== -1) return inTop;
      for (const [page, { items }] of pages) {
        const offset = page === 0 ? -1 : items.findIndex((row) => row.id === id);
        if (offset !== -1) return top.length + rowCount(older.slice(0, page - 1)) + offset;
      }
      return null;
    },
  };
}

const NONE: readonly ExchangeSummary[] = [];
const NO_PAGES: PageDirectory = [];
const NOTHING_KNOWN: KnownExchanges = new Map();

/** Remembers the newest row from the moment someone begins to read. */
function useHold(newestId: string | null, isReading: boolean) {
  const [afterId, setAfterId] = useState<string | null>(null);
  if (isReading && afterId === null && newestId !== null) setAfterId(newestId);
  if (!isReading && afterId !== null) setAfterId(null);
  return { afterId: isReading ? afterId : null, release: () => setAfterId(newestId) };
}
