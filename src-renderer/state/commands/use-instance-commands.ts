/** What can be done to the instance: proxy on and off, local tokens. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useProxyCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: admin.status.pathKey() });
  return {
    start: useMutation(admin.proxy.start.mutationOptions({ onSettled: refresh })),
    stop: useMutation(admin.proxy.stop.mutationOptions({ onSettled: refresh })),
  };
}

export function useTokenCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: admin.tokens.list.queryKey() });
  return {
    add: useMutation(admin.tokens.add.mutationOptions({ onSuccess: refresh })),
    revoke: useMutation(admin.tokens.revoke.mutationOptions({ onSuccess: refresh })),
  };
}
