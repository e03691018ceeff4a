/** Which endpoints are there, in the order of priority, and how are they? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useEndpoints() {
  return useQuery(useAdmin().endpoints.list.queryOptions());
}

/** For what asks nothing else: endpoints change with every request, and this does not. */
export function useHasEndpoints() {
  return useQuery(useAdmin().endpoints.list.queryOptions(undefined, { select: (list) => list.length > 0 }));
}
