/** Changing the app's settings. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useChangeSettings() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const queryKey = admin.settings.get.queryKey();
  return useMutation(
    admin.settings.change.mutationOptions({
      // One after the other, so that of two quick choices the last one stays.
      scope: { id: 'settings' },
      // An answer that is under way holds what was before, and may come after that of the change.
      onMutate: () => queries.cancelQueries({ queryKey }),
      onSuccess: (view) => queries.setQueryData(queryKey, view),
      // Not awaited: what was refused is said at once.
      onError: () => void queries.invalidateQueries({ queryKey }),
    }),
  );
}
