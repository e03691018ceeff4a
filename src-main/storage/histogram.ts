/**
 * Decides the buckets of the time histograms: log scale, so that p50 and p95 over a year can be read from sums. The bounds
 * are part of the stored data: changing them takes a migration.
 */

/** 24 counters: below 10 ms, then a factor of 1.6 each; the last one takes everything from about 5 minutes up. */
export const HISTOGRAM_BUCKETS = 24;
const FIRST_BOUND_MS = 10;
const FACTOR = 1.6;
const BYTES_PER_COUNTER = 4;

/** Bucket that a duration belongs to, 0 to 23. Bucket 0 is below 10 ms; bucket n covers 10 ms x 1.6^(n-1) to 10 ms x 1.6^n. */
export function bucketOf(durationMs: number): number {
  if (!(durationMs >= FIRST_BOUND_MS)) return 0;
  const bucket = 1 + Math.floor(Math.log(durationMs / FIRST_BOUND_MS) / Math.log(FACTOR) + Number.EPSILON);
  return Math.min(bucket, HISTOGRAM_BUCKETS - 1);
}

export function emptyHistogram(): Uint32Array {
  return new Uint32Array(HISTOGRAM_BUCKETS);
}

/** Stored form: 24 little-endian unsigned 32-bit counters. */
export function encodeHistogram(counts: Uint32Array): Buffer {
  const bytes = Buffer.alloc(HISTOGRAM_BUCKETS * BYTES_PER_COUNTER);
  counts.forEach((count, bucket) => {
    bytes.writeUInt32LE(count, bucket * BYTES_PER_COUNTER);
  });
  return bytes;
}

/** Reads the stored form; missing counters are 0. */
export function decodeHistogram(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return emptyHistogram().map((_, bucket) => {
    const offset = bucket * BYTES_PER_COUNTER;
    return offset + BYTES_PER_COUNTER <= bytes.byteLength ? view.getUint32(offset, true) : 0;
  });
}
