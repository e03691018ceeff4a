/** Lays days out as a calendar: a column for each week, a row for each weekday, in the order of the reader's week. */
import { z } from 'zod';
import { weekdayOf } from './local-dates.ts';

export interface CalendarWeeks {
  /** Weekdays in the order of the rows, 1 for Monday. */
  readonly weekdays: readonly number[];
  /** One array for each weekday: index of the day in each week; null outside. */
  readonly rows: readonly (readonly (number | null)[])[];
  /** Consecutive columns whose weeks begin in one month. */
  readonly months: readonly { readonly date: string; readonly columns: number }[];
}

/**
 * @param dates Without a gap, oldest first.
 * @param firstWeekday 1 for Monday to 7 for Sunday.
 */
export function calendarWeeks(dates: readonly string[], firstWeekday: number): CalendarWeeks {
  const weekdays = weekdaysFrom(firstWeekday);
  const first = dates[0];
  if (first === undefined) return { weekdays, rows: weekdays.map(() => []), months: [] };
  const before = weekdays.indexOf(weekdayOf(first));
  const columns = Math.ceil((before + dates.length) / 7);
  const rows = weekdays.map((_, row) =>
    Array.from({ length: columns }, (__, column) => {
      const index = column * 7 + row - before;
      return index >= 0 && index < dates.length ? index : null;
    }),
  );
  return { weekdays, rows, months: monthsOf(dates, columns, before) };
}

/** All seven, 1 for Monday, in the order of a week that begins with this one. */
export function weekdaysFrom(firstWeekday: number): readonly number[] {
  return Array.from({ length: 7 }, (_, row) => ((firstWeekday - 1 + row) % 7) + 1);
}

function monthsOf(dates: readonly string[], columns: number, before: number) {
  const months: { date: string; columns: number }[] = [];
  for (let column = 0; column < columns; column += 1) {
    const date = dates[Math.max(0, column * 7 - before)] ?? '';
    const last = months.at(-1);
    if (last?.date.slice(0, 7) === date.slice(0, 7)) last.columns += 1;
    else months.push({ date, columns: 1 });
  }
  return months;
}

const weekInfoSchema = z.object({ firstDay: z.int().min(1).max(7) });
/** What ISO 8601 says; for engines without week data. */
const MONDAY = 1;

/** 1 for Monday to 7 for Sunday, as people of the locale begin their week. */
export function firstWeekdayOf(locale: string): number {
  const tag = new Intl.Locale(locale);
  if (!('getWeekInfo' in tag) || typeof tag.getWeekInfo !== 'function') return MONDAY;
  const info = weekInfoSchema.safeParse(tag.getWeekInfo());
  return info.success ? info.data.firstDay : MONDAY;
}
