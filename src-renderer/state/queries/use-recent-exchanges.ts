/** Which exchanges have ended since this page was opened? Filled by the feed alone, newest first. */
import { useQuery } from '@tanstack/react-query';
import type { ExchangeSummary } from '../../../src-shared/schemas/exchange.ts';

export const RECENT_EXCHANGES_KEY = ['recent-exchanges'];
/** When more have ended while the list was held still, it is begun anew instead of being brought up to date. */
export const RECENT_EXCHANGES_LIMIT = 500;

export function useRecentExchanges(): readonly ExchangeSummary[] {
  const { data } = useQuery<ExchangeSummary[]>({
    queryKey: RECENT_EXCHANGES_KEY,
    queryFn: ({ client }) => client.getQueryData<ExchangeSummary[]>(RECENT_EXCHANGES_KEY) ?? [],
    staleTime: Number.POSITIVE_INFINITY,
    // Each end shifts the list by one: comparing it with the one before, item by item, finds them all changed, at great cost.
    structuralSharing: false,
  });
  return data ?? NONE;
}

const NONE: readonly ExchangeSummary[] = [];
