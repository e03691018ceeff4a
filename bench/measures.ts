/** What is measured, of each target in turn: rounds alternate between the targets, so that a busy moment of the machine hits all alike. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type LoadJob, type LoadResult, loadResultSchema } from './messages.ts';
import { cpuMs, residentBytes } from './process-cost.ts';
import { median, type Spread, spreadOf } from './statistics.ts';
import type { Service } from './targets.ts';

/** `direct` goes to the endpoint itself, so it costs no processor time in between. */
export interface Contestant {
  /** `audited`: Code Proxy as it comes; `code-proxy`: without the audit of requests and answers. */
  readonly name: 'direct' | 'nginx' | 'floor' | 'code-proxy' | 'audited';
  readonly service: Service;
}

export interface Plan {
  readonly sizes: readonly { readonly bytes: number; readonly serial: number; readonly parallel: number }[];
  readonly rounds: number;
  readonly streams: { readonly atOnce: number; readonly eventsPerSecond: number; readonly seconds: number; readonly rounds: number };
  /** Exchanges through each target before exchanges are measured. */
  readonly warmUp: number;
  readonly starts: number;
}

export const AT_ONCE = 16;
const KB = 1_000;
const STREAMS = { atOnce: 100, eventsPerSecond: 50 };

/** Requests per target and size are `rounds` times those given. */
export const FULL_PLAN: Plan = {
  sizes: [
    { bytes: 10 * KB, serial: 200, parallel: 600 },
    { bytes: 100 * KB, serial: 200, parallel: 600 },
    { bytes: 400 * KB, serial: 60, parallel: 160 },
    { bytes: 1_000 * KB, serial: 40, parallel: 96 },
    { bytes: 4_000 * KB, serial: 10, parallel: 32 },
  ],
  rounds: 5,
  streams: { ...STREAMS, seconds: 4, rounds: 4 },
  warmUp: 3_000,
  starts: 5,
};
export const QUICK_PLAN: Plan = {
  sizes: [
    { bytes: 10 * KB, serial: 60, parallel: 96 },
    { bytes: 100 * KB, serial: 100, parallel: 160 },
    { bytes: 1_000 * KB, serial: 15, parallel: 32 },
  ],
  rounds: 2,
  streams: { ...STREAMS, seconds: 2, rounds: 2 },
  warmUp: 800,
  starts: 2,
};

/** `loopDelayMs`: p99 of the event loop's delay meanwhile, median of the rounds; null where there is no such loop. */
export interface ExchangeMeasure {
  /** One at a time, ms. */
  readonly latency: Spread;
  /** With 16 at once. */
  readonly perSecond: number;
  /** Processor time of the process in between per exchange, with 16 at once, ms; null for direct. */
  readonly cpuMs: number | null;
  readonly loopDelayMs: number | null;
}

export interface StreamMeasure {
  /** From sending an event to receiving it, ms. */
  readonly delay: Spread;
  /** Largest resident memory of the process in between meanwhile, bytes; null for direct. */
  readonly memoryBytes: number | null;
  /** Processor time per event, ms; null for direct. */
  readonly cpuMsPerEvent: number | null;
  readonly loopDelayMs: number | null;
}

const MEMORY_EVERY_MS = 100;

/** Lets code be compiled and connections be opened, at each target. */
export async function warmUpExchanges(contestants: readonly Contestant[], requests: number, load: ChildProcess): Promise<void> {
  for (const { service } of contestants) {
    await run(load, { kind: 'exchanges', target: service.target, sizeBytes: 100 * KB, requests, atOnce: AT_ONCE });
  }
}

export async function measureExchanges(contestants: readonly Contestant[], size: Plan['sizes'][number], rounds: number, load: ChildProcess) {
  const samples = contestants.map(() => ({ latency: [] as number[], loopDelays: [] as number[], totalMs: 0, cpu: 0, requests: 0 }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const sample = samples[index];
      if (sample === undefined) continue;
      const job = { kind: 'exchanges', target: contestant.service.target, sizeBytes: size.bytes } as const;
      sample.latency.push(...(await run(load, { ...job, requests: size.serial, atOnce: 1 })).samplesMs);
      await contestant.service.loopDelayMs?.();
      const before = cpuMs(contestant.service.pid);
      const parallel = await run(load, { ...job, requests: size.parallel, atOnce: AT_ONCE });
      sample.cpu += cpuMs(contestant.service.pid) - before;
      sample.loopDelays.push((await contestant.service.loopDelayMs?.()) ?? Number.NaN);
      sample.totalMs += parallel.totalMs;
      sample.requests += size.parallel;
    }
  }
  return contestants.map(({ name }, index): { readonly name: Contestant['name'] } & ExchangeMeasure => {
    const { latency = [], loopDelays = [], totalMs = Number.NaN, cpu = Number.NaN, requests = Number.NaN } = samples[index] ?? {};
    const perSecond = (requests / totalMs) * 1_000;
    return { name, latency: spreadOf(latency), perSecond, cpuMs: name === 'direct' ? null : cpu / requests, loopDelayMs: medianDelay(loopDelays) };
  });
}

export async function measureStreams(contestants: readonly Contestant[], plan: Plan['streams'], load: ChildProcess) {
  const samples = contestants.map(() => ({ delays: [] as number[], loopDelays: [] as number[], cpu: 0, memoryBytes: 0 }));
  const events = plan.seconds * plan.eventsPerSecond;
  // Round 0 only warms up.
  for (let round = 0; round <= plan.rounds; round += 1) {
    for (const [index, { service }] of contestants.entries()) {
      const sample = samples[index];
      if (sample === undefined) continue;
      const watch = setInterval(() => {
        sample.memoryBytes = Math.max(sample.memoryBytes, residentBytes(service.pid));
      }, MEMORY_EVERY_MS);
      try {
        await service.loopDelayMs?.();
        const before = cpuMs(service.pid);
        const result = await run(load, {
          kind: 'streams',
          target: service.target,
          streams: plan.atOnce,
          events,
          everyMs: 1_000 / plan.eventsPerSecond,
        });
        if (round === 0) continue;
        sample.cpu += cpuMs(service.pid) - before;
        sample.loopDelays.push((await service.loopDelayMs?.()) ?? Number.NaN);
        sample.delays.push(...result.samplesMs);
      } finally {
        clearInterval(watch);
      }
    }
  }
  const eventsInAll = events * plan.atOnce * plan.rounds;
  return contestants.map(({ name }, index): { readonly name: Contestant['name'] } & StreamMeasure => {
    const { delays = [], loopDelays = [], cpu = Number.NaN, memoryBytes = Number.NaN } = samples[index] ?? {};
    const isDirect = name === 'direct';
    const [memory, perEvent] = isDirect ? [null, null] : [memoryBytes, cpu / eventsInAll];
    return { name, delay: spreadOf(delays), memoryBytes: memory, cpuMsPerEvent: perEvent, loopDelayMs: medianDelay(loopDelays) };
  });
}

function medianDelay(rounds: readonly number[]): number | null {
  const sampled = rounds.filter((delay) => !Number.isNaN(delay));
  return sampled.length === 0 ? null : median(sampled);
}

/** Throws when an exchange failed: figures of failing exchanges mean nothing. */
async function run(load: ChildProcess, job: LoadJob): Promise<LoadResult> {
  load.send(job);
  const [message] = await once(load, 'message');
  const result = loadResultSchema.parse(message);
  if (result.failures.length > 0) throw new Error(`exchanges with ${job.target.url} failed: ${result.failures.join('; ')}`);
  return result;
}
