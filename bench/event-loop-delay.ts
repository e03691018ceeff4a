/**
 * How late the event loop of a process runs its timers, p99 in ms. Code Proxy tells it on its metrics page, a process of this
 * folder when it is asked; both tell what they saw since they were asked before.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { z } from 'zod';
import type { Target } from './messages.ts';

const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;
const MS_PER_SECOND = 1_000;
const LINE = /^code_proxy_event_loop_delay_seconds\{quantile="0\.99"\} (\S+)$/m;
const answerSchema = z.object({ delayMs: z.number() });

/** NaN when nothing was sampled since the last question. Throws when the page cannot be read. */
export async function scrapeDelayMs({ url, token }: Target): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the metrics page answered ${answer.status}: ${text}`);
  return Number(LINE.exec(text)?.[1] ?? Number.NaN) * MS_PER_SECOND;
}

/** Asks a process that calls `answerDelay`. */
export async function askDelayMs(child: ChildProcess): Promise<number> {
  child.send('delay');
  const [message] = await once(child, 'message');
  return answerSchema.parse(message).delayMs;
}

/** Begins to watch this process, and answers its parent. */
export function answerDelay(): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on('message', () => {
    // What is sampled is the time between two timers, which is the resolution when nothing was late.
    process.send?.({ delayMs: Math.max(0, delay.percentile(99) / NS_PER_MS - RESOLUTION_MS) });
    delay.reset();
  });
}
