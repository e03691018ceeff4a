/** What happened in one exchange? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useExchange(id: string) {
  return useQuery(useAdmin().exchanges.get.queryOptions({ id }));
}
