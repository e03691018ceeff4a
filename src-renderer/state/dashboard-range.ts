/**
 * The range of time that the dashboard is about: how it stands in the address, from which instant to which it goes in the
 * viewer's zone, in which steps it is drawn, and what it is compared with.
 */
import type { UsageStep } from '../../src-shared/schemas/usage.ts';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import { addDays, createLocalDates, daysBetween, isDate } from './local-dates.ts';

export const RANGE_PRESETS = ['today', '7d', '15d', '30d', '90d', 'year'] as const;
export type RangePreset = (typeof RANGE_PRESETS)[number];
export const DEFAULT_PRESET: RangePreset = '7d';
/** Ten years: more days than that are a mistyped year. */
export const MAX_DAYS = 3_660;
/** Up to here each date has a row of hours of its own; beyond it, each weekday. */
export const MAX_HOUR_ROWS = 31;

export type RangeChoice =
  | { readonly preset: RangePreset }
  /** Dates as in the address, the first not after the last. */
  | { readonly preset: null; readonly from: string; readonly to: string };

export interface DashboardRange {
  readonly preset: RangePreset | null;
  readonly timeZone: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly days: number;
  readonly sinceMs: number;
  /** Not part of the range. */
  readonly untilMs: number;
  readonly step: UsageStep;
  /** As many days before; until the same time of day when the range has not ended yet. */
  readonly before: { readonly firstDate: string; readonly lastDate: string; readonly sinceMs: number; readonly untilMs: number };
  /** A year that ends with the range. */
  readonly year: { readonly sinceMs: number; readonly untilMs: number };
}

const PRESET_DAYS: Readonly<Record<Exclude<RangePreset, 'year'>, number>> = { today: 1, '7d': 7, '15d': 15, '30d': 30, '90d': 90 };
const QUARTER_MS = 15 * MS_PER_MINUTE;

/** What cannot be read counts as not said: an old bookmark must not break the page. */
export function readRange(search: URLSearchParams): RangeChoice {
  const [from, to] = [search.get('from'), search.get('to')];
  if (from !== null && to !== null && isDate(from) && isDate(to)) return { preset: null, ...ordered(from, to) };
  return { preset: RANGE_PRESETS.find((preset) => preset === search.get('range')) ?? DEFAULT_PRESET };
}

/** The address with another range; the rest of it stays. */
export function writeRange(search: URLSearchParams, choice: RangeChoice): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of ['range', 'from', 'to']) next.delete(key);
  if (choice.preset === null) {
    next.set('from', choice.from);
    next.set('to', choice.to);
  } else if (choice.preset !== DEFAULT_PRESET) next.set('range', choice.preset);
  return next;
}

/** @param nowMs Any instant of the current 15 minutes: the answer is the same for all of them. */
export function resolveRange(choice: RangeChoice, nowMs: number, timeZone: string): DashboardRange {
  const dates = createLocalDates(timeZone);
  const today = dates.dateOf(nowMs);
  const { firstDate, lastDate } = datesOf(choice, today);
  const days = daysBetween(firstDate, lastDate) + 1;
  const sinceMs = dates.startOf(firstDate);
  const untilMs = dates.startOf(addDays(lastDate, 1));
  const before = { firstDate: addDays(firstDate, -days), lastDate: addDays(lastDate, -days) };
  // A day that is not over is compared with the same part of the other day.
  const minutes = dates.minutesOf(Math.floor(nowMs / QUARTER_MS) * QUARTER_MS);
  const sameTimeMs = dates.startOf(before.lastDate, Math.floor(minutes / 60)) + (minutes % 60) * MS_PER_MINUTE + QUARTER_MS;
  return {
    preset: choice.preset,
    timeZone,
    firstDate,
    lastDate,
    days,
    sinceMs,
    untilMs,
    step: stepOf(days),
    before: { ...before, sinceMs: dates.startOf(before.firstDate), untilMs: lastDate === today ? Math.min(sameTimeMs, sinceMs) : sinceMs },
    year: { sinceMs: dates.startOf(firstOfYear(lastDate)), untilMs },
  };
}

function datesOf(choice: RangeChoice, today: string): { readonly firstDate: string; readonly lastDate: string } {
  if (choice.preset === 'year') return { firstDate: firstOfYear(today), lastDate: today };
  if (choice.preset !== null) return { firstDate: addDays(today, 1 - PRESET_DAYS[choice.preset]), lastDate: today };
  // Days to come are empty; a range that lies there altogether is today.
  const lastDate = choice.to < today ? choice.to : today;
  const wanted = choice.from < lastDate ? choice.from : lastDate;
  return { firstDate: daysBetween(wanted, lastDate) < MAX_DAYS ? wanted : addDays(lastDate, 1 - MAX_DAYS), lastDate };
}

/** The day after the same date a year earlier; after 28 February for the 29th. */
function firstOfYear(lastDate: string): string {
  const sameDay = `${Number(lastDate.slice(0, 4)) - 1}${lastDate.slice(4)}`;
  return addDays(isDate(sameDay) ? sameDay : addDays(lastDate, -366), 1);
}

/** Some 50 to 90 bars at most, which is what a narrow window has room for. */
function stepOf(days: number): UsageStep {
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 400 ? 'week' : 'month';
}

function ordered(from: string, to: string) {
  return from <= to ? { from, to } : { from: to, to: from };
}
