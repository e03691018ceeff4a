/**
 * Finds the exchanges that a filter selects, newest first, and never takes long over it: what is not known to be rare is read in
 * slices, and a search that has taken its time says how far it got, so that the next page goes on from there.
 */
import type { Database, Statement } from 'better-sqlite3';
import type { CompiledQuery } from 'kysely';
import { z } from 'zod';
import { type ExchangeCount, type ExchangeFilter, ID_TEXT_MIN_LENGTH } from '../../src-shared/schemas/exchange.ts';
import { type ExchangeRow, exchangeRowSchema } from './exchange-rows.ts';
import {
  COUNT_LIMIT,
  countAllQuery,
  countMatchesQuery,
  countModelQuery,
  countQuery,
  idQuery,
  type Lead,
  type ListQuery,
  listQuery,
  type ModelMatch,
  type PageKey,
  rowsQuery,
  scanQuery,
  type TextMatch,
} from './list-query.ts';

export interface SearchLimits {
  /** Any clock that only goes forward. */
  readonly nowMs: () => number;
  /** How long rows are looked at for one page. */
  readonly budgetMs: number;
  /** Rows that are looked at before the clock is. */
  readonly sliceRows: number;
  /** A filter that selects fewer rows than this is read to its end at once; less than COUNT_LIMIT. */
  readonly quickRows: number;
}

/** A page may take 20 ms at a million exchanges; what the search leaves of it is for showing what was found. */
export const SEARCH_LIMITS: SearchLimits = { nowMs: () => performance.now(), budgetMs: 10, sliceRows: 200, quickRows: 2_000 };
/** Counting along one index so far takes a few milliseconds. */
const COUNTED_ROWS = 50_000;
/** More names than this, and the searched part is so common that reading from the newest on is quick. */
const MODEL_NAMES_LIMIT = 20;

const MODEL_COLUMNS = ['requested_model', 'sent_model'] as const;
/** With equal counts the first one leads. */
const COUNTED_LEADS = ['session', 'endpoint', 'outcome', 'status', 'kind'] as const;
const countSchema = z.object({ count: z.number() });
const scannedSchema = z.object({ seq: z.number(), started_at_ms: z.number(), is_match: z.number().nullable() });

// Steps from each name to the next by the index, instead of reading a million rows for a handful of names.
const namesOf = (column: (typeof MODEL_COLUMNS)[number]) => `
  WITH RECURSIVE names (name) AS (
    SELECT min(${column}) FROM exchanges WHERE ${column} IS NOT NULL
    UNION ALL
    SELECT (SELECT min(${column}) FROM exchanges WHERE ${column} > names.name) FROM names WHERE names.name IS NOT NULL
  )
  SELECT name FROM names WHERE name IS NOT NULL`;

/** Where a page goes on. `isOfIds`: the text of the search was found to begin an id, and stays one for all pages. */
export interface SearchKey extends PageKey {
  readonly isOfIds: boolean;
}

export interface Found {
  readonly rows: readonly ExchangeRow[];
  /** Null: nothing follows. */
  readonly next: SearchKey | null;
  /** Start down to which was looked when the time was over; null: the page is full or the last. */
  readonly searchedToMs: number | null;
}

/** How a filter is read. */
interface Plan {
  readonly lead: Lead | null;
  readonly text: TextMatch | null;
  /** Names of models that hold the searched part; null: no model is searched. */
  readonly models: readonly string[] | null;
  /** Whether what leads is rare enough to be read to its end at once. */
  readonly isQuick: boolean;
}

/** A page that is read in slices. */
interface ScannedPage {
  readonly limit: number;
  readonly after: SearchKey | null;
  /** By the clock of the limits. */
  readonly endMs: number;
}

