/** Decides where days begin and end in a time zone, on the grid of the 15-minute sums. */
import { BUCKET_MS } from './usage-bucket.ts';

export interface Day {
  /** As in a calendar of the zone: `2026-11-20`. */
  readonly key: string;
  /** First bucket of the day, inclusive. */
  readonly startMs: number;
  /** First bucket of the next day, exclusive. */
  readonly endMs: number;
}

/** Longer than any day, the one of 25 h at the end of summer time and those beside the date line included. */
const LONGEST_DAY_MS = 50 * 3_600_000;

/**
 * The days of `timeZone` that meet [sinceMs, untilMs), oldest first; the first and the last are cut to that range, widened
 * to whole buckets.
 * @param timeZone  A checked IANA name; an unknown one throws a RangeError.
 */
export function cutIntoDays(sinceMs: number, untilMs: number, timeZone: string): readonly Day[] {
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, calendar: 'iso8601', year: 'numeric', month: '2-digit', day: '2-digit' });
  const keyOf = (ms: number) => calendar.format(ms);
  const days: Day[] = [];
  const lastMs = Math.ceil(untilMs / BUCKET_MS) * BUCKET_MS;
  let startMs = Math.floor(sinceMs / BUCKET_MS) * BUCKET_MS;
  while (startMs < lastMs) {
    const endMs = Math.min(firstBucketAfter(startMs, keyOf), lastMs);
    days.push({ key: keyOf(startMs), startMs, endMs });
    startMs = endMs;
  }
  return days;
}

/** Halves the span in which the date changes; dates never go back, so there is one place. */
function firstBucketAfter(startMs: number, keyOf: (ms: number) => string): number {
  const key = keyOf(startMs);
  let low = 0;
  let high = LONGEST_DAY_MS / BUCKET_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (keyOf(startMs + middle * BUCKET_MS) === key) low = middle;
    else high = middle;
  }
  return startMs + high * BUCKET_MS;
}
