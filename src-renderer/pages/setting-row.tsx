/** One setting: its name, its effect in a sentence, its control, and what is wrong with the value. */
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';

export interface SettingRowProps {
  readonly title: string;
  readonly effect: string;
  readonly error?: string | null;
  readonly needsRestart?: boolean;
  readonly isOverridden?: boolean;
  /** Receives the ids of what describes the control. */
  readonly children: (describedBy: string) => ReactNode;
}

export function SettingRow({ title, effect, error = null, needsRestart = false, isOverridden = false, children }: SettingRowProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-60 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {title}
          {needsRestart && (
            <Badge tone="warn" title={t('settings.needsRestartHint')}>
              {t('settings.needsRestart')}
            </Badge>
          )}
          {isOverridden && <Badge title={t('settings.overriddenHint')}>{t('settings.overridden')}</Badge>}
        </p>
        <p id={`${id}-effect`} className="text-[13px] text-muted">
          {effect}
        </p>
      </div>
      <div className="flex max-w-full flex-col items-end gap-1">{children(`${id}-effect ${id}-error`)}</div>
      <p id={`${id}-error`} aria-live="polite" className="basis-full text-right text-[13px] text-bad empty:hidden">
        {error}
      </p>
    </div>
  );
}
