/**
 * Parts of a page that are loaded when they are first drawn. One that cannot be loaded (the app ended meanwhile, or was replaced
 * by another version) is missing by itself and says so, instead of taking the whole page with it.
 */
import { type ComponentType, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

export function loadedLate<P extends object>(load: () => Promise<ComponentType<P>>) {
  return lazy<ComponentType<P>>(async () => {
    try {
      return { default: await load() };
    } catch {
      // The browser's console has the reason; here it is always that the file cannot be had.
      return { default: NotLoaded };
    }
  });
}

function NotLoaded() {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex h-full flex-wrap items-center justify-center gap-2 text-muted">
      {t('common.notLoaded')}
      <Button size="small" onClick={() => window.location.reload()}>
        {t('crash.reload')}
      </Button>
    </div>
  );
}
