/** A command to type in a terminal, with a button that copies it. */
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';

export interface CommandLineProps {
  readonly command: string;
  readonly effect?: string;
}

export function CommandLine({ command, effect }: CommandLineProps) {
  const { t } = useTranslation();
  return (
    <div>
      <div className="flex items-center justify-between gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
        <code className="min-w-0 font-mono text-[13px] break-words whitespace-pre-wrap">{command}</code>
        <CopyButton text={command} what={t('login.command')} />
      </div>
      {effect !== undefined && <p className="mt-0.5 text-[13px] text-muted">{effect}</p>}
    </div>
  );
}
