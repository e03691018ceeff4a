/** How a rest is written down, and read again by a later run, which may be another version with another clock. */
import { z } from 'zod';
import type { RestCause } from '../failover/contract.ts';
import { type Rest, readBack } from '../failover/rests.ts';
import type { StoredRest } from './rest-port.ts';

/** Mirrors RestCause, as far as a cause can begin a rest. */
const causeSchema: z.ZodType<RestCause> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unreachable'), cause: z.enum(['refused', 'dns', 'tls', 'reset', 'other']), detail: z.string() }),
  z.object({ kind: z.literal('timeout'), phase: z.enum(['connect', 'first-byte', 'first-content', 'idle']), waitedMs: z.number() }),
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(300).max(599),
    errorType: z.string().nullable(),
    text: z.string(),
    isAnthropicError: z.boolean(),
    namedWaitMs: z.number().nullable(),
  }),
  z.object({ kind: z.literal('bad-answer'), what: z.enum(['html', 'empty', 'unreadable', 'not-a-stream']) }),
  z.object({ kind: z.literal('error-event'), errorType: z.string(), text: z.string() }),
  z.object({ kind: z.literal('stream-cut'), detail: z.string() }),
  z.object({ kind: z.literal('rested-by-hand') }),
]);

export function storedRest(rest: Rest): Omit<StoredRest, 'endpointId'> {
  const { scope, model, revision, ruleId, reason, startedAtMs, untilMs, restMs, probeEveryMs, isHard } = rest;
  const cause = JSON.stringify(rest.observation);
  return { scope, model, revision, ruleId, reason, cause, startedAtMs, untilMs, restMs, probeEveryMs, isHard, failureStreak: rest.streak };
}

/** Null when it cannot be understood: then the endpoint is simply tried. */
export function readStoredRest(stored: StoredRest, nowMs: number): Rest | null {
  const observation = readCause(stored.cause);
  if (observation === null) return null;
  const { scope, model, revision, ruleId, reason, startedAtMs, untilMs, restMs, probeEveryMs, isHard, failureStreak } = stored;
  const rest = { scope, model, revision, ruleId, reason, startedAtMs, untilMs, restMs, probeEveryMs, isHard };
  return readBack({ ...rest, observation, streak: failureStreak, prober: null }, nowMs);
}

function readCause(text: string): RestCause | null {
  try {
    return causeSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // Not JSON: the same as a cause that this version does not know.
  }
}
