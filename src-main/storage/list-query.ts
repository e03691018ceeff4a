/** Builds the query of the request list, so that the rarest of its filters runs along its index, newest first. */
import { type CompiledQuery, DummyDriver, Kysely, type RawBuilder, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import type { ExchangeFilter } from '../../src-shared/schemas/exchange.ts';
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

export interface ListQuery {
  /** Its `model` is not looked at: `model` below is what became of it. */
  readonly filter: ExchangeFilter;
  readonly model: ModelMatch | null;
  /** Null: read from the newest on. */
  readonly lead: Lead | null;
  readonly limit: number;
  /** Null: from the newest on. */
  readonly after: PageKey | null;
}

export function listQuery({ filter, model, lead, limit, after }: ListQuery): CompiledQuery {
  const isByEndpoint = lead === 'endpoint' && filter.endpoint !== undefined;
  const start = sql<number>`${sql.ref(isByEndpoint ? 'a.exchange_started_at_ms' : 'e.started_at_ms')}`;
  const seq = sql<number>`${sql.ref(isByEndpoint ? 'a.exchange_seq' : 'e.seq')}`;
  // A plus sign keeps SQLite from using the column's index: without statistics it cannot know which filter is the rare one.
  const column = (name: keyof Tables['exchanges'], owner: Lead) => (lead === owner ? sql.ref(`e.${name}`) : sql`+${sql.ref(`e.${name}`)}`);
  let query = queryBuilder().selectFrom('exchanges as e').selectAll('e').orderBy(start, 'desc').orderBy(seq, 'desc').limit(limit);
  if (filter.endpoint !== undefined && isByEndpoint) {
    // `is_repeat = 0` is literal, since SQLite uses a partial index only when it can see the condition.
    query = query
      .innerJoin('attempts as a', 'a.exchange_seq', 'e.seq')
      .where('a.endpoint', '=', filter.endpoint)
      .where(sql<boolean>`a.is_repeat = 0`);
  } else if (filter.endpoint !== undefined) {
    query = query.where(sql<boolean>`EXISTS (SELECT 1 FROM attempts AS o WHERE o.exchange_seq = e.seq AND +o.endpoint = ${filter.endpoint})`);
  }
  if (filter.status !== undefined) {
    query = query.where(sql<boolean>`${column('status_class', 'status')} = ${statusClass(filter.status)}`);
    if (filter.status >= 100) query = query.where('e.status', '=', filter.status);
  }
  if (filter.outcome !== undefined) query = query.where(sql<boolean>`${column('outcome', 'outcome')} = ${filter.outcome}`);
  if (filter.kind !== undefined) query = query.where(sql<boolean>`${column('kind', 'kind')} = ${filter.kind}`);
  if (filter.sessionId !== undefined) query = query.where(sql<boolean>`${column('session_id', 'session')} = ${filter.sessionId}`);
  if (filter.sinceMs !== undefined) query = query.where(start, '>=', filter.sinceMs);
  if (filter.untilMs !== undefined) query = query.where(start, '<', filter.untilMs);
  if (after !== null) {
    query = query
      .where(start, '<=', after.startedAtMs)
      .where((where) => where.or([where(start, '<', after.startedAtMs), where(seq, '<', after.seq)]));
  }
  if (model?.kind === 'exact') query = query.where(sql<boolean>`${column(model.column, 'model')} = ${model.name}`);
  if (model?.kind === 'any-of') {
    const names = sql`(SELECT value FROM json_each(${JSON.stringify(model.names)}))`;
    query = query.where(sql<boolean>`(+e.requested_model IN ${names} OR +e.sent_model IN ${names})`);
  }
  return query.compile();
}

/** Enough to tell a rare filter from a common one; counting so far takes some tenths of a millisecond. */
export const COUNT_LIMIT = 2_000;

/** Counts the rows that a filter selects by itself, up to COUNT_LIMIT, along its index; null when the filter is not set. */
export function countQuery(lead: Exclude<Lead, 'model'>, filter: ExchangeFilter): CompiledQuery | null {
  const exchanges = (name: 'outcome' | 'status_class' | 'session_id' | 'kind', value: string | number | undefined) =>
    value === undefined ? null : countRows(sql`exchanges WHERE ${sql.ref(name)} = ${value}`);
  switch (lead) {
    case 'endpoint':
      return filter.endpoint === undefined ? null : countRows(sql`attempts WHERE endpoint = ${filter.endpoint} AND is_repeat = 0`);
    case 'outcome':
      return exchanges('outcome', filter.outcome);
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
