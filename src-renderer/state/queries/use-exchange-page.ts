/** One page of the list of exchanges, newest first. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ExchangeFilter } from '../../../src-shared/schemas/exchange.ts';
import { useAdmin } from '../../api/admin-context.ts';

export const PAGE_SIZE = 50;

/** @param cursor `nextCursor` of the page before; null: the newest page. */
export function useExchangePage(filter: ExchangeFilter, cursor: string | null) {
  const input = { ...filter, limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) };
  // A page that is asked for again on its own would move rows under the reader; the feed brings what is new.
  return useQuery(
    useAdmin().exchanges.list.queryOptions(input, { placeholderData: keepPreviousData, refetchOnWindowFocus: false, refetchOnMount: 'always' }),
  );
}
