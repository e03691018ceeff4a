/** What the benchmark's processes say to each other. */
import { z } from 'zod';

const targetSchema = z.object({
  /** Base URL. */
  url: z.string(),
  token: z.string(),
});
export type Target = z.infer<typeof targetSchema>;

export const loadJobSchema = z.discriminatedUnion('kind', [
  /** `requests` exchanges with `atOnce` of them under way. */
  z.object({ kind: z.literal('exchanges'), target: targetSchema, sizeBytes: z.number(), requests: z.number(), atOnce: z.number() }),
  /** `streams` at once, each of `events` events, one every `everyMs`. */
  z.object({ kind: z.literal('streams'), target: targetSchema, streams: z.number(), events: z.number(), everyMs: z.number() }),
]);
export type LoadJob = z.infer<typeof loadJobSchema>;

export const loadResultSchema = z.object({
  /** Per exchange from the sent request to the end of the answer, or per event from sending to receiving; ms. */
  samplesMs: z.array(z.number()),
  /** From the first request to the last answer, ms. */
  totalMs: z.number(),
  failures: z.array(z.string()),
});
export type LoadResult = z.infer<typeof loadResultSchema>;

export const upstreamReadySchema = z.object({ port: z.number() });
