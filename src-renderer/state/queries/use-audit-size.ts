/** How much room does what is kept of requests and answers take? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

/** It grows with every request, which nothing announces. */
const LOOK_AGAIN_MS = 15_000;

export function useAuditSize() {
  return useQuery(useAdmin().audit.size.queryOptions(undefined, { refetchInterval: LOOK_AGAIN_MS }));
}
