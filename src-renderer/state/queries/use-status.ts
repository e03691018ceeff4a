/** What does the running instance say of itself? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

/** Warnings have no event of their own. */
const REFRESH_MS = 30_000;

export function useStatus() {
  return useQuery(useAdmin().status.get.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
}
