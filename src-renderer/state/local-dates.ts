/**
 * Turns instants into calendar dates of a time zone and back, where a day may have 23, 24 or 25 hours. A date is written
 * `2026-11-20`; counting with dates needs no zone.
 */
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../../src-shared/units.ts';

export interface LocalDates {
  readonly timeZone: string;
  /** The date of an instant. */
  dateOf(atMs: number): string;
  /** Minutes of the clock since midnight. */
  minutesOf(atMs: number): number;
  /** The first instant of the date, or of an hour (0 to 23) of it; where the clocks leave that out, the first one after it. */
  startOf(date: string, hour?: number): number;
  /** The starts of all 24 hours of the clock, then the end of the last one; an hour that is left out ends where it begins. */
  hoursOf(date: string): readonly number[];
}

/** Zones change their clocks, and differ from UTC, by whole quarters of an hour. */
const GRID_MS = 15 * MS_PER_MINUTE;
/** No zone is further from UTC. */
const FURTHEST_MS = 15 * MS_PER_HOUR;

/** @param timeZone A checked IANA name. */
export function createLocalDates(timeZone: string): LocalDates {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const read = (atMs: number) => {
    const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    return { date: `${parts.year}-${parts.month}-${parts.day}`, hour: `${parts.hour}`, minute: Number(parts.minute) };
  };
  const startOf = (date: string, hour = 0) => {
    const wanted = `${date}T${String(hour).padStart(2, '0')}`;
    const asUtcMs = Date.parse(`${wanted}:00:00Z`);
    return firstInstant(asUtcMs, (atMs) => {
      const local = read(atMs);
      return `${local.date}T${local.hour}` >= wanted;
    });
  };
  return {
    timeZone,
    startOf,
    dateOf: (atMs) => read(atMs).date,
    minutesOf(atMs) {
      const { hour, minute } = read(atMs);
      return Number(hour) * 60 + minute;
    },
    hoursOf(date) {
      const [firstMs, nextMs] = [startOf(date), startOf(addDays(date, 1))];
      const isEven = nextMs - firstMs === MS_PER_DAY;
      const hours = Array.from({ length: 24 }, (_, hour) => (isEven ? firstMs + hour * MS_PER_HOUR : startOf(date, hour)));
      return [...hours, nextMs];
    },
  };
}

/** Halves the span in which `isReached` becomes true: hours of a calendar never go back. */
function firstInstant(asUtcMs: number, isReached: (atMs: number) => boolean): number {
  let low = 0;
  let high = (2 * FURTHEST_MS) / GRID_MS;
  const at = (step: number) => asUtcMs - FURTHEST_MS + step * GRID_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isReached(at(middle))) high = middle;
    else low = middle;
  }
  return at(high);
}

/** Whether the text is a date that there is: not 2026-02-30. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Days from one date to another: 0 for the same one. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / MS_PER_DAY);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}
