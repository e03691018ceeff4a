/** Saving one setting, and what the core says about it. */
import { useState } from 'react';
import type { SettingChange, SettingsView } from '../../src-shared/schemas/settings.ts';
import { useCoreWords } from '../components/use-core-words.ts';
import { useChangeSettings } from '../state/commands/use-settings-commands.ts';
import { readFailure } from '../state/read-failure.ts';
import { useFailureText } from './use-failures.ts';

/** Of a list, the path may name the item as well. Null: the message is about something else. */
function behindPath(message: string, path: string): string | null {
  const rest = message.startsWith(path) ? message.slice(path.length) : '';
  return /^(?:\.\d+)?: (.*)$/s.exec(rest)?.[1] ?? null;
}

export interface Setting {
  readonly error: string | null;
  readonly needsRestart: boolean;
  readonly isOverridden: boolean;
  readonly save: (value: SettingChange['value']) => void;
  /** For what is wrong before anything is sent. */
  readonly setError: (message: string | null) => void;
}

export function useSetting(view: SettingsView, path: string): Setting {
  const change = useChangeSettings();
  const failureText = useFailureText();
  const words = useCoreWords();
  const [error, setError] = useState<string | null>(null);
  const save = (value: SettingChange['value']) => {
    setError(null);
    const onError = (problem: unknown) => {
      const { issues, message } = readFailure(problem);
      // Under the control its own path need not be named again.
      const fault = issues[0]?.message ?? (message === null ? null : behindPath(message, path));
      setError(fault === null ? failureText(problem) : words.sentence(fault));
    };
    change.mutate({ changes: [{ path, value }] }, { onError });
  };
  return { error, needsRestart: view.needsRestart.includes(path), isOverridden: view.overridden.includes(path), save, setError };
}
