/** Which named local tokens are there? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useTokens() {
  return useQuery(useAdmin().tokens.list.queryOptions());
}
