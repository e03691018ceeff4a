/** Decides how far a time zone is off UTC, and from when to when, on the grid of the 15-minute sums. */
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';
import { BUCKET_MS, bucketRange } from './usage-bucket.ts';

export interface OffsetSpan {
  /** A multiple of 15 minutes, inclusive. */
  readonly startMs: number;
  /** A multiple of 15 minutes, exclusive. */
  readonly endMs: number;
  /** Local time minus UTC. */
  readonly offsetMs: number;
}

/** No zone changes its clocks twice within a day. */
const SAMPLE_EVERY_MS = MS_PER_DAY;

/**
 * Spans of one offset each, without gap, oldest first; together they are [sinceMs, untilMs) widened to whole 15 minutes.
 * A quarter during which the clocks change counts with the time at its start.
 * @param timeZone  A checked IANA name; an unknown one throws a RangeError.
 */
export function offsetSpans(sinceMs: number, untilMs: number, timeZone: string): readonly OffsetSpan[] {
  const offsetAt = offsetReader(timeZone);
  const [firstMs, lastMs] = bucketRange(sinceMs, untilMs);
  const spans: OffsetSpan[] = [];
  if (firstMs === lastMs) return spans;
  let startMs = firstMs;
  let offsetMs = offsetAt(startMs);
  for (let sampleMs = startMs; sampleMs < lastMs; ) {
    const nextMs = Math.min(sampleMs + SAMPLE_EVERY_MS, lastMs);
    const nextOffsetMs = offsetAt(nextMs);
    if (nextOffsetMs !== offsetMs) {
      const changeMs = firstOfNewOffset(sampleMs, nextMs, (ms) => offsetAt(ms) === offsetMs);
      spans.push({ startMs, endMs: changeMs, offsetMs });
      startMs = changeMs;
      offsetMs = nextOffsetMs;
    }
    sampleMs = nextMs;
  }
  if (startMs < lastMs) spans.push({ startMs, endMs: lastMs, offsetMs });
  return spans;
}

/** Halves the quarters between `lowMs`, which has the old offset, and `highMs`, which has the new one. */
function firstOfNewOffset(lowMs: number, highMs: number, isOld: (ms: number) => boolean): number {
  let low = lowMs / BUCKET_MS;
  let high = highMs / BUCKET_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isOld(middle * BUCKET_MS)) low = middle;
    else high = middle;
  }
  return high * BUCKET_MS;
}

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

function offsetReader(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (ms) => {
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = OFFSET.exec(format.format(ms)) ?? [];
    const size = Number(hours) * MS_PER_HOUR + Number(minutes) * MS_PER_MINUTE + Number(seconds) * MS_PER_SECOND;
    return sign === '-' ? -size : size;
  };
}
