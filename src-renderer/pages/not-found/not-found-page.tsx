/** Shown for an address that leads nowhere. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('notFound.title')} text={t('notFound.text')}>
      <Link to="/" className="text-accent underline">
        {t('notFound.home')}
      </Link>
    </EmptyState>
  );
}
