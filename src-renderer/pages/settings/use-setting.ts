/** Saving one setting, and what the core says about it. */
import { useState } from 'react';
import type { SettingChange, SettingsView } from '../../../src-shared/schemas/settings.ts';
import { useChangeSettings } from '../../state/commands/use-settings-commands.ts';
import { readFailure } from '../../state/read-failure.ts';
import { useFailureText } from '../use-failures.ts';

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
  const [error, setError] = useState<string | null>(null);
  const save = (value: SettingChange['value']) => {
    setError(null);
    // Under the control its own path need not be named again.
    const onError = (problem: unknown) => setError((readFailure(problem).issues[0]?.message ?? failureText(problem)).replace(`${path}: `, ''));
    change.mutate({ changes: [{ path, value }] }, { onError });
  };
  return { error, needsRestart: view.needsRestart.includes(path), isOverridden: view.overridden.includes(path), save, setError };
}
