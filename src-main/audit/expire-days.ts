/** What has to go: days older than the user wants, then the oldest ones while all together are too large. */
import { MS_PER_DAY } from '../../src-shared/units.ts';
import { dayOf, listDays } from './day-files.ts';
import type { OpenDays } from './open-days.ts';

/** So much is freed at once where only the present day is left, so that not every exchange costs a deletion. */
const SHRINK_TO = 0.9;

/** @returns The days taken away. */
export function expireDays(
  days: OpenDays,
  folder: string,
  limits: { readonly nowMs: number; readonly keepDays: number; readonly maxSizeBytes: number },
): string[] {
  const { nowMs, keepDays, maxSizeBytes } = limits;
  const removed: string[] = [];
  const remove = (day: string) => {
    days.remove(day);
    removed.push(day);
  };
  const today = dayOf(nowMs);
  const firstKept = dayOf(nowMs - (keepDays - 1) * MS_PER_DAY);
  for (const { day } of listDays(folder)) if (day < firstKept) remove(day);
  const kept = [...listDays(folder)];
  let sizeBytes = kept.reduce((sum, day) => sum + day.sizeBytes, 0);
  for (const { day, sizeBytes: freed } of kept) {
    if (sizeBytes <= maxSizeBytes) return removed;
    if (day === today) days.shrink(day, maxSizeBytes * SHRINK_TO);
    else {
      remove(day);
      sizeBytes -= freed;
    }
  }
  return removed;
}
