/** Where Claude Code can be launched, with which terminal, and what would be run? */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { LaunchInputRaw } from '../../../src-shared/schemas/launch.ts';
import { useAdmin } from '../../api/admin-context.ts';

export function useLaunchOptions() {
  return useQuery(useAdmin().launch.options.queryOptions());
}

/** The last preview stays while the next one is on its way: it changes with every letter. */
export function useLaunchPreview(input: LaunchInputRaw) {
  return useQuery(useAdmin().launch.preview.queryOptions(input, { placeholderData: keepPreviousData, staleTime: 0, gcTime: 0 }));
}
