/** What was kept of a request and its answers? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

/** What runs is written down when it is over, which nothing announces. */
const LOOK_AGAIN_MS = 1_500;

export function useAudit(id: string) {
  return useQuery(
    useAdmin().audit.get.queryOptions({ id }, { refetchInterval: ({ state }) => (state.data?.kind === 'pending' ? LOOK_AGAIN_MS : false) }),
  );
}
