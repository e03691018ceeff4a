/** Where does the key of the stored credentials live? */
import { useQuery } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useSecrets() {
  return useQuery(useAdmin().secrets.status.queryOptions());
}
