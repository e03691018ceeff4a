/** How far this computer's clock is from what endpoints say in the `Date` header of their answers. */

export interface ClockSample {
  /** Ours minus theirs, ms; positive: ours is ahead. */
  readonly skewMs: number;
  /** The request was under way for this long, and the header has whole seconds: the truth lies within. */
  readonly uncertaintyMs: number;
}

const HEADER_STEP_MS = 1_000;

/** Null without a header that names a time. @param sentAtMs,receivedAtMs Our clock around the request. */
export function clockSample(date: string | undefined, sentAtMs: number, receivedAtMs: number): ClockSample | null {
  const theirsMs = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirsMs)) return null;
  const tripMs = Math.max(0, receivedAtMs - sentAtMs);
  // The answer was made somewhere between; a whole second stands for any moment in it.
  return { skewMs: sentAtMs + tripMs / 2 - (theirsMs + HEADER_STEP_MS / 2), uncertaintyMs: tripMs / 2 + HEADER_STEP_MS / 2 };
}

/** The median: one endpoint with a wrong clock must not speak for all. Null without samples. */
export function clockSkewMs(samples: readonly ClockSample[]): number | null {
  const sorted = samples.map(({ skewMs, uncertaintyMs }) => Math.sign(skewMs) * Math.max(0, Math.abs(skewMs) - uncertaintyMs)).sort((a, b) => a - b);
  // Of an even number the one nearer to zero.
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) return null;
  return Math.abs(low) <= Math.abs(high) ? low : high;
}
