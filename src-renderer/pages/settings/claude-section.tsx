/** Says where Claude Code's files are looked after: they have a page of their own. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../components/card.tsx';

export function ClaudeSection() {
  const { t } = useTranslation();
  return (
    <div id="claude" className="scroll-mt-16">
      <Card title={t('claudeCode.moved.title')}>
        <p className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-3 text-muted">
          {t('claudeCode.moved.text')}
          <Link to="/claude-code" className="text-accent underline">
            {t('claudeCode.moved.open')}
          </Link>
        </p>
      </Card>
    </div>
  );
}
