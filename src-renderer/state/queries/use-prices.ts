/** What do the models cost that were used lately? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export const PRICE_DAYS = 30;

export function usePrices() {
  return useQuery(useAdmin().pricing.list.queryOptions({ days: PRICE_DAYS }));
}
