/** What would connecting change in Claude Code's settings now? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

/** @param isWanted asked only while the preview is open, and afresh each time: the file belongs to another program. */
export function useClaudeDiff(isWanted: boolean) {
  return useQuery(useAdmin().claude.diff.queryOptions(undefined, { enabled: isWanted, staleTime: 0, gcTime: 0 }));
}