export class ExchangeSearch {
  readonly #database: Database;
  readonly #limits: SearchLimits;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Database, limits: SearchLimits = SEARCH_LIMITS) {
    this.#database = database;
    this.#limits = limits;
  }

  find(filter: ExchangeFilter, limit: number, after: SearchKey | null): Found {
    // Finding out how to read takes its part of the time.
    const endMs = this.#limits.nowMs() + this.#limits.budgetMs;
    const plan = this.#plan(filter, after);
    if (plan.models?.length === 0) return { rows: [], next: null, searchedToMs: null };
    const isOfIds = plan.text?.kind === 'ids';
    if (!plan.isQuick) return this.#scan(filter, plan, { limit, after, endMs });
    const found = this.#readAll(filter, plan, limit + 1, after); // One more tells whether there is a next page.
    const rows = found.slice(0, limit);
    return { rows, next: found.length > limit ? keyOf(rows.at(-1), isOfIds) : null, searchedToMs: null };
  }

  /** Exact when counting took no longer than a page may. */
  count(filter: ExchangeFilter): ExchangeCount {
    const { nowMs, budgetMs, sliceRows, quickRows } = this.#limits;
    const endMs = nowMs() + budgetMs;
    const plan = this.#plan(filter, null);
    if (plan.models?.length === 0) return { count: 0, isExact: true };
    if (plan.lead === 'model' && this.#countModels(plan.models ?? []) < quickRows) {
      return { count: this.#readAll(filter, plan, quickRows, null).length, isExact: true };
    }
    const base = { filter, text: plan.text, lead: plan.lead === 'model' ? null : plan.lead, model: anyOf(plan) };
    if (Object.values(filter).every((value) => value === undefined)) return { count: this.#count(countAllQuery()), isExact: true };
    if (plan.isQuick && plan.lead !== 'model')
      return upTo(COUNTED_ROWS, this.#count(countMatchesQuery({ ...base, limit: COUNTED_ROWS, after: null })));
    let count = 0;
    for (let after: PageKey | null = null; ; ) {
      const slice = this.#slice({ ...base, limit: sliceRows, after });
      count += slice.filter(({ is_match }) => is_match === 1).length;
      if (slice.length < sliceRows) return { count, isExact: true };
      if (nowMs() >= endMs) return { count, isExact: false };
      after = keyOf(slice.at(-1), false);
    }
  }

  #plan(filter: ExchangeFilter, after: SearchKey | null): Plan {
    const text = this.#textMatch(filter.text, after);
    if (text?.kind === 'ids') return { lead: null, text, models: filter.model === undefined ? null : this.#modelNames(filter.model), isQuick: true };
    const counted = COUNTED_LEADS.flatMap((lead) => {
      const query = countQuery(lead, filter);
      return query === null ? [] : [{ lead, query }];
    });
    const models = filter.model === undefined ? null : this.#modelNames(filter.model);
    const filters = counted.length + (models === null ? 0 : 1) + (text === null ? 0 : 1);
    const [only] = counted;
    if (filters === 0) return { lead: null, text, models, isQuick: true };
    // A single filter needs no counting: every row that is read along its index is one of the page.
    if (filters === 1 && only !== undefined && !needsCheck(filter)) return { lead: only.lead, text, models, isQuick: true };
    const isNamed = models !== null && models.length <= MODEL_NAMES_LIMIT;
    if (filters === 1 && isNamed) return { lead: 'model', text, models, isQuick: true };
    const rarest = counted
      .map(({ lead, query }) => ({ lead, count: this.#count(query) }))
      .reduce<{ lead: Lead | null; count: number }>((least, one) => (one.count < least.count ? one : least), {
        lead: only?.lead ?? null,
        count: COUNT_LIMIT,
      });
    const modelCount = isNamed ? this.#countModels(models) : COUNT_LIMIT;
    const { quickRows } = this.#limits;
    if (modelCount < Math.min(rarest.count, quickRows)) return { lead: 'model', text, models, isQuick: true };
    return { lead: rarest.lead, text, models, isQuick: rarest.count < quickRows };
  }

  #textMatch(text: string | undefined, after: SearchKey | null): TextMatch | null {
    if (text === undefined) return null;
    const isOfIds = after === null ? text.length >= ID_TEXT_MIN_LENGTH && this.#run(idQuery(text)).length > 0 : after.isOfIds;
    return { kind: isOfIds ? 'ids' : 'part', text };
  }

  #readAll(filter: ExchangeFilter, plan: Plan, limit: number, after: PageKey | null): readonly ExchangeRow[] {
    const run = (model: ModelMatch | null) => this.#rows(listQuery({ filter, model, text: plan.text, lead: plan.lead, limit, after }));
    if (plan.lead !== 'model') return run(anyOf(plan));
    // The newest of each name by its own index; the newest of all are among them.
    const found = new Map<number, ExchangeRow>();
    for (const name of plan.models ?? []) {
      for (const column of MODEL_COLUMNS) for (const row of run({ kind: 'exact', column, name })) found.set(row.seq, row);
    }
    return newestFirst([...found.values()]).slice(0, limit);
  }

  #scan(filter: ExchangeFilter, plan: Plan, { limit, after: from, endMs }: ScannedPage): Found {
    const { nowMs, sliceRows } = this.#limits;
    const base = { filter, text: plan.text, lead: plan.lead, model: anyOf(plan), limit: sliceRows };
    const matches: number[] = [];
    for (let after: PageKey | null = from; ; ) {
      const slice = this.#slice({ ...base, after });
      matches.push(...slice.filter(({ is_match }) => is_match === 1).map(({ seq }) => seq));
      const rows = () => newestFirst(this.#rows(rowsQuery(matches.slice(0, limit))));
      if (matches.length > limit) {
        const page = rows();
        return { rows: page, next: keyOf(page.at(-1), false), searchedToMs: null };
      }
      const last = slice.at(-1);
      if (slice.length < sliceRows || last === undefined) return { rows: rows(), next: null, searchedToMs: null };
      after = keyOf(last, false);
      if (nowMs() >= endMs) return { rows: rows(), next: keyOf(last, false), searchedToMs: last.started_at_ms };
    }
  }

  #slice(query: ListQuery): readonly z.infer<typeof scannedSchema>[] {
    return z.array(scannedSchema).parse(this.#run(scanQuery(query)));
  }

  #rows(query: CompiledQuery): readonly ExchangeRow[] {
    return z.array(exchangeRowSchema).parse(this.#run(query));
  }

  #count(query: CompiledQuery): number {
    return z.array(countSchema).parse(this.#run(query))[0]?.count ?? 0;
  }

  #countModels(names: readonly string[]): number {
    return names.flatMap((name) => MODEL_COLUMNS.map((column) => this.#count(countModelQuery(column, name)))).reduce((sum, count) => sum + count, 0);
  }

  #modelNames(part: string): readonly string[] {
    const names = MODEL_COLUMNS.flatMap((column) => z.array(z.object({ name: z.string() })).parse(this.#ask(namesOf(column), [])));
    const wanted = part.toLowerCase();
    return [...new Set(names.map(({ name }) => name))].filter((name) => name.toLowerCase().includes(wanted));
  }

  #run({ sql, parameters }: CompiledQuery): readonly unknown[] {
    return this.#ask(sql, parameters);
  }

  /** Statements are few: one per combination of filters. */
  #ask(sql: string, parameters: readonly unknown[]): readonly unknown[] {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement.all(...parameters);
  }
}

function anyOf({ models }: Plan): ModelMatch | null {
  return models === null ? null : { kind: 'any-of', names: models };
}

/** An exact status is read along the index of its class, where it may be one of very few. */
function needsCheck({ status }: ExchangeFilter): boolean {
  return status !== undefined && status >= 100;
}

function newestFirst(rows: readonly ExchangeRow[]): readonly ExchangeRow[] {
  return [...rows].sort((one, other) => other.started_at_ms - one.started_at_ms || other.seq - one.seq);
}

function keyOf(row: { readonly seq: number; readonly started_at_ms: number } | undefined, isOfIds: boolean): SearchKey | null {
  return row === undefined ? null : { startedAtMs: row.started_at_ms, seq: row.seq, isOfIds };
}

/** @param count counted no further than `limit`. */
function upTo(limit: number, count: number): ExchangeCount {
  return { count, isExact: count < limit };
}
