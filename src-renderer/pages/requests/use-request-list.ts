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
import { broughtUpToDate, heldBack, type KnownExchanges, keepTold, knownExchanges, type Told, topRows } from '../../state/request-rows.ts';

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
  const loaded = first === null ? null : `${generation} ${filterKey}`;
  const top = useTop({ first, loaded, filter, filterKey, isReading });
  keepTold(top.told, top.known, [top.rows, ...[...pages.values()].map(({ items }) => items)]);
  topCount.current = top.rows.length;
  const older = first === null ? NO_PAGES : directory.slice(1);
  const count = top.rows.length + rowCount(older);
  const isFull = count >= MAX_ROWS;
  const isGrowing = drawn.last + PREFETCH_ROWS >= count && !isFull && directory.at(-1)?.next != null;
  useEffect(() => {
    if (isGrowing) setListing((now) => ({ ...now, directory: growDirectory(now.directory) }));
  }, [isGrowing]);
  const mustBegin = top.addedCount > MAX_ADDED || top.hasGap;
  const renewal = useRenewal({ isLoaded: first !== null, isReading, mustBegin, begin });
  const isBehind = renewal.isBehind || top.hasGap;

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
  /** Which listing the newest page is of; null while it is on its way. */
  readonly loaded: string | null;
  readonly filter: ExchangeFilter;
  readonly filterKey: string;
  readonly isReading: boolean;
}

/** The newest page with what the feed told since. Until another one is there, the one before stays, so that nothing flickers. */
function useTop({ first, loaded, filter, filterKey, isReading }: TopInput) {
  const live = useLiveExchanges().data;
  const recent = useRecentExchanges();
  const told = useTold(loaded);
  const known = useMemo(() => knownExchanges(live ?? [], recent, told), [live, recent, told]);
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
  const { afterId, hasGap, release } = useHold({ newestId: all[0]?.id ?? null, recent, loaded, isReading });
  const { rows, heldCount } = heldBack(all, afterId);
  return { rows, heldCount, hasGap, release, known, told, isStale, isFirst: shown === null, addedCount: all.length - page.length };
}

/** What the feed told of rows that are shown, for as long as they are: by then it has other things to tell of. */
function useTold(loaded: string | null): Told {
  const kept = useRef<{ readonly loaded: string | null; readonly told: Told }>({ loaded: null, told: new Map() });
  if (loaded !== null && kept.current.loaded !== loaded) kept.current = { loaded, told: new Map() };
  return kept.current.told;
}

interface RenewalInput {
  readonly isLoaded: boolean;
  readonly isReading: boolean;
  /** Much was added to the list, or something is missing in it. */
  readonly mustBegin: boolean;
  readonly begin: () => void;
}

/** Begins the list anew when it must, or when the feed had to; not while someone reads. */
function useRenewal({ isLoaded, isReading, mustBegin, begin }: RenewalInput) {
  const resets = useFeedResets();
  const seenResets = useRef(resets);
  const isBehind = resets !== seenResets.current;
  // The first reset comes with the page itself, before anyone can have read far.
  const mustRenew = isLoaded && ((isBehind && seenResets.current === 0) || (!isReading && (isBehind || mustBegin)));
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

interface HoldInput {
  readonly newestId: string | null;
  /** What ended of late, the latest first. */
  readonly recent: readonly ExchangeSummary[];
  readonly loaded: string | null;
  readonly isReading: boolean;
}

interface Hold {
  readonly loaded: string;
  /** The newest row when someone began to read, and what had ended last by then. */
  readonly afterId: string;
  readonly endedId: string | null;
}

/** Remembers the newest row from the moment someone begins to read, and whether more has come since than anyone remembers. */
function useHold({ newestId, recent, loaded, isReading }: HoldInput) {
  const [hold, setHold] = useState<Hold | null>(null);
  const isOver = hold !== null && loaded !== null && hold.loaded !== loaded;
  const hasGap = hold !== null && !isOver && recent.length >= RECENT_EXCHANGES_LIMIT && recent.every(({ id }) => id !== hold.endedId);
  const begin = () => {
    if (newestId !== null && loaded !== null) setHold({ loaded, afterId: newestId, endedId: recent[0]?.id ?? null });
  };
  if (isReading && hold === null) begin();
  // Rows that are missing are missing until the list was begun anew.
  if (isOver || (hold !== null && !isReading && !hasGap)) setHold(null);
  return { afterId: hold?.afterId ?? null, hasGap, release: begin };
}
