/** Decides the grid on which usage is summed up. */
import { MS_PER_DAY, MS_PER_MINUTE } from '../../src-shared/units.ts';

/** Some time zones are off by 30 or 45 minutes, so a quarter of an hour is the largest unit that days can be cut from. */
export const BUCKET_MS = 15 * MS_PER_MINUTE;

export const BUCKETS_PER_DAY = MS_PER_DAY / BUCKET_MS;

/** Start of the bucket that holds `ms`. */
export function bucketStartMs(ms: number): number {
  return Math.floor(ms / BUCKET_MS) * BUCKET_MS;
}

/** `ms` itself when a bucket begins there, else the end of the bucket that holds it. */
export function bucketEndMs(ms: number): number {
  return Math.ceil(ms / BUCKET_MS) * BUCKET_MS;
}

/** Start and end (exclusive) of the buckets that [sinceMs, untilMs) touches. An end before the start touches none. */
export function bucketRange(sinceMs: number, untilMs: number): readonly [startMs: number, endMs: number] {
  const startMs = bucketStartMs(sinceMs);
  return [startMs, untilMs <= sinceMs ? startMs : bucketEndMs(untilMs)];
}

/** Start of the day of UTC that holds `ms`. */
export function utcDayStartMs(ms: number): number {
  return Math.floor(ms / MS_PER_DAY) * MS_PER_DAY;
}
