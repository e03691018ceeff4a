/** Decides which cell of a day-by-hour heatmap each quarter of an hour belongs to, in the viewer's time zone. */
import type { UsageHoursInput } from '../../src-shared/schemas/usage.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../../src-shared/units.ts';
import { cutIntoSlots, daysSinceMonday } from './time-slots.ts';
import { BUCKET_MS } from './usage-bucket.ts';
import { offsetSpans } from './zone-offsets.ts';

export interface HourCells {
  /** Dates `2026-11-20`, oldest first; or `1` (Monday) to `7`. */
  readonly rows: readonly string[];
  /** Row times 24 plus the hour, of the quarter that begins there; null outside of the range. An hour that the clocks repeat is one cell. */
  readonly cellOf: (bucketStartMs: number) => number | null;
}

export const HOURS_PER_ROW = 24;
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'];

export function hourCells(input: UsageHoursInput): HourCells {
  const spans = offsetSpans(input.sinceMs, input.untilMs, input.timeZone);
  const firstMs = spans[0]?.startMs ?? 0;
  const endMs = spans.at(-1)?.endMs ?? firstMs;
  const dates = input.rows === 'date' ? cutIntoSlots({ ...input, step: 'day' }).map(({ key }) => key) : null;
  const rowOfDate = new Map(dates?.map((date, index) => [Date.parse(date), index]));
  const rowOf = (localDayMs: number) => (dates === null ? daysSinceMonday(localDayMs) : (rowOfDate.get(localDayMs) ?? 0));
  const cells = new Int32Array((endMs - firstMs) / BUCKET_MS);
  for (const span of spans) {
    for (let startMs = span.startMs; startMs < span.endMs; startMs += BUCKET_MS) {
      const localMs = startMs + span.offsetMs;
      const localDayMs = Math.floor(localMs / MS_PER_DAY) * MS_PER_DAY;
      cells[(startMs - firstMs) / BUCKET_MS] = rowOf(localDayMs) * HOURS_PER_ROW + Math.floor((localMs - localDayMs) / MS_PER_HOUR);
    }
  }
  return { rows: dates ?? WEEKDAYS, cellOf: (startMs) => cells[(startMs - firstMs) / BUCKET_MS] ?? null };
}
