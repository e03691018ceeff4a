/** Which sessions stay with an endpoint that is not their first choice? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

/** No event tells of it: a session moves with an exchange and goes back by the clock. */
const REFRESH_MS = 10_000;

export function useSessions() {
  return useQuery(useAdmin().sessions.list.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
}
