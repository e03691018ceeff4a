/** The rows of some pages of the list of requests. What is no longer asked for is forgotten after a while. */
import { useQueries, useQueryClient } from '@tanstack/react-query';
import type { ExchangeFilter, ExchangePage } from '../../../src-shared/schemas/exchange.ts';
import { useAdmin, useAdminClient } from '../../api/admin-context.ts';
import type { PageDirectory } from '../page-directory.ts';

export const PAGE_ROWS = 100;
/** Long enough to scroll back over, short enough that a long way through the list does not fill the memory. */
const FORGET_AFTER_MS = 20_000;

export interface RequestPagesInput {
  readonly filter: ExchangeFilter;
  /** Counts how often the list was begun anew from the newest exchange. */
  readonly generation: number;
  readonly directory: PageDirectory;
  /** Indexes of pages; the first page is always asked for. */
  readonly wanted: readonly number[];
}

export interface RequestPages {
  readonly pages: ReadonlyMap<number, ExchangePage>;
  readonly error: Error | null;
  readonly refetch: () => void;
}

export function useRequestPages({ filter, generation, directory, wanted }: RequestPagesInput): RequestPages {
  const client = useAdminClient();
  const pathKey = useAdmin().exchanges.list.pathKey();
  const queries = useQueryClient();
  const indexes = [...new Set([0, ...wanted])].filter((index) => index < directory.length);
  const results = useQueries({
    queries: indexes.map((index) => {
      const cursor = directory[index]?.cursor ?? null;
      const queryKey = [...pathKey, { filter, generation, cursor }];
      return {
        queryKey,
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => {
          const newestMs = queries.getQueryData<ExchangePage>(queryKey)?.items[0]?.startedAtMs;
          return client.exchanges.list.query(pageInput(filter, cursor, newestMs ?? null), { signal });
        },
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: FORGET_AFTER_MS,
        refetchOnWindowFocus: false,
      };
    }),
  });
  const pages = new Map<number, ExchangePage>();
  indexes.forEach((index, at) => {
    const data = results[at]?.data;
    if (data !== undefined) pages.set(index, data);
  });
  return {
    pages,
    error: results.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}

/**
 * The newest page is asked for again (after the feed was lost) only down from the row it began with: what is newer is held back
 * while someone reads, and must not push the others down.
 */
export function pageInput(filter: ExchangeFilter, cursor: string | null, newestMs: number | null) {
  const page = { ...filter, limit: PAGE_ROWS };
  if (cursor !== null) return { ...page, cursor };
  if (newestMs === null) return page;
  return { ...page, untilMs: Math.min(filter.untilMs ?? Number.POSITIVE_INFINITY, newestMs + 1) };
}
