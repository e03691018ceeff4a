/** How the slots of a chart are called: shortly at the axis, in full where there is room. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageStep } from '../../../src-shared/schemas/usage.ts';

export interface SlotWords {
  short(startMs: number): string;
  full(startMs: number): string;
}

const SHORT: Readonly<Record<UsageStep, Intl.DateTimeFormatOptions>> = {
  'quarter-hour': { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'short', day: 'numeric' },
  week: { month: 'short', day: 'numeric' },
  month: { month: 'short', year: '2-digit' },
};
const DATE: Intl.DateTimeFormatOptions = { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' };
const FULL: Readonly<Record<UsageStep, Intl.DateTimeFormatOptions>> = {
  'quarter-hour': { ...DATE, ...SHORT.hour },
  hour: { ...DATE, ...SHORT.hour },
  day: DATE,
  week: DATE,
  month: { month: 'long', year: 'numeric' },
};

export function useSlotWords(step: UsageStep): SlotWords {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const short = new Intl.DateTimeFormat(i18n.language, SHORT[step]);
    const full = new Intl.DateTimeFormat(i18n.language, FULL[step]);
    return {
      short: (startMs) => short.format(startMs),
      full: (startMs) => (step === 'week' ? t('dashboard.weekOf', { date: full.format(startMs) }) : full.format(startMs)),
    };
  }, [step, i18n.language, t]);
}
