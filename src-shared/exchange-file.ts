/**
 * How exported exchanges are written: CSV for spreadsheets (RFC 4180, one line per exchange) and JSON (one array, each exchange
 * with its attempts). Both are made in parts, which together are one file.
 */
import type { ExchangeDetail } from './schemas/exchange.ts';
import { MICRO_USD_PER_USD } from './units.ts';

export interface PartPlace {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Exchanges in the parts before: a first part may have found none. */
  readonly rowsBefore: number;
}

type Cell = string | number | boolean | null;

/** Names say the unit; times are ISO 8601 in UTC. */
const COLUMNS: readonly (readonly [name: string, cell: (exchange: ExchangeDetail) => Cell])[] = [
  ['id', ({ id }) => id],
  ['started_at_utc', ({ startedAtMs }) => new Date(startedAtMs).toISOString()],
  ['started_at_unix_ms', ({ startedAtMs }) => startedAtMs],
  ['first_byte_ms', ({ startedAtMs, firstByteAtMs }) => (firstByteAtMs === null ? null : firstByteAtMs - startedAtMs)],
  ['duration_ms', ({ startedAtMs, endedAtMs }) => (endedAtMs === null ? null : endedAtMs - startedAtMs)],
  ['kind', ({ kind }) => kind],
  ['method', ({ method }) => method],
  ['path', ({ path }) => path],
  ['requested_model', ({ requestedModel }) => requestedModel],
  ['sent_model', ({ sentModel }) => sentModel],
  ['endpoint', ({ endpoint }) => endpoint],
  ['attempts', ({ attemptCount }) => attemptCount],
  ['outcome', ({ outcome }) => outcome],
  ['http_status', ({ status }) => status],
  ['error', ({ error }) => error],
  ['last_reason', ({ attempts }) => attempts.at(-1)?.reason ?? null],
  ['upstream_request_id', ({ attempts }) => attempts.at(-1)?.upstreamRequestId ?? null],
  ['is_stream', ({ isStream }) => isStream],
  ['session_id', ({ sessionId }) => sessionId],
  ['client', ({ client }) => client],
  ['local_token_name', ({ localToken }) => localToken],
  ['input_tokens', ({ usage }) => usage?.inputTokens ?? null],
  ['cache_read_tokens', ({ usage }) => usage?.cacheReadTokens ?? null],
  ['cache_write_5m_tokens', ({ usage }) => usage?.cacheWrite5mTokens ?? null],
  ['cache_write_1h_tokens', ({ usage }) => usage?.cacheWrite1hTokens ?? null],
  ['output_tokens', ({ usage }) => usage?.outputTokens ?? null],
  ['token_source', ({ usage }) => usage?.source ?? null],
  ['cost_usd', ({ costMicroUsd }) => (costMicroUsd === null ? null : costMicroUsd / MICRO_USD_PER_USD)],
  // Without it a cost that is not whole would look like one that is.
  ['unpriced_attempts', ({ unpricedAttempts }) => unpricedAttempts],
  ['request_bytes', ({ requestBytes }) => requestBytes],
  ['response_bytes', ({ responseBytes }) => responseBytes],
];

const LINE_END = '\r\n';

/** What a spreadsheet would take for a formula when a cell begins with it. */
const FORMULA_START = /^[=+\-@\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

export function exchangesAsCsv(exchanges: readonly ExchangeDetail[], { isFirst }: Pick<PartPlace, 'isFirst'>): string {
  const head = isFirst ? [COLUMNS.map(([name]) => name).join(',')] : [];
  const lines = exchanges.map((exchange) => COLUMNS.map(([, cell]) => csvCell(cell(exchange))).join(','));
  return [...head, ...lines].map((line) => line + LINE_END).join('');
}

/** Text that could be a formula gets an apostrophe in front, which spreadsheets show as text. Numbers stay numbers. */
function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA_START.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function exchangesAsJson(exchanges: readonly ExchangeDetail[], { isFirst, isLast, rowsBefore }: PartPlace): string {
  // Each begins with the comma after the one before, as a part does not know whether another follows.
  const items = exchanges.map((exchange, index) => `${rowsBefore + index > 0 ? ',' : ''}\n${JSON.stringify(exchange)}`);
  return `${isFirst ? '[' : ''}${items.join('')}${isLast ? '\n]\n' : ''}`;
}
