/** Cuts time into the slots that usage is shown in: hours of the last day, days of the last week, in the computer's zone. */
import type { TrendPeriod } from './ui-store.ts';

export interface Slot {
  readonly sinceMs: number;
  readonly untilMs: number;
}

const HOURS = 24;
const DAYS = 7;

/** Local midnight before or at `nowMs`. */
export function startOfDay(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0);
}

/** The next local midnight; a day is 23 or 25 hours long where clocks change. */
export function endOfDay(nowMs: number): number {
  const date = new Date(startOfDay(nowMs));
  return date.setDate(date.getDate() + 1);
}

/** Oldest first; the last slot holds `nowMs`. */
export function trendSlots(period: TrendPeriod, nowMs: number): readonly Slot[] {
  return period === '24h' ? hourSlots(nowMs) : daySlots(nowMs);
}

function hourSlots(nowMs: number): readonly Slot[] {
  const hourMs = 3_600_000;
  const last = new Date(nowMs).setMinutes(0, 0, 0);
  return Array.from({ length: HOURS }, (_, index) => {
    const sinceMs = last - (HOURS - 1 - index) * hourMs;
    return { sinceMs, untilMs: sinceMs + hourMs };
  });
}

function daySlots(nowMs: number): readonly Slot[] {
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date(startOfDay(nowMs));
    date.setDate(date.getDate() - (DAYS - 1 - index));
    const sinceMs = date.getTime();
    return { sinceMs, untilMs: endOfDay(sinceMs) };
  });
}
