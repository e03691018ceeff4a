/** Saving one setting, and what the core says about it. */
import { useTranslation } from 'react-i18next';
import type { SettingChange, SettingsView } from '../../src-shared/schemas/settings.ts';
import { showFailure } from '../components/toasts.ts';
import { useCoreWords } from '../components/use-core-words.ts';
import { useChangeSettings } from '../state/commands/use-settings-commands.ts';
import { readFailure } from '../state/read-failure.ts';
import { settingFault } from '../state/setting-fault.ts';
import { useFailureText } from './use-failures.ts';
import { useFault } from './use-fault.ts';

export interface Setting {
  readonly error: string | null;
  readonly needsRestart: boolean;
  readonly isOverridden: boolean;
  readonly save: (value: SettingChange['value']) => void;
  /** For what is wrong before anything is sent. */
  readonly setError: (message: string | null) => void;
}

/** @param title  As the page calls the setting. */
export function useSetting(view: SettingsView, path: string, title: string): Setting {
  const { t } = useTranslation();
  const change = useChangeSettings();
  const failureText = useFailureText();
  const words = useCoreWords();
  const [error, setError] = useFault((problem) => showFailure(t('settings.notSaved', { title, problem })));
  const save = (value: SettingChange['value']) => {
    setError(null);
    const onError = (problem: unknown) => {
      const { issues, message } = readFailure(problem);
      const [issue] = issues;
      const fault = issue === undefined ? settingFault(message ?? '', path) : { text: issue.message, item: null };
      if (fault === null) return setError(failureText(problem));
      const text = words.sentence(fault.text);
      setError(fault.item === null ? text : t('core.withDetail', { text, detail: fault.item }));
    };
    // Awaited here: leaving a control by a click on a link saves it, and the page is gone when the answer comes.
    void change.mutateAsync({ changes: [{ path, value }] }).catch(onError);
  };
  return { error, needsRestart: view.needsRestart.includes(path), isOverridden: view.overridden.includes(path), save, setError };
}
