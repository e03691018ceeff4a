/** How does the service of the system fare, and what would setting it up do? */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ServiceOptions } from '../../../src-shared/schemas/service.ts';
import { useAdmin } from '../../api/admin-context.ts';

/** The system announces nothing to us. */
const LOOK_AGAIN_MS = 10_000;

export function useService() {
  return useQuery(useAdmin().service.status.queryOptions(undefined, { refetchInterval: LOOK_AGAIN_MS }));
}

/** @param isWanted False: nothing is asked. */
export function useServicePlan(options: Pick<ServiceOptions, 'claudeSettings' | 'keepProxyVariables'>, isWanted: boolean) {
  return useQuery(useAdmin().service.plan.queryOptions(options, { enabled: isWanted, placeholderData: keepPreviousData, staleTime: 0 }));
}
