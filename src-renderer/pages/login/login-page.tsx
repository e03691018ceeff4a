/** Trades the code in the address for a session, and takes the code out of the address and the history at once. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLogIn } from '../../state/commands/use-log-in.ts';
import { LoggedOut } from './logged-out.tsx';

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const logIn = useLogIn();
  const [isRefused, setIsRefused] = useState(false);
  const hasBegun = useRef(false);

  useEffect(() => {
    const redeem = () => {
      const code = window.location.hash.slice(1);
      window.history.replaceState(null, '', window.location.pathname);
      setIsRefused(false);
      void logIn(code).then((isAccepted) => {
        if (!isAccepted) return setIsRefused(true);
        queries.clear();
        return navigate('/', { replace: true });
      });
    };
    // A code works once, so it must not be sent twice.
    if (!hasBegun.current) redeem();
    hasBegun.current = true;
    // A fresh link pasted into the tab that refused an old one differs only behind the #, which loads nothing anew.
    const onHashChange = () => window.location.hash !== '' && redeem();
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, [logIn, navigate, queries]);

  if (isRefused) return <LoggedOut title={t('login.badTitle')} text={t('login.bad')} />;
  return (
    <main className="flex min-h-dvh items-center justify-center text-muted" role="status">
      {t('login.checking')}
    </main>
  );
}
