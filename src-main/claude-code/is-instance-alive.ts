/**
 * Finds out whether the Code Proxy that wrote into Claude Code's settings still runs: it answers at the address that it
 * wrote. A process id alone proves nothing, since numbers are used again.
 */
import { z } from 'zod';
import type { InstanceOwner } from './claude-settings.ts';

/**
 * A live proxy answers in a millisecond, on a machine that is busy in a second; to take it for dead would be to take over its
 * files. This bounds what a stranger's silence may cost a start.
 */
const PATIENCE_MS = 3_000;

const healthSchema = z.object({ instanceId: z.string() });

/** False when nothing answers, when it is no Code Proxy, or when it is another instance than the one that is asked for. */
export async function isInstanceAlive({ baseUrl, instanceId }: InstanceOwner): Promise<boolean> {
  if (baseUrl === null) return false;
  try {
    const answer = await fetch(new URL('/health', baseUrl), { signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
    const health = healthSchema.parse(await answer.json());
    return instanceId === null || health.instanceId === instanceId;
  } catch {
    // Refused, silent, or no JSON of ours: nobody who could put the settings back.
    return false;
  }
}
