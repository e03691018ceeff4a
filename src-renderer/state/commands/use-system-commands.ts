/** What can be done to the key of the stored credentials, and to the service of the system. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useMoveKey() {
  const admin = useAdmin();
  const queries = useQueryClient();
  const key = admin.secrets.status.queryKey();
  return useMutation(
    admin.secrets.move.mutationOptions({
      onSuccess: (status) => queries.setQueryData(key, status),
      onError: () => queries.invalidateQueries({ queryKey: key }),
    }),
  );
}

export function useServiceCommands() {
  const admin = useAdmin();
  const queries = useQueryClient();
  // The state as asked anew: what a command answered may have changed by the time it is shown.
  const onSettled = () => queries.invalidateQueries({ queryKey: admin.service.pathKey() });
  return {
    install: useMutation(admin.service.install.mutationOptions({ onSettled })),
    uninstall: useMutation(admin.service.uninstall.mutationOptions({ onSettled })),
    start: useMutation(admin.service.start.mutationOptions({ onSettled })),
    stop: useMutation(admin.service.stop.mutationOptions({ onSettled })),
  };
}
