/** Launching Claude Code, and the list of recent folders. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useLaunchCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: admin.launch.options.queryKey() });
  return {
    run: useMutation(admin.launch.run.mutationOptions({ onSuccess: refresh })),
    forget: useMutation(admin.launch.forget.mutationOptions({ onSuccess: refresh })),
    chooseTerminal: useMutation(admin.settings.change.mutationOptions({ onSuccess: refresh })),
  };
}
