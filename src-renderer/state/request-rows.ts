/**
 * Which rows the list of requests shows: a stored page, brought up to date by what the feed told since, with live and newly
 * ended exchanges on top of the newest page.
 */
import type { ExchangeFilter, ExchangeSummary } from '../../src-shared/schemas/exchange.ts';

export interface RowSources {
  /** The stored page, newest first. */
  readonly page: readonly ExchangeSummary[];
  readonly live: readonly ExchangeSummary[];
  readonly recent: readonly ExchangeSummary[];
  readonly filter: ExchangeFilter;
  /** Whether `page` is the newest one; only there rows are added. */
  readonly isNewestPage: boolean;
  /** While someone reads, rows newer than this id are held back so that nothing moves; null: show all. */
  readonly holdAfterId: string | null;
}

export interface Rows {
  readonly rows: readonly ExchangeSummary[];
  /** How many rows are held back. */
  readonly heldCount: number;
}

/** Ids are UUIDs of version 7, so their order as text is the order of starts. */
export function requestRows({ page, live, recent, filter, isNewestPage, holdAfterId }: RowSources): Rows {
  // What has ended wins over what is live: an event may overtake a slow answer.
  const known = new Map([...live, ...recent].map((exchange) => [exchange.id, exchange]));
  const updated = page.map((exchange) => (exchange.endedAtMs === null ? (known.get(exchange.id) ?? exchange) : exchange));
  if (!isNewestPage) return { rows: updated, heldCount: 0 };
  const newestId = page[0]?.id ?? '';
  const added = [...known.values()].filter((exchange) => exchange.id > newestId && matchesFilter(exchange, filter));
  added.sort((a, b) => (a.id < b.id ? 1 : -1));
  const rows = [...added, ...updated];
  if (holdAfterId === null) return { rows, heldCount: 0 };
  const shown = rows.filter(({ id }) => id <= holdAfterId);
  return { rows: shown, heldCount: rows.length - shown.length };
}

/**
 * The same question that the database answers, asked of one summary. A summary names only the endpoint of the last
 * attempt, so an exchange that merely passed through an endpoint appears after the next load.
 */
export function matchesFilter(exchange: ExchangeSummary, filter: ExchangeFilter): boolean {
  if (filter.outcome !== undefined && exchange.outcome !== filter.outcome) return false;
  if (filter.kind !== undefined && exchange.kind !== filter.kind) return false;
  if (filter.endpoint !== undefined && exchange.endpoint !== filter.endpoint) return false;
  if (filter.sessionId !== undefined && exchange.sessionId !== filter.sessionId) return false;
  if (filter.sinceMs !== undefined && exchange.startedAtMs < filter.sinceMs) return false;
  if (filter.untilMs !== undefined && exchange.startedAtMs >= filter.untilMs) return false;
  return matchesStatus(exchange.status, filter.status) && matchesModel(exchange, filter.model);
}

function matchesStatus(status: number | null, wanted: number | undefined): boolean {
  if (wanted === undefined) return true;
  if (status === null) return false;
  return wanted < 10 ? Math.floor(status / 100) === wanted : status === wanted;
}

function matchesModel(exchange: ExchangeSummary, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const part = wanted.toLowerCase();
  return [exchange.requestedModel, exchange.sentModel].some((model) => model?.toLowerCase().includes(part) ?? false);
}
