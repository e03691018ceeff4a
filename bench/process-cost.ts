/** What a process has cost so far, all threads together: processor time and memory, as the operating system counts them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const NS_PER_MS = 1e6;
const KIB = 1_024;

/** Processor time of all threads, ms. Finest where /proc has schedstat (Linux); elsewhere `ps` counts in steps of 10 ms or more. */
export function cpuMs(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const times = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
    return times.reduce((sum, ns) => sum + ns, 0) / NS_PER_MS;
  } catch {
    // No /proc here, or a kernel without scheduler statistics.
    return parsePsTime(ps(pid, 'time'));
  }
}

/** Resident memory, bytes. */
export function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * KIB;
  } catch {
    // No /proc here.
    return Number(ps(pid, 'rss')) * KIB;
  }
}

function ps(pid: number, field: string): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', `${pid}`], { encoding: 'utf8' }).trim();
}

/** `[[dd-]hh:]mm:ss[.ff]` → ms. */
export function parsePsTime(text: string): number {
  const [clock = '', days = '0'] = text.trim().split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1_000;
}
