/** Says calmly how to get in: why this login does not work and which command gives a fresh link. */
import { useTranslation } from 'react-i18next';
import { CommandLine } from '../../components/command-line.tsx';

export interface LoggedOutProps {
  readonly title: string;
  readonly text: string;
}

export const DASHBOARD_COMMAND = 'code-proxy dashboard';

export function LoggedOut({ title, text }: LoggedOutProps) {
  const { t } = useTranslation();
  return (
    <main className="flex min-h-dvh items-center justify-center p-6">
      <div className="w-full max-w-md rounded-lg border border-line bg-surface p-6">
        <p className="mb-3 text-[13px] font-medium text-muted">{t('app.name')}</p>
        <h1 className="text-lg font-semibold">{title}</h1>
        <p className="mt-1 mb-4 text-muted">{text}</p>
        <CommandLine command={DASHBOARD_COMMAND} />
      </div>
    </main>
  );
}
