/** What must be known on every page: a lost connection, a proxy that is off or failed, problems found at the start. */
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner.tsx';
import { useCoreWords } from '../../components/use-core-words.ts';
import { useStatus } from '../../state/queries/use-status.ts';
import { useUi } from '../../state/ui-store.ts';

export function Warnings() {
  const { t } = useTranslation();
  const words = useCoreWords();
  const isLost = useUi((state) => state.connection === 'lost');
  const status = useStatus().data;
  const { kind, error } = status?.proxy ?? { kind: 'running', error: null };
  const warnings = status?.warnings ?? [];
  if (!isLost && kind === 'running' && warnings.length === 0) return null;
  return (
    <section aria-label={t('header.warnings')} className="mx-auto flex w-full max-w-[88rem] flex-col gap-2 px-5 pt-4 rail:px-7">
      {isLost && (
        <Banner tone="warn">
          {t('connection.lost')} {t('connection.lostHint')} <code className="font-mono text-[13px]">code-proxy serve</code>
        </Banner>
      )}
      {kind === 'failed' && <Banner tone="bad">{error === null ? t('failure.unknown') : words.sentence(error)}</Banner>}
      {kind === 'stopped' && <Banner tone="warn">{t('header.stoppedHint')}</Banner>}
      {warnings.map((warning) => (
        <Banner key={warning} tone="warn">
          {words.sentence(warning)}
        </Banner>
      ))}
    </section>
  );
}
