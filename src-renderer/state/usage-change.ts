/** How a number of this range stands to the same number of the range before. */

export type UsageChange =
  /** Not known for one of the two. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'same' }
  /** There was nothing before, so there is no share to name. */
  | { readonly kind: 'new' }
  /** 0.25: a quarter more; -0.5: half as much. */
  | { readonly kind: 'ratio'; readonly ratio: number }
  /** Of shares: 0.05 is five percentage points more. */
  | { readonly kind: 'points'; readonly difference: number };

/** Less than this is written as 0 %, and called the same. */
const SAME_WITHIN = 0.005;

export function changeOf(now: number | null, before: number | null): UsageChange {
  if (now === null || before === null) return { kind: 'unknown' };
  if (before === 0) return now === 0 ? { kind: 'same' } : { kind: 'new' };
  const ratio = now / before - 1;
  return Math.abs(ratio) < SAME_WITHIN ? { kind: 'same' } : { kind: 'ratio', ratio };
}

/** @param now A share, 0 to 1. */
export function changeOfShare(now: number | null, before: number | null): UsageChange {
  if (now === null || before === null) return { kind: 'unknown' };
  // A tenth of a percentage point is what is written.
  return Math.abs(now - before) < SAME_WITHIN / 10 ? { kind: 'same' } : { kind: 'points', difference: now - before };
}
