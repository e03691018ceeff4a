/** The two ways to point Claude Code at the proxy, as commands to copy. */
import { useTranslation } from 'react-i18next';
import { CommandLine } from './command-line.tsx';

export function ConnectCommands() {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3">
      <CommandLine command="code-proxy launch" effect={t('dashboard.connectLaunch')} />
      <CommandLine command="code-proxy claude apply" effect={t('dashboard.connectApply')} />
    </div>
  );
}
