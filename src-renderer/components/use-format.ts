/** The formatters of the language that is shown. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createFormatters, type Formatters } from '../../src-shared/i18n/formatters.ts';

export function useFormat(): Formatters {
  const { language } = useTranslation().i18n;
  return useMemo(() => createFormatters(language), [language]);
}
