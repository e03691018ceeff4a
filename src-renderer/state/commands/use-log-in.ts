/** Logging in with the code of a login link. */
import { useCallback } from 'react';
import { logIn } from '../../api/session.ts';
import { useUi } from '../ui-store.ts';

/** Answers whether the code was accepted; an unreachable server counts as not. */
export function useLogIn(): (code: string) => Promise<boolean> {
  const beginSession = useUi((state) => state.beginSession);
  return useCallback(
    async (code) => {
      const isAccepted = await logIn(code).catch(() => false);
      if (isAccepted) beginSession();
      return isAccepted;
    },
    [beginSession],
  );
}
