/** What can be done to Claude Code's own files. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useClaudeCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  // The feed tells the same; asking at once spares the moment in which the old state would stand there.
  const onSettled = () =>
    Promise.all([queries.invalidateQueries({ queryKey: admin.status.pathKey() }), queries.invalidateQueries({ queryKey: admin.claude.pathKey() })]);
  return {
    apply: useMutation(admin.claude.applySettings.mutationOptions({ onSettled })),
    restore: useMutation(admin.claude.restore.mutationOptions({ onSettled })),
    setSwitch: useMutation(admin.claude.setSwitch.mutationOptions({ onSettled })),
    restoreBackup: useMutation(admin.claude.restoreBackup.mutationOptions({ onSettled })),
  };
}
