/** Changing prices, and pricing anew what is recorded. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function usePriceCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: admin.pricing.list.queryKey() });
  return {
    set: useMutation(admin.pricing.set.mutationOptions({ onSuccess })),
    remove: useMutation(admin.pricing.remove.mutationOptions({ onSuccess })),
  };
}

/** One hook for the question and one for the deed, so that each shows its own state. */
export function useRecalculation() {
  const admin = useAdmin();
  const queries = useQueryClient();
  return {
    count: useMutation(admin.usage.recalculate.mutationOptions()),
    // Costs show on nearly every page.
    apply: useMutation(admin.usage.recalculate.mutationOptions({ onSuccess: () => queries.invalidateQueries() })),
  };
}
