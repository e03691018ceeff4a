/** Builds the query of the request list, so that the rarest of its filters runs along its index, newest first. */
import { type CompiledQuery, DummyDriver, Kysely, type RawBuilder, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { ExchangeFilter, OutcomeFilter } from '../../src-shared/schemas/exchange.ts';
import type { AttemptRow, ExchangeRow } from './exchange-rows.ts';

interface Tables {
  readonly exchanges: ExchangeRow & { readonly status_class: number | null };
  readonly attempts: AttemptRow & { readonly exchange_started_at_ms: number; readonly is_repeat: 0 | 1 };
}

/** Where a page ended; the next one begins right after. */
export interface PageKey {
  readonly startedAtMs: number;
  readonly seq: number;
}

/** `exact` can lead along the index of its column; `any-of` is checked row by row. */
export type ModelMatch =
  | { readonly kind: 'exact'; readonly column: 'requested_model' | 'sent_model'; readonly name: string }
  | { readonly kind: 'any-of'; readonly names: readonly string[] };

// Kysely only builds the text here; better-sqlite3 runs it, at once and without promises.
function queryBuilder(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

/** Filters that have an index. The one that leads is read along it; the others are checked row by row. */
export type Lead = 'endpoint' | 'outcome' | 'status' | 'session' | 'kind' | 'model';

/** `ids`: what an id, session or upstream id begins with. `part`: any of the texts holds it, in any case of ASCII letters. */
export type TextMatch = { readonly kind: 'ids' | 'part'; readonly text: string };

export interface ListQuery {
  /** Its `model` and `text` are not looked at: `model` and `text` below are what became of them. */
  readonly filter: ExchangeFilter;
  readonly model: ModelMatch | null;
  readonly text: TextMatch | null;
  /** Null: read from the newest on. */
  readonly lead: Lead | null;
  readonly limit: number;
  /** Null: from the newest on. */
  readonly after: PageKey | null;
}

/** The rows that match, newest first. Reads until there are `limit` of them. */
export function listQuery(query: ListQuery): CompiledQuery {
  return conditionsOf(query)
    .reduce((rows, condition) => rows.where(condition), orderedRows(query).selectAll('e'))
    .compile();
}

/** `limit` rows along the lead's index, newest first, each with whether it matches: work that can be cut into slices. */
export function scanQuery(query: ListQuery): CompiledQuery {
  const conditions = conditionsOf(query);
  const isMatch = conditions.length === 0 ? sql<number>`1` : sql<number>`(${sql.join(conditions, sql` AND `)})`;
  return orderedRows(query)
    .select(['e.seq', 'e.started_at_ms', isMatch.as('is_match')])
    .compile();
}

/** How many rows there are at all: along the smallest index, some 10 ms for a million. */
export function countAllQuery(): CompiledQuery {
  return sql`SELECT count(*) AS count FROM exchanges`.compile(queryBuilder());
}

/** How many rows match, counted up to `limit`. */
export function countMatchesQuery(query: ListQuery): CompiledQuery {
  const rows = conditionsOf(query).reduce((some, condition) => some.where(condition), orderedRows(query).select('e.seq'));
  return queryBuilder().selectFrom(rows.as('found')).select(sql<number>`count(*)`.as('count')).compile();
}

/** Full rows of these `seq`. */
export function rowsQuery(seqs: readonly number[]): CompiledQuery {
  return sql`SELECT * FROM exchanges WHERE seq IN (SELECT value FROM json_each(${JSON.stringify(seqs)}))`.compile(queryBuilder());
}

/** What the lead, the time and the end of the page before select, in order. */
function orderedRows(query: ListQuery) {
  const { filter, model, text, lead, limit, after } = query;
  const isByEndpoint = lead === 'endpoint' && filter.endpoint !== undefined;
  const isByIds = text?.kind === 'ids';
  // The few rows of an id are found by it and then sorted.
  const start = isByIds ? sql<number>`+e.started_at_ms` : sql<number>`${sql.ref(isByEndpoint ? 'a.exchange_started_at_ms' : 'e.started_at_ms')}`;
  const seq = sql<number>`${sql.ref(isByEndpoint ? 'a.exchange_seq' : 'e.seq')}`;
  let rows = queryBuilder().selectFrom('exchanges as e').orderBy(start, 'desc').orderBy(seq, 'desc').limit(limit);
  if (isByEndpoint) {
    // `is_repeat = 0` is literal, since SQLite uses a partial index only when it can see the condition.
    rows = rows
      .innerJoin('attempts as a', 'a.exchange_seq', 'e.seq')
      .where(sql<boolean>`a.endpoint = ${filter.endpoint}`)
      .where(sql<boolean>`a.is_repeat = 0`);
  }
  if (isByIds) rows = rows.where(isOfId(text.text));
  if (lead === 'outcome' && filter.outcome !== undefined) rows = rows.where(hasOutcome(filter.outcome, 'e', ''));
  if (lead === 'status' && filter.status !== undefined) rows = rows.where(sql<boolean>`e.status_class = ${statusClass(filter.status)}`);
  if (lead === 'kind' && filter.kind !== undefined) rows = rows.where(sql<boolean>`e.kind = ${filter.kind}`);
  if (lead === 'session' && filter.sessionId !== undefined) rows = rows.where(sql<boolean>`e.session_id = ${filter.sessionId}`);
  if (lead === 'model' && model?.kind === 'exact') rows = rows.where(sql<boolean>`${sql.ref(`e.${model.column}`)} = ${model.name}`);
  if (filter.sinceMs !== undefined) rows = rows.where(start, '>=', filter.sinceMs);
  if (filter.untilMs !== undefined) rows = rows.where(start, '<', filter.untilMs);
  if (after !== null) {
    rows = rows.where(start, '<=', after.startedAtMs).where((where) => where.or([where(start, '<', after.startedAtMs), where(seq, '<', after.seq)]));
  }
  return rows;
}

/**
 * What is left to check of each row. A plus sign keeps SQLite from using the column's index: without statistics it cannot know
 * which filter is the rare one.
 */
function conditionsOf({ filter, model, text, lead }: ListQuery): readonly RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  const { endpoint, status, outcome, kind, sessionId } = filter;
  if (status !== undefined && lead !== 'status') conditions.push(sql`+e.status_class = ${statusClass(status)}`);
  if (status !== undefined && status >= 100) conditions.push(sql`e.status = ${status}`);
  if (outcome !== undefined && lead !== 'outcome') conditions.push(hasOutcome(outcome, 'e', '+'));
  if (kind !== undefined && lead !== 'kind') conditions.push(sql`+e.kind = ${kind}`);
  if (sessionId !== undefined && lead !== 'session') conditions.push(sql`+e.session_id = ${sessionId}`);
  if (model?.kind === 'any-of') {
    const names = sql`(SELECT value FROM json_each(${JSON.stringify(model.names)}))`;
    conditions.push(sql`(+e.requested_model IN ${names} OR +e.sent_model IN ${names})`);
  }
  if (endpoint !== undefined && lead !== 'endpoint') {
    conditions.push(sql`EXISTS (SELECT 1 FROM attempts AS o WHERE o.exchange_seq = e.seq AND +o.endpoint = ${endpoint})`);
  }
  if (text?.kind === 'part') conditions.push(holdsText(text.text));
  return conditions;
}

/** `is_failure` is literal as `is_repeat` is above. @param mark a plus sign where the column's index must not be used. */
function hasOutcome(outcome: OutcomeFilter, owner: 'e' | 'exchanges', mark: '' | '+'): RawBuilder<boolean> {
  const column = (name: string) => sql`${sql.raw(mark)}${sql.ref(`${owner}.${name}`)}`;
  return outcome === 'failures' ? sql`${column('is_failure')} = 1` : sql`${column('outcome')} = ${outcome}`;
}

const SEARCHED = ['id', 'path', 'requested_model', 'session_id', 'client', 'local_token', 'error'] as const;
const SEARCHED_OF_ATTEMPTS = ['endpoint', 'sent_model', 'reason', 'rule_id', 'upstream_request_id'] as const;

/** @param text of which ASCII letters are compared in any case: SQLite knows no other. */
function holdsText(text: string): RawBuilder<boolean> {
  const wanted = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const holds = (owner: string, columns: readonly string[]) =>
    sql`instr(lower(concat_ws(char(10), ${sql.join(columns.map((column) => sql.ref(`${owner}.${column}`)))})), ${wanted}) > 0`;
  return sql`(${holds('e', SEARCHED)} OR EXISTS (SELECT 1 FROM attempts AS t WHERE t.exchange_seq = e.seq AND ${holds('t', SEARCHED_OF_ATTEMPTS)}))`;
}

/** Above every text that begins with the same letters. */
const HIGHEST = '\u{10FFFF}';

function isOfId(text: string): RawBuilder<boolean> {
  const begins = (column: string) => sql`${sql.ref(column)} >= ${text} AND ${sql.ref(column)} < ${text + HIGHEST}`;
  return sql`e.seq IN (
    SELECT seq FROM exchanges WHERE ${begins('id')}
    UNION SELECT seq FROM exchanges WHERE ${begins('session_id')}
    UNION SELECT exchange_seq FROM attempts WHERE ${begins('upstream_request_id')})`;
}

/** One row when something has an id that begins so. */
export function idQuery(text: string): CompiledQuery {
  return sql`SELECT 1 AS count FROM exchanges AS e WHERE ${isOfId(text)} LIMIT 1`.compile(queryBuilder());
}

/** Enough to tell which of some filters is the rarest; counting so far takes half a millisecond. */
export const COUNT_LIMIT = 10_000;

/** Counts the rows that a filter selects by itself, up to COUNT_LIMIT, along its index; null when the filter is not set. */
export function countQuery(lead: Exclude<Lead, 'model'>, filter: ExchangeFilter): CompiledQuery | null {
  const exchanges = (name: 'status_class' | 'session_id' | 'kind', value: string | number | undefined) =>
    value === undefined ? null : countRows(sql`exchanges WHERE ${sql.ref(name)} = ${value}`);
  switch (lead) {
    case 'endpoint':
      return filter.endpoint === undefined ? null : countRows(sql`attempts WHERE endpoint = ${filter.endpoint} AND is_repeat = 0`);
    case 'outcome':
      return filter.outcome === undefined ? null : countRows(sql`exchanges WHERE ${hasOutcome(filter.outcome, 'exchanges', '')}`);
    case 'status':
      return exchanges('status_class', filter.status === undefined ? undefined : statusClass(filter.status));
    case 'session':
      return exchanges('session_id', filter.sessionId);
    case 'kind':
      return exchanges('kind', filter.kind);
  }
}

export function countModelQuery(column: 'requested_model' | 'sent_model', name: string): CompiledQuery {
  return countRows(sql`exchanges WHERE ${sql.ref(column)} = ${name}`);
}

function countRows(source: RawBuilder<unknown>): CompiledQuery {
  return sql`SELECT count(*) AS count FROM (SELECT 1 FROM ${source} LIMIT ${sql.lit(COUNT_LIMIT)})`.compile(queryBuilder());
}

function statusClass(status: number): number {
  return status < 100 ? status : Math.floor(status / 100);
}
