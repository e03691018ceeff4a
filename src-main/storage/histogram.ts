/**
 * Decides the buckets of the time histograms: log scale, so that p50 and p95 over a year can be read from sums. The bounds
 * are part of the stored data: changing them takes a migration.
 */

/** 24 counters: below 10 ms, then a factor of 1.6 each; the last one takes everything from about 5 minutes up. */
export const HISTOGRAM_BUCKETS = 24;
const FIRST_BOUND_MS = 10;
const FACTOR = 1.6;
const ENTRY_BYTES = 5;

/** Bucket that a duration belongs to, 0 to 23. Bucket 0 is below 10 ms; bucket n covers 10 ms x 1.6^(n-1) to 10 ms x 1.6^n. */
export function bucketOf(durationMs: number): number {
  if (!(durationMs >= FIRST_BOUND_MS)) return 0;
  const bucket = 1 + Math.floor(Math.log(durationMs / FIRST_BOUND_MS) / Math.log(FACTOR) + Number.EPSILON);
  return Math.min(bucket, HISTOGRAM_BUCKETS - 1);
}

export function emptyHistogram(): Uint32Array {
  return new Uint32Array(HISTOGRAM_BUCKETS);
}

/**
 * Stored form: for each counter that is not 0, its bucket (1 byte) and its count (unsigned, 32 bits, little endian). Most
 * quarters of an hour see a few buckets only, and reports over a year read every row.
 */
export function encodeHistogram(counts: Uint32Array): Buffer {
  const bytes = Buffer.alloc(counts.filter((count) => count > 0).length * ENTRY_BYTES);
  let offset = 0;
  counts.forEach((count, bucket) => {
    if (count === 0) return;
    bytes.writeUInt32LE(count, bytes.writeUInt8(bucket, offset));
    offset += ENTRY_BYTES;
  });
  return bytes;
}

/** Reads the stored form; what is no whole entry of a known bucket is skipped. */
export function decodeHistogram(bytes: Uint8Array): Uint32Array {
  const counts = emptyHistogram();
  addStoredHistogram(counts, bytes);
  return counts;
}

/** Adds a stored histogram to `sum` in place. */
export function addStoredHistogram(sum: Uint32Array, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset + ENTRY_BYTES <= bytes.byteLength; offset += ENTRY_BYTES) {
    const bucket = view.getUint8(offset);
    if (bucket < HISTOGRAM_BUCKETS) sum[bucket] = (sum[bucket] ?? 0) + view.getUint32(offset + 1, true);
  }
}

/**
 * Duration below which the share of all counted ones lies, ms; null when none was counted. Within a bucket the durations are
 * taken to be spread evenly on its scale, so the answer is off by a part of the bucket's width.
 */
export function percentileMs(counts: Uint32Array, share: number): number | null {
  const wanted = counts.reduce((sum, count) => sum + count, 0) * share;
  if (wanted === 0) return null;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && below + count >= wanted) return Math.round(durationWithin(bucket, (wanted - below) / count));
    below += count;
  }
  return null;
}

function durationWithin(bucket: number, part: number): number {
  return bucket === 0 ? FIRST_BOUND_MS * part : FIRST_BOUND_MS * FACTOR ** (bucket - 1 + part);
}
