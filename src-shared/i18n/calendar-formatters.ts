/** How dates without a time, weekdays and hours of the day are written. Dates come as `2026-11-20`, weekdays as 1 for Monday to 7. */
import { MS_PER_DAY, MS_PER_HOUR } from '../units.ts';

export interface CalendarFormatters {
  /** Wed, 18 Nov 2026 */
  date(date: string): string;
  /** 12 – 18 Nov 2026; one date alone when both are the same. */
  dates(first: string, last: string): string;
  /** Wed 18 */
  dayOfMonth(date: string): string;
  /** Nov */
  month(date: string): string;
  /** Wed */
  weekday(weekday: number): string;
  weekdayInFull(weekday: number): string;
  /** 14:00 */
  hour(hour: number): string;
  /** 14:00–15:00 */
  hours(hour: number): string;
}

/** A Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1);

/** @param locale BCP 47 tag, for example `en`. */
export function createCalendarFormatters(locale: string): CalendarFormatters {
  // A date is the same everywhere: it is read and written in UTC, so that no zone can move it.
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const long = make({ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' });
  const range = make({ year: 'numeric', month: 'short', day: 'numeric' });
  const dayOfMonth = make({ weekday: 'short', day: 'numeric' });
  const month = make({ month: 'short' });
  const weekday = make({ weekday: 'short' });
  const weekdayInFull = make({ weekday: 'long' });
  const clock = make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const msOf = (date: string) => Date.parse(`${date}T00:00:00Z`);
  const weekdayMs = (number: number) => MONDAY_MS + (number - 1) * MS_PER_DAY;
  const hour = (number: number) => clock.format(MONDAY_MS + number * MS_PER_HOUR);
  return {
    date: (date) => long.format(msOf(date)),
    dates: (first, last) => range.formatRange(msOf(first), msOf(last)),
    dayOfMonth: (date) => dayOfMonth.format(msOf(date)),
    month: (date) => month.format(msOf(date)),
    weekday: (number) => weekday.format(weekdayMs(number)),
    weekdayInFull: (number) => weekdayInFull.format(weekdayMs(number)),
    hour,
    hours: (number) => `${hour(number)}–${hour((number + 1) % 24)}`,
  };
}
