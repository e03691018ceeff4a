/** The language that is shown: the setting, or until it is known what this browser showed last. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pickLanguage } from '../../../src-shared/i18n/languages.ts';
import { useChangeSettings } from '../../state/commands/use-settings-commands.ts';
import { showLanguage } from '../../state/create-i18n.ts';
import { rememberedLanguage, rememberLanguage, type WantedLanguage } from '../../state/language.ts';
import { useSettings } from '../../state/queries/use-settings.ts';
import { useReportFailure } from '../use-failures.ts';

export interface LanguageChoice {
  readonly language: WantedLanguage;
  readonly chooseLanguage: (language: WantedLanguage) => void;
}

export function useLanguage(): LanguageChoice {
  const { i18n } = useTranslation();
  const stored = useSettings().data?.settings.ui.language;
  const change = useChangeSettings();
  const reportFailure = useReportFailure();
  const [wanted, setWanted] = useState<WantedLanguage | null>(null);
  const language = wanted ?? stored ?? rememberedLanguage();

  useEffect(() => {
    let isCurrent = true;
    const show = () => {
      showLanguage(i18n, pickLanguage(language, navigator.languages), () => isCurrent).catch(reportFailure);
    };
    rememberLanguage(language);
    show();
    if (language === 'system') addEventListener('languagechange', show);
    return () => {
      isCurrent = false;
      removeEventListener('languagechange', show);
    };
  }, [i18n, language, reportFailure]);

  const chooseLanguage = (next: WantedLanguage) => {
    setWanted(next);
    // Of several quick choices only the last one calls back, so that none before it is shown once more.
    const onSettled = () => setWanted(null);
    change.mutate({ changes: [{ path: 'ui.language', value: next }] }, { onError: reportFailure, onSettled });
  };
  return { language, chooseLanguage };
}
