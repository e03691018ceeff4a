/** The formatters of the language that is shown. */
import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarFormatters, createCalendarFormatters } from '../../src-shared/i18n/calendar-formatters.ts';
import { createFormatters, type Formatters } from '../../src-shared/i18n/formatters.ts';

/** Those of the page. Making them takes a millisecond, which a list of a thousand cells cannot spend on each. */
export const FormatContext = createContext<Formatters | null>(null);

export function useFormat(): Formatters {
  const shared = useContext(FormatContext);
  const { language } = useTranslation().i18n;
  return useMemo(() => shared ?? createFormatters(language), [shared, language]);
}

/** Dates, weekdays and hours of the day in the language that is shown. */
export function useCalendarFormat(): CalendarFormatters {
  const { language } = useTranslation().i18n;
  return useMemo(() => createCalendarFormatters(language), [language]);
}
