/** Which exchanges are under way, newest first? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

/** The feed keeps the list; asking again now and then heals what a lost event would leave behind. */
const REFRESH_MS = 20_000;

export function useLiveExchanges() {
  return useQuery(useAdmin().exchanges.live.queryOptions(undefined, { refetchInterval: REFRESH_MS, structuralSharing: false }));
}
