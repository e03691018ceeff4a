/** How the CLI writes numbers: one formatter per kind of amount, always with its unit. */
import { MICRO_USD_PER_USD, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../src-shared/units.ts';

const NONE = '–';

/** `12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`; a moment in the future reads `in 3 min`. */
export function relativeTime(atMs: number | null, nowMs: number): string {
  if (atMs === null) return NONE;
  const distanceMs = nowMs - atMs;
  if (Math.abs(distanceMs) < MS_PER_SECOND) return 'now';
  return distanceMs > 0 ? `${roughDuration(distanceMs)} ago` : `in ${roughDuration(-distanceMs)}`;
}

/** The largest unit only: for ages. */
function roughDuration(ms: number): string {
  if (ms < MS_PER_MINUTE) return `${Math.floor(ms / MS_PER_SECOND)} s`;
  if (ms < MS_PER_HOUR) return `${Math.floor(ms / MS_PER_MINUTE)} min`;
  if (ms < 2 * MS_PER_DAY) return `${Math.floor(ms / MS_PER_HOUR)} h`;
  return `${Math.floor(ms / MS_PER_DAY)} d`;
}

/** `840 ms`, `3.2 s`, `1 min 05 s`: for how long something took. */
export function duration(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms < MS_PER_SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 60) return `${tenths.toFixed(1)} s`;
  return countdown(ms);
}

/** Time left, rounded up to whole seconds so that it never reads 0 while there is some: `42 s`, `9 min 05 s`, `3 h 20 min`. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / MS_PER_SECOND));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${pad(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `$0.0042`, `$12.30`; `–` when nothing was priced. */
export function money(microUsd: number | null): string {
  if (microUsd === null) return NONE;
  const usd = microUsd / MICRO_USD_PER_USD;
  return `$${usd !== 0 && usd < 1 ? usd.toFixed(4) : usd.toFixed(2)}`;
}

/** `512 B`, `98.4 KiB`, `1.2 MiB`. */
export function bytes(sizeBytes: number): string {
  if (sizeBytes < 1_024) return `${sizeBytes} B`;
  if (sizeBytes < 1_048_576) return `${(sizeBytes / 1_024).toFixed(1)} KiB`;
  return `${(sizeBytes / 1_048_576).toFixed(1)} MiB`;
}

/** `1 endpoint`, `2 endpoints`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
