/**
 * Answers questions about recorded exchanges: pages of the request list, newest first, and single exchanges. Pages are cut
 * by key (start and order of arrival), so that rows that arrive meanwhile neither repeat nor hide others.
 */
import type { Database, Statement } from 'better-sqlite3';
import type { CompiledQuery } from 'kysely';
import { z } from 'zod';
import type { Attempt, ExchangeDetail, ExchangeListInput, ExchangePage } from '../../src-shared/schemas/exchange.ts';
import { attemptRowSchema, type ExchangeRow, exchangeRowSchema, toAttempt, toExchange } from './exchange-rows.ts';
import { countModelQuery, countQuery, type Lead, listQuery, type ModelMatch, type PageKey } from './list-query.ts';

/** More names than this, and the searched part is so common that reading from the newest on is quick. */
const MODEL_NAMES_LIMIT = 20;

const MODEL_COLUMNS = ['requested_model', 'sent_model'] as const;
/** With equal counts the first one leads. */
const COUNTED_LEADS = ['session', 'endpoint', 'outcome', 'status', 'kind'] as const;
const countSchema = z.object({ count: z.number() });

// Steps from each name to the next by the index, instead of reading a million rows for a handful of names.
const namesOf = (column: (typeof MODEL_COLUMNS)[number]) => `
  WITH RECURSIVE names (name) AS (
    SELECT min(${column}) FROM exchanges WHERE ${column} IS NOT NULL
    UNION ALL
    SELECT (SELECT min(${column}) FROM exchanges WHERE ${column} > names.name) FROM names WHERE names.name IS NOT NULL
  )
  SELECT name FROM names WHERE name IS NOT NULL`;

export class ExchangeQueries {
  readonly #database: Database;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Database) {
    this.#database = database;
  }

  list(input: ExchangeListInput): ExchangePage {
    const wanted = input.limit + 1; // One more tells whether there is a next page.
    const after = input.cursor === undefined ? null : decodeCursor(input.cursor);
    const rows = this.#rows(input, wanted, after);
    const page = rows.slice(0, input.limit);
    const attempts = this.#attemptsOf(page.map((row) => row.seq));
    const last = page.at(-1);
    return {
      items: page.map((row) => {
        const { attempts: _, ...summary } = toExchange(row, attempts.get(row.seq) ?? []);
        return summary;
      }),
      nextCursor: rows.length > page.length && last !== undefined ? encodeCursor({ startedAtMs: last.started_at_ms, seq: last.seq }) : null,
    };
  }

  /** Null when there is none of that id. */
  get(id: string): ExchangeDetail | null {
    const found = this.#prepare('SELECT * FROM exchanges WHERE id = ?').get(id);
    if (found === undefined) return null;
    const row = exchangeRowSchema.parse(found);
    return toExchange(row, this.#attemptsOf([row.seq]).get(row.seq) ?? []);
  }

  #rows(input: ExchangeListInput, limit: number, after: PageKey | null): readonly ExchangeRow[] {
    const rarest = this.#rarestFilter(input, input.model === undefined);
    const run = (lead: Lead | null, model: ModelMatch | null) => this.#run(listQuery({ filter: input, model, lead, limit, after }));
    if (input.model === undefined) return run(rarest?.lead ?? null, null);
    const names = this.#modelNames(input.model);
    if (names.length === 0) return [];
    if (names.length > MODEL_NAMES_LIMIT || (rarest !== null && rarest.count <= this.#countModels(names))) {
      return run(rarest?.lead ?? null, { kind: 'any-of', names });
    }
    // The newest of each name by its own index; the newest of all are among them.
    const found = new Map<number, ExchangeRow>();
    for (const name of names) {
      for (const column of MODEL_COLUMNS) for (const row of run('model', { kind: 'exact', column, name })) found.set(row.seq, row);
    }
    return [...found.values()].sort((one, other) => other.started_at_ms - one.started_at_ms || other.seq - one.seq).slice(0, limit);
  }

  /** @param isAlone  True: nothing to compare with, so that a single filter need not be counted. */
  #rarestFilter(input: ExchangeListInput, isAlone: boolean): { readonly lead: Lead; readonly count: number } | null {
    const counts = COUNTED_LEADS.flatMap((lead) => {
      const query = countQuery(lead, input);
      return query === null ? [] : [{ lead, query }];
    });
    if (isAlone && counts.length === 1) return { lead: counts[0]?.lead ?? 'kind', count: 0 };
    return counts
      .map(({ lead, query }) => ({ lead, count: this.#count(query) }))
      .reduce<{ readonly lead: Lead; readonly count: number } | null>(
        (least, one) => (least === null || one.count < least.count ? one : least),
        null,
      );
  }

  #countModels(names: readonly string[]): number {
    return names.flatMap((name) => MODEL_COLUMNS.map((column) => this.#count(countModelQuery(column, name)))).reduce((sum, count) => sum + count, 0);
  }

  #count(query: CompiledQuery): number {
    return countSchema.parse(this.#prepare(query.sql).get(...query.parameters)).count;
  }

  #modelNames(part: string): readonly string[] {
    const names = MODEL_COLUMNS.flatMap((column) => z.array(z.object({ name: z.string() })).parse(this.#prepare(namesOf(column)).all()));
    const wanted = part.toLowerCase();
    return [...new Set(names.map(({ name }) => name))].filter((name) => name.toLowerCase().includes(wanted));
  }

  #run(query: CompiledQuery): readonly ExchangeRow[] {
    return z.array(exchangeRowSchema).parse(this.#prepare(query.sql).all(...query.parameters));
  }

  #attemptsOf(seqs: readonly number[]): ReadonlyMap<number, readonly Attempt[]> {
    const rows = this.#prepare('SELECT * FROM attempts WHERE exchange_seq IN (SELECT value FROM json_each(?)) ORDER BY exchange_seq, number').all(
      JSON.stringify(seqs),
    );
    const attempts = new Map<number, Attempt[]>();
    for (const row of z.array(attemptRowSchema).parse(rows)) {
      const list = attempts.get(row.exchange_seq) ?? [];
      list.push(toAttempt(row));
      attempts.set(row.exchange_seq, list);
    }
    return attempts;
  }

  /** Statements are few: one per combination of filters. */
  #prepare(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

const CURSOR = /^(-?\d{1,16})\.(\d{1,16})$/;

function encodeCursor(key: PageKey): string {
  return Buffer.from(`${key.startedAtMs}.${key.seq}`).toString('base64url');
}

/** A cursor that is none of ours starts from the newest, as a stale bookmark should. */
function decodeCursor(cursor: string): PageKey | null {
  const [, startedAtMs, seq] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  return startedAtMs === undefined || seq === undefined ? null : { startedAtMs: Number(startedAtMs), seq: Number(seq) };
}
