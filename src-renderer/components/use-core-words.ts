/** What the core says in English, in the language that is shown. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type CoreWords, createCoreWords } from '../../src-shared/i18n/core-words.ts';
import { pickLanguage } from '../../src-shared/i18n/languages.ts';
import { useFormat } from './use-format.ts';

export function useCoreWords(): CoreWords {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const format = useFormat();
  return useMemo(() => {
    // The keys come from a table, which the type of `t` cannot follow; a test looks every one of them up.
    const say = (key: string, values: Readonly<Record<string, string | number>> = {}) => String(Reflect.apply(i18n.t, i18n, [key, values]));
    return createCoreWords(pickLanguage(language, []), say, format);
  }, [i18n, language, format]);
}
