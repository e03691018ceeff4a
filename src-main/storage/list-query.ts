/** Builds the one query of the request list, so that every filter that has an index runs along it, newest first. */
import { type CompiledQuery, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
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

/** `exact` runs along the index of its column; `any-of` is checked row by row. */
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

export interface ListQuery {
  /** Its `model` is not looked at: `model` below is what became of it. */
  readonly filter: ExchangeFilter;
  readonly model: ModelMatch | null;
  readonly limit: number;
  /** Null: from the newest on. */
  readonly after: PageKey | null;
}

export function listQuery({ filter, model, limit, after }: ListQuery): CompiledQuery {
  // With an endpoint filter the attempts lead, because their index holds the endpoint's exchanges in order.
  const isByEndpoint = filter.endpoint !== undefined;
  const start = sql<number>`${sql.ref(isByEndpoint ? 'a.exchange_started_at_ms' : 'e.started_at_ms')}`;
  const seq = sql<number>`${sql.ref(isByEndpoint ? 'a.exchange_seq' : 'e.seq')}`;
  let query = queryBuilder().selectFrom('exchanges as e').selectAll('e').orderBy(start, 'desc').orderBy(seq, 'desc').limit(limit);
  if (filter.endpoint !== undefined) {
    query = query
      .innerJoin('attempts as a', 'a.exchange_seq', 'e.seq')
      .where('a.endpoint', '=', filter.endpoint)
      // Literal, since SQLite uses a partial index only when it can see the condition.
      .where(sql<boolean>`a.is_repeat = 0`);
  }
  if (filter.status !== undefined) {
    query = query.where('e.status_class', '=', filter.status < 100 ? filter.status : Math.floor(filter.status / 100));
    if (filter.status >= 100) query = query.where(sql<boolean>`+e.status = ${filter.status}`);
  }
  if (filter.outcome !== undefined) query = query.where('e.outcome', '=', filter.outcome);
  if (filter.kind !== undefined) query = query.where('e.kind', '=', filter.kind);
  if (filter.sessionId !== undefined) query = query.where('e.session_id', '=', filter.sessionId);
  if (filter.sinceMs !== undefined) query = query.where(start, '>=', filter.sinceMs);
  if (filter.untilMs !== undefined) query = query.where(start, '<', filter.untilMs);
  if (after !== null) {
    query = query
      .where(start, '<=', after.startedAtMs)
      .where((where) => where.or([where(start, '<', after.startedAtMs), where(seq, '<', after.seq)]));
  }
  if (model?.kind === 'exact') query = query.where(`e.${model.column}`, '=', model.name);
  if (model?.kind === 'any-of') {
    const names = sql`(SELECT value FROM json_each(${JSON.stringify(model.names)}))`;
    query = query.where(sql<boolean>`(+e.requested_model IN ${names} OR +e.sent_model IN ${names})`);
  }
  return query.compile();
}
