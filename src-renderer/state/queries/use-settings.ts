/** How is the app set up? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useSettings() {
  return useQuery(useAdmin().settings.get.queryOptions());
}
