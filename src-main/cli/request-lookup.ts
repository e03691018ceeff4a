/**
 * Finds the exchange that a beginning of an id means. Ids are UUIDs of version 7, whose first 12 hex digits are the Unix
 * time in ms, so a beginning bounds the start of the exchange and one page of the list is enough to look through.
 */
import { AppError } from '../../src-shared/app-error.ts';
import type { ExchangeDetail } from '../../src-shared/schemas/exchange.ts';
import type { AdminCaller } from './admin-caller.ts';
import { UsageError } from './usage-error.ts';

const TIMESTAMP_DIGITS = 12;
const FULL_LENGTH = 36;
/** Shorter beginnings span more than a day. */
const SHORTEST_DIGITS = 5;
/** The id is made a moment before or after the start is noted. */
const CLOCK_SLACK_MS = 2_000;
const PAGE_SIZE = 200;

/** Unix ms of the first and last moment whose ids begin with `prefix`; null when it is no beginning of an id. */
export function spanOfPrefix(prefix: string): { readonly fromMs: number; readonly toMs: number } | null {
  const digits = prefix.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]+$/.test(digits) || digits.length < SHORTEST_DIGITS) return null;
  const known = digits.slice(0, TIMESTAMP_DIGITS);
  const missing = TIMESTAMP_DIGITS - known.length;
  return { fromMs: Number.parseInt(known + '0'.repeat(missing), 16), toMs: Number.parseInt(known + 'f'.repeat(missing), 16) };
}

/** Rejects with EXCHANGE_NOT_FOUND, or a UsageError when several exchanges begin so. */
export async function findExchange(exchanges: Pick<AdminCaller['exchanges'], 'get' | 'list' | 'live'>, id: string): Promise<ExchangeDetail> {
  const wanted = id.toLowerCase();
  const span = spanOfPrefix(wanted);
  if (wanted.length >= FULL_LENGTH || span === null) return exchanges.get({ id: wanted });
  const page = await exchanges.list({ sinceMs: span.fromMs - CLOCK_SLACK_MS, untilMs: span.toMs + CLOCK_SLACK_MS, limit: PAGE_SIZE });
  const known = [...(await exchanges.live()), ...page.items].map((exchange) => exchange.id);
  const found = [...new Set(known)].filter((candidate) => candidate.startsWith(wanted));
  const [only] = found;
  if (only === undefined) throw new AppError('EXCHANGE_NOT_FOUND', `no request begins with ${id} – see "code-proxy requests"`);
  if (found.length > 1) throw new UsageError(`${found.length} requests begin with ${id} – give more of the id: ${found.slice(0, 3).join(', ')}`);
  return exchanges.get({ id: only });
}

/** How much of each id tells these exchanges apart; at least the time part, so that `request` finds it quickly. */
export function shortIdLength(ids: readonly string[]): number {
  for (const length of [13, 18, 23]) {
    if (new Set(ids.map((id) => id.slice(0, length))).size === ids.length) return length;
  }
  return FULL_LENGTH;
}
