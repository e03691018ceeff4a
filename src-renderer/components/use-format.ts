/** The formatters of the language that is shown. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarFormatters, createCalendarFormatters } from '../../src-shared/i18n/calendar-formatters.ts';
import { createFormatters, type Formatters } from '../../src-shared/i18n/formatters.ts';

export function useFormat(): Formatters {
  const { language } = useTranslation().i18n;
  return useMemo(() => createFormatters(language), [language]);
}

/** Dates, weekdays and hours of the day in the language that is shown. */
export function useCalendarFormat(): CalendarFormatters {
  const { language } = useTranslation().i18n;
  return useMemo(() => createCalendarFormatters(language), [language]);
}
