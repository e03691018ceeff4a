/** What can be done to the kept requests and answers. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useAuditCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  return {
    deleteAll: useMutation(
      admin.audit.deleteAll.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: admin.audit.pathKey() }) }),
    ),
  };
}
