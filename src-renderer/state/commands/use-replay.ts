/** Sends a stored request once more. The answer is kept as long as the request is looked at. */
import { useMutation } from '@tanstack/react-query';
import { useAdmin } from '../../api/admin-context.ts';

export function useReplay() {
  const { replays } = useAdmin();
  return { run: useMutation(replays.run.mutationOptions()), cancel: useMutation(replays.cancel.mutationOptions()) };
}
