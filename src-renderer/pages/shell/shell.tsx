/** The frame around every page: navigation, header, warnings, toasts, keys, and the feed that keeps all of it true. */
import { Suspense, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { Toaster } from 'sonner';
import { describeNotice } from '../../../src-shared/describe-notice.ts';
import type { FeedEventOf } from '../../../src-shared/feed-events.ts';
import { showNotice } from '../../components/toasts.ts';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useUi } from '../../state/ui-store.ts';
import { useFeed } from '../../state/use-feed.ts';
import { LoggedOut } from '../login/logged-out.tsx';
import { Header } from './header.tsx';
import { NavigationRail } from './navigation-rail.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useLanguage } from './use-language.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useTheme } from './use-theme.ts';
import { Warnings } from './warnings.tsx';

export function Shell() {
  const { t } = useTranslation();
  const session = useUi((state) => state.session);
  if (session === 'left') return <LoggedOut title={t('login.leftTitle')} text={t('login.left')} />;
  if (session === 'ended') return <LoggedOut title={t('login.againTitle')} text={t('login.again')} />;
  return <OpenShell />;
}

function OpenShell() {
  const { t } = useTranslation();
  const { theme, isDark, cycleTheme } = useTheme();
  const languages = useLanguage();
  useShortcuts();
  useFeed(useNoticeToast());
  return (
    <div className="grid min-h-dvh grid-cols-[3.5rem_minmax(0,1fr)] rail:grid-cols-[11.5rem_minmax(0,1fr)]">
      <a href="#page" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:px-3 focus:py-1">
        {t('nav.skip')}
      </a>
      <NavigationRail />
      <div className="flex min-w-0 flex-col">
        <Header theme={theme} onCycleTheme={cycleTheme} languages={languages} />
        <Warnings />
        <main id="page" tabIndex={-1} className="mx-auto w-full max-w-[88rem] has-data-wide:max-w-none flex-1 px-5 py-5 outline-none rail:px-7">
          {/* For pages that are loaded when they are opened. */}
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <ShortcutSheet />
      <Toaster theme={isDark ? 'dark' : 'light'} position="bottom-right" closeButton toastOptions={{ style: { fontFamily: 'inherit' } }} />
    </div>
  );
}

function useNoticeToast(): (notice: FeedEventOf<'notice'>) => void {
  const { t } = useTranslation();
  const words = useCoreWords();
  return useCallback(
    (notice) => {
      const text = describeNotice(
        notice,
        (key, { count, ...values }) => t(key, { code: '', endpoint: '', reason: '', ...values, count: Number(count) }),
        words,
      );
      showNotice(notice.level, text);
    },
    [t, words],
  );
}
