/** Logging this browser out. In the desktop window nobody has logged in. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { logOut, readSessionSecret } from '../../api/session.ts';
import { useUi } from '../ui-store.ts';

export function useLogOut() {
  const queries = useQueryClient();
  const leaveSession = useUi((state) => state.leaveSession);
  const command = useMutation({
    mutationFn: logOut,
    onSuccess() {
      leaveSession();
      // Nothing of what the core said stays in the memory of a tab that is logged out.
      queries.clear();
    },
  });
  return { ...command, isPossible: readSessionSecret() !== null };
}
