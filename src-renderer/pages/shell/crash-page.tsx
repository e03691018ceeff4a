/** Stands in for a page that threw. The proxy is another process or thread and goes on. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';

export function CrashPage() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState title={t('crash.title')} text={t('crash.text')}>
        <Button variant="primary" onClick={() => window.location.reload()}>
          {t('crash.reload')}
        </Button>
      </EmptyState>
    </main>
  );
}
