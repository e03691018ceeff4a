/** The theme that is shown: the setting, or until it is known what this browser showed last. */
import { useEffect, useState } from 'react';
import { useChangeSettings } from '../../state/commands/use-settings-commands.ts';
import { useSettings } from '../../state/queries/use-settings.ts';
import { nextTheme, paintTheme, rememberedTheme, rememberTheme, type Theme } from '../../state/theme.ts';
import { useReportFailure } from '../use-failures.ts';

export function useTheme() {
  const stored = useSettings().data?.settings.ui.theme;
  const change = useChangeSettings();
  const reportFailure = useReportFailure();
  const [wanted, setWanted] = useState<Theme | null>(null);
  const theme = wanted ?? stored ?? rememberedTheme();
  const [isDark, setIsDark] = useState(false);

  useEffect(() => {
    rememberTheme(theme);
    const stop = paintTheme(theme);
    setIsDark(document.documentElement.dataset.theme === 'dark');
    return stop;
  }, [theme]);

  const cycleTheme = () => {
    const next = nextTheme(theme);
    setWanted(next);
    // Of several quick choices only the last one calls back, so that none before it is shown once more.
    const onSettled = () => setWanted(null);
    change.mutate({ changes: [{ path: 'ui.theme', value: next }] }, { onError: reportFailure, onSettled });
  };
  return { theme, isDark, cycleTheme };
}
