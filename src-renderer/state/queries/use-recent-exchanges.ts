/** Which exchanges have ended since this page was opened? Filled by the feed alone, newest first. */
import { useQuery } from '@tanstack/react-query';
import type { ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';

export const RECENT_EXCHANGES_KEY = ['recent-exchanges'];
/** More would make the first page of the list long; a reload shows them paged. */
export const RECENT_EXCHANGES_LIMIT = 200;

export function useRecentExchanges(): readonly ExchangeSummary[] {
  const { data } = useQuery<ExchangeSummary[]>({
    queryKey: RECENT_EXCHANGES_KEY,
    queryFn: ({ client }) => client.getQueryData<ExchangeSummary[]>(RECENT_EXCHANGES_KEY) ?? [],
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NONE;
}

const NONE: readonly ExchangeSummary[] = [];
