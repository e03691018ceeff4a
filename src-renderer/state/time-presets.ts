/** Spans of time to choose from, and how a span is written in inputs for date and time. */
import { MS_PER_DAY, MS_PER_HOUR } from '../../src-shared/units.ts';

export const TIME_PRESETS = ['hour', 'today', 'yesterday', 'day', 'week', 'month'] as const;
export type TimePreset = (typeof TIME_PRESETS)[number];

/** Unix ms; null: open on this side. */
export interface TimeSpan {
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
}

export function presetSpan(preset: TimePreset, nowMs: number): TimeSpan {
  switch (preset) {
    case 'hour':
      return { sinceMs: nowMs - MS_PER_HOUR, untilMs: null };
    case 'today':
      return { sinceMs: midnight(nowMs, 0), untilMs: null };
    case 'yesterday':
      return { sinceMs: midnight(nowMs, -1), untilMs: midnight(nowMs, 0) };
    case 'day':
      return { sinceMs: nowMs - MS_PER_DAY, untilMs: null };
    case 'week':
      return { sinceMs: nowMs - 7 * MS_PER_DAY, untilMs: null };
    case 'month':
      return { sinceMs: nowMs - 30 * MS_PER_DAY, untilMs: null };
  }
}

/** By the calendar: a day with a change of the clock is not 24 hours long. */
function midnight(nowMs: number, days: number): number {
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).getTime();
}

/** As `<input type="datetime-local">` wants it, in local time to the minute; empty for null. */
export function inputText(atMs: number | null): string {
  if (atMs === null) return '';
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

const WHOLE = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d/;

/** Unix ms of what such an input holds; null: empty or half typed. */
export function readInputText(text: string): number | null {
  const atMs = WHOLE.test(text) ? new Date(text).getTime() : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
