/**
 * Turns what an answer's headers say about "come back later" into one wait. Endpoints say it in several ways at once; only
 * windows that are themselves exhausted count, because a reset time alone says nothing about why the answer was an error.
 */
import { MS_PER_DAY, MS_PER_SECOND } from '../../src-shared/units.ts';

/** A week's limit plus a day for clocks that differ; whatever names more is not believed. */
export const MAX_NAMED_WAIT_MS = 8 * MS_PER_DAY;

/** Above these, a plain number is a Unix time and not a duration: 10^9 s is 31 years. */
const UNIX_SECONDS_FROM = 1e9;
const UNIX_MS_FROM = 1e12;

const NUMBER = /^\d+(\.\d+)?$/;
const HTTP_DATE = /^[A-Za-z]{3,9},? \d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4} \d{2}:\d{2}:\d{2}/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const LIMIT_RESET = /^anthropic-ratelimit-(.+)-reset$/;

/** Header names in lower case; a header that came more than once may be an array. */
export type HeaderMap = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Ms from `nowMs` until the endpoint says that it will answer again: the latest of `retry-after` (`retry-after-ms` is the
 * same statement, only finer, and wins over it) and the resets of rejected `anthropic-ratelimit-*` windows.
 *
 * @returns 0 to MAX_NAMED_WAIT_MS; null when nothing readable is named. Never throws: a malformed header is the endpoint's fault.
 * Source: RFC 9110 section 10.2.3 for retry-after; the Anthropic API and gateways in the wild for the rest.
 */
export function namedWait(headers: HeaderMap, nowMs: number): number | null {
  const waits = [askedWait(headers, nowMs), ...rejectedResets(headers, nowMs)].filter((wait) => wait !== null);
  return waits.length === 0 ? null : Math.min(Math.max(...waits), MAX_NAMED_WAIT_MS);
}

function askedWait(headers: HeaderMap, nowMs: number): number | null {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const text = first(headers, name);
    if (text !== null && NUMBER.test(text)) return Math.ceil(Number(text));
  }
  const text = first(headers, 'retry-after');
  return text === null ? null : waitOf(text, nowMs);
}

/** Resets, in the future, of the windows that turned the request down. */
function rejectedResets(headers: HeaderMap, nowMs: number): readonly number[] {
  const waits: number[] = [];
  for (const name of Object.keys(headers)) {
    const window = LIMIT_RESET.exec(name)?.[1];
    if (window === undefined || !isRejected(headers, window)) continue;
    const text = first(headers, name);
    const wait = text === null ? null : resetIn(text, nowMs);
    if (wait !== null && wait > 0) waits.push(wait);
  }
  return waits;
}

/** A window says so by its status, or, where it has none, by having nothing left. */
function isRejected(headers: HeaderMap, window: string): boolean {
  const status = first(headers, `anthropic-ratelimit-${window}-status`);
  if (status !== null) return status.toLowerCase() === 'rejected';
  const remaining = first(headers, `anthropic-ratelimit-${window}-remaining`);
  return remaining !== null && NUMBER.test(remaining) && Number(remaining) === 0;
}

/** A duration in seconds or a point in time; past times mean "now". */
function waitOf(text: string, nowMs: number): number | null {
  if (NUMBER.test(text) && Number(text) < UNIX_SECONDS_FROM) return Math.ceil(Number(text) * MS_PER_SECOND);
  const until = resetIn(text, nowMs);
  return until === null ? null : Math.max(0, until);
}

/** Ms from now to a point in time (Unix seconds or ms, ISO, HTTP date); negative when past, null when unreadable. */
function resetIn(text: string, nowMs: number): number | null {
  if (NUMBER.test(text)) {
    const value = Number(text);
    if (value >= UNIX_MS_FROM) return Math.ceil(value - nowMs);
    return value >= UNIX_SECONDS_FROM ? Math.ceil(value * MS_PER_SECOND - nowMs) : null;
  }
  if (!HTTP_DATE.test(text) && !ISO_DATE.test(text)) return null;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? null : timeMs - nowMs;
}

function first(headers: HeaderMap, name: string): string | null {
  const value = headers[name];
  const text = typeof value === 'string' ? value : value?.[0];
  return text === undefined || text.trim() === '' ? null : text.trim();
}
