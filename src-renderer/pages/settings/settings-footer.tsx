/** Which version runs, and where its data and its log are. */
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.tsx';
import { useStatus } from '../../state/queries/use-status.ts';

export function SettingsFooter() {
  const { t } = useTranslation();
  const status = useStatus().data;
  if (status === undefined) return null;
  const paths = [
    { name: t('settings.footer.dataFolder'), path: status.dataFolder },
    { name: t('settings.footer.logFile'), path: status.logFile },
  ];
  return (
    <footer className="flex flex-col gap-1 pt-2 pb-6 text-[13px] text-muted">
      {paths.map(({ name, path }) => (
        <p key={name} className="flex items-center gap-2">
          <span className="w-24 shrink-0">{name}</span>
          <code title={path} className="min-w-0 truncate font-mono">
            {path}
          </code>
          <CopyButton text={path} what={name} />
        </p>
      ))}
      <p>{t('settings.footer.version', { version: status.version })}</p>
    </footer>
  );
}
