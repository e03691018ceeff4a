/**
 * Which rows the top of the list of requests shows: the stored newest page, brought up to date by what the feed told since, with
 * live and newly ended exchanges in between.
 */
import { type ExchangeFilter, type ExchangeSummary, FAILURE_OUTCOMES, type OutcomeFilter } from '../../src-shared/schemas/exchange.ts';

/** What the feed told, by id. */
export type KnownExchanges = ReadonlyMap<string, ExchangeSummary>;

/** Ends that were told of rows that are shown, by id. */
export type Told = Map<string, ExchangeSummary>;

/** What has ended wins over what is live: an event may overtake a slow answer. */
export function knownExchanges(
  live: readonly ExchangeSummary[],
  recent: readonly ExchangeSummary[],
  told: KnownExchanges = new Map(),
): KnownExchanges {
  return new Map([...live, ...told.values(), ...recent].map((exchange) => [exchange.id, exchange]));
}

/** The feed remembers a few hundred ends: those of rows that are shown are kept, as long as the rows are. */
export function keepTold(told: Told, known: KnownExchanges, shown: readonly (readonly ExchangeSummary[])[]): void {
  for (const { id } of shown.flat()) {
    const now = known.get(id);
    if (now !== undefined && now.endedAtMs !== null) told.set(id, now);
  }
}

/** The exchange as the feed told of it last. */
export function broughtUpToDate(exchange: ExchangeSummary, known: KnownExchanges): ExchangeSummary {
  return exchange.endedAtMs === null ? (known.get(exchange.id) ?? exchange) : exchange;
}

export interface TopSources {
  /** The stored newest page, newest first. */
  readonly page: readonly ExchangeSummary[];
  /** Whether older ones follow on another page. */
  readonly isMore: boolean;
  readonly known: KnownExchanges;
  readonly filter: ExchangeFilter;
}

/** Newest first. Ids are UUIDs of version 7, so their order as text is the order of starts. */
export function topRows({ page, isMore, known, filter }: TopSources): readonly ExchangeSummary[] {
  const ids = new Set(page.map(({ id }) => id));
  // What began before the page's oldest row belongs on a later page.
  const oldestId = isMore ? (page.at(-1)?.id ?? '') : '';
  const added = [...known.values()].filter((exchange) => exchange.id > oldestId && !ids.has(exchange.id) && matchesFilter(exchange, filter));
  const updated = page.map((exchange) => broughtUpToDate(exchange, known));
  return added.length === 0 ? updated : [...added, ...updated].sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** While someone reads, rows newer than `afterId` are held back so that nothing moves; null: none is. */
export function heldBack(rows: readonly ExchangeSummary[], afterId: string | null) {
  const shown = afterId === null ? rows : rows.filter(({ id }) => id <= afterId);
  return { rows: shown, heldCount: rows.length - shown.length };
}

/**
 * The same question that the database answers, asked of one summary. A summary names only the endpoint of the last attempt and no
 * reasons, so an exchange that matches by an earlier attempt appears after the next load.
 */
export function matchesFilter(exchange: ExchangeSummary, filter: ExchangeFilter): boolean {
  if (!matchesOutcome(exchange, filter.outcome)) return false;
  if (filter.kind !== undefined && exchange.kind !== filter.kind) return false;
  if (filter.endpoint !== undefined && exchange.endpoint !== filter.endpoint) return false;
  if (filter.sessionId !== undefined && exchange.sessionId !== filter.sessionId) return false;
  if (filter.sinceMs !== undefined && exchange.startedAtMs < filter.sinceMs) return false;
  if (filter.untilMs !== undefined && exchange.startedAtMs >= filter.untilMs) return false;
  return matchesStatus(exchange.status, filter.status) && matchesModel(exchange, filter.model) && matchesText(exchange, filter.text);
}

function matchesOutcome({ outcome }: ExchangeSummary, wanted: OutcomeFilter | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted === 'failures' ? FAILURE_OUTCOMES.some((failure) => failure === outcome) : outcome === wanted;
}

function matchesStatus(status: number | null, wanted: number | undefined): boolean {
  if (wanted === undefined) return true;
  if (status === null) return false;
  return wanted < 10 ? Math.floor(status / 100) === wanted : status === wanted;
}

function matchesModel({ requestedModel, sentModel }: ExchangeSummary, wanted: string | undefined): boolean {
  return wanted === undefined || holds([requestedModel, sentModel], wanted);
}

function matchesText(exchange: ExchangeSummary, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const { id, sessionId, path, requestedModel, sentModel, endpoint, client, localToken, error } = exchange;
  return holds([id, sessionId, path, requestedModel, sentModel, endpoint, client, localToken, error], wanted);
}

function holds(texts: readonly (string | null)[], wanted: string): boolean {
  const part = wanted.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(part) ?? false);
}
