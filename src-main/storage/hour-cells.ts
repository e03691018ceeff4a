/** Decides which cell of a day-by-hour heatmap each hour belongs to, in the viewer's time zone. */
import type { UsageHoursInput } from '../../src-shared/schemas/usage.ts';
import { cutIntoSlots, daysSinceMonday, type TimeSlot } from './time-slots.ts';

export interface HourCells {
  /** Dates `2026-11-20`, oldest first; or `1` (Monday) to `7`. */
  readonly rows: readonly string[];
  /** Hours of the range; one may be cut short, or come twice when the clocks are set back. */
  readonly slots: readonly TimeSlot[];
  /** For each slot: row times 24, plus the hour of the day. */
  readonly cellOfSlot: readonly number[];
}

const HOURS = 24;
const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'];

export function hourCells(input: UsageHoursInput): HourCells {
  const slots = cutIntoSlots({ ...input, step: 'hour' });
  const dates = [...new Set(slots.map(({ key }) => dateOf(key)))];
  const rowOfDate = new Map(dates.map((date, index) => [date, input.rows === 'date' ? index : daysSinceMonday(Date.parse(date))]));
  return {
    rows: input.rows === 'date' ? dates : WEEKDAYS,
    slots,
    cellOfSlot: slots.map(({ key }) => (rowOfDate.get(dateOf(key)) ?? 0) * HOURS + Number(key.slice(11, 13))),
  };
}

function dateOf(key: string): string {
  return key.slice(0, 10);
}
