/** Decides where the slots of a chart begin and end in the viewer's time zone, on the grid of the 15-minute sums. */
import type { UsageStep } from '../../src-shared/schemas/usage.ts';
import { MS_PER_DAY, MS_PER_HOUR } from '../../src-shared/units.ts';
import { BUCKET_MS, bucketEndMs } from './usage-bucket.ts';
import { offsetSpans } from './zone-offsets.ts';

export interface TimeSlot {
  /** Local: `2026-11-20T14:30`, `2026-11-20` (of a week: its Monday) or `2026-11`. */
  readonly key: string;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

export interface SlotRange {
  readonly sinceMs: number;
  readonly untilMs: number;
  /** A checked IANA name. */
  readonly timeZone: string;
  readonly step: UsageStep;
}

/**
 * All slots of the range, widened to whole 15 minutes, oldest first and without gap; the first and the last are cut to it.
 * An hour that the clocks repeat makes two slots of one key; a day of 25 hours is one slot.
 */
export function cutIntoSlots({ sinceMs, untilMs, timeZone, step }: SlotRange): readonly TimeSlot[] {
  const slots: TimeSlot[] = [];
  for (const span of offsetSpans(sinceMs, untilMs, timeZone)) {
    for (let startMs = span.startMs; startMs < span.endMs; ) {
      const local = localSlot(startMs + span.offsetMs, step);
      const endMs = Math.min(bucketEndMs(local.endMs - span.offsetMs), span.endMs);
      const before = slots.at(-1);
      if (before?.key === local.key && !isWithinDay(step)) slots[slots.length - 1] = { ...before, endMs };
      else slots.push({ key: local.key, startMs, endMs });
      startMs = endMs;
    }
  }
  return slots;
}

function isWithinDay(step: UsageStep): boolean {
  return step === 'quarter-hour' || step === 'hour';
}

/** Times here are local ones, written as if they were UTC. */
function localSlot(localMs: number, step: UsageStep): { readonly key: string; readonly endMs: number } {
  switch (step) {
    case 'quarter-hour':
      return timeSlot(localMs, BUCKET_MS);
    case 'hour':
      return timeSlot(localMs, MS_PER_HOUR);
    case 'day':
      return { key: isoText(localMs, 10), endMs: (Math.floor(localMs / MS_PER_DAY) + 1) * MS_PER_DAY };
    case 'week': {
      const mondayMs = Math.floor(localMs / MS_PER_DAY) * MS_PER_DAY - daysSinceMonday(localMs) * MS_PER_DAY;
      return { key: isoText(mondayMs, 10), endMs: mondayMs + 7 * MS_PER_DAY };
    }
    case 'month': {
      const date = new Date(localMs);
      return { key: isoText(localMs, 7), endMs: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) };
    }
  }
}

function timeSlot(localMs: number, lengthMs: number) {
  const startMs = Math.floor(localMs / lengthMs) * lengthMs;
  return { key: isoText(startMs, 16), endMs: startMs + lengthMs };
}

function isoText(localMs: number, length: number): string {
  return new Date(localMs).toISOString().slice(0, length);
}

/** 0 for Monday to 6 for Sunday. @param localMs  Local time, written as if it were UTC. */
export function daysSinceMonday(localMs: number): number {
  const days = Math.floor(localMs / MS_PER_DAY) + THURSDAY;
  return ((days % 7) + 7) % 7;
}

/** On which 1970 began. */
const THURSDAY = 3;

/** Finds the slot of a bucket in constant time. */
export class SlotIndex {
  readonly #firstMs: number;
  readonly #slotOf: Int32Array;

  /** @param slots  Without gap, oldest first. */
  constructor(slots: readonly TimeSlot[]) {
    this.#firstMs = slots[0]?.startMs ?? 0;
    const endMs = slots.at(-1)?.endMs ?? this.#firstMs;
    this.#slotOf = new Int32Array((endMs - this.#firstMs) / BUCKET_MS);
    for (const [index, slot] of slots.entries()) this.#slotOf.fill(index, this.#position(slot.startMs), this.#position(slot.endMs));
  }

  /** -1 for a bucket outside. */
  slotOf(startMs: number): number {
    return this.#slotOf[this.#position(startMs)] ?? -1;
  }

  #position(ms: number): number {
    return (ms - this.#firstMs) / BUCKET_MS;
  }
}
