/** How many requests does a filter select? The feed has it asked again when exchanges have ended. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ExchangeFilter } from '../../../src-shared/schemas/exchange.ts';
import { useAdmin } from '../../api/admin-context.ts';

export function useRequestCount(filter: ExchangeFilter) {
  return useQuery(useAdmin().exchanges.count.queryOptions(filter, { placeholderData: keepPreviousData, refetchOnMount: 'always' }));
}
