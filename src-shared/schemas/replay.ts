/** A stored request sent once more, to an endpoint of the user's choice. */
import { z } from 'zod';
import { outcomeSchema, usageSchema } from './exchange.ts';

export const replayInputSchema = z.object({
  /** Of the stored exchange. */
  id: z.string().min(1).max(64),
  endpointId: z.string().min(1).max(64),
  /** Sent instead of the request's model, as it is; null: the request's own, mapped as a client's would be. */
  model: z.string().trim().min(1).max(256).nullable().default(null),
});
export type ReplayInput = z.infer<typeof replayInputSchema>;

/** Product part of the user agent under which replays are recorded. */
export const REPLAY_CLIENT = 'code-proxy-replay';

export const replaySchema = z.object({
  /** The replay is an exchange of its own, so that its cost counts. */
  exchangeId: z.string(),
  endpoint: z.string(),
  sentModel: z.string(),
  outcome: outcomeSchema,
  /** Null: no answer came. */
  status: z.int().nullable(),
  /** Why it is not a whole answer, in words; null when it is. */
  error: z.string().nullable(),
  startedAtMs: z.number(),
  firstByteAtMs: z.number().nullable(),
  endedAtMs: z.number(),
  usage: usageSchema.nullable(),
  /** Millionths of a US dollar; null: unpriced. */
  costMicroUsd: z.number().int().nullable(),
  contentType: z.string().nullable(),
  /** The body, decoded. */
  text: z.string(),
});
export type Replay = z.infer<typeof replaySchema>;
