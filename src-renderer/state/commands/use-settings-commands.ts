/** Changing the app's settings. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useChangeSettings() {
  const admin = useAdmin();
  const queries = useQueryClient();
  return useMutation(admin.settings.change.mutationOptions({ onSuccess: (view) => queries.setQueryData(admin.settings.get.queryKey(), view) }));
}
