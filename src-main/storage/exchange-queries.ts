/**
 * Answers questions about recorded exchanges: pages of the request list, newest first, and single exchanges. Pages are cut
 * by key (start and order of arrival), so that rows that arrive meanwhile neither repeat nor hide others.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { Attempt, ExchangeCount, ExchangeDetail, ExchangeFilter, ExchangeListInput, ExchangePage } from '../../src-shared/schemas/exchange.ts';
import { attemptRowSchema, exchangeRowSchema, toAttempt, toExchange } from './exchange-rows.ts';
import { ExchangeSearch, type SearchKey, type SearchLimits } from './exchange-search.ts';

/** A page with the attempts of each exchange. */
export interface DetailPage extends Omit<ExchangePage, 'items'> {
  readonly items: readonly ExchangeDetail[];
}

export class ExchangeQueries {
  readonly #search: ExchangeSearch;
  readonly #byId: Statement;
  readonly #attempts: Statement;

  constructor(database: Database, limits?: SearchLimits) {
    this.#search = new ExchangeSearch(database, limits);
    this.#byId = database.prepare('SELECT * FROM exchanges WHERE id = ?');
    this.#attempts = database.prepare('SELECT * FROM attempts WHERE exchange_seq IN (SELECT value FROM json_each(?)) ORDER BY exchange_seq, number');
  }

  list(input: ExchangeListInput): ExchangePage {
    const { items, ...page } = this.details(input);
    return {
      ...page,
      items: items.map((item) => {
        const { attempts: _, ...summary } = item;
        return summary;
      }),
    };
  }

  details({ limit, cursor, ...filter }: ExchangeListInput): DetailPage {
    const { rows, next, searchedToMs } = this.#search.find(filter, limit, cursor === undefined ? null : decodeCursor(cursor));
    const attempts = this.#attemptsOf(rows.map((row) => row.seq));
    return {
      items: rows.map((row) => toExchange(row, attempts.get(row.seq) ?? [])),
      nextCursor: next === null ? null : encodeCursor(next),
      searchedToMs,
    };
  }

  count(filter: ExchangeFilter): ExchangeCount {
    return this.#search.count(filter);
  }

  /** Null when there is none of that id. */
  get(id: string): ExchangeDetail | null {
    const found = this.#byId.get(id);
    if (found === undefined) return null;
    const row = exchangeRowSchema.parse(found);
    return toExchange(row, this.#attemptsOf([row.seq]).get(row.seq) ?? []);
  }

  #attemptsOf(seqs: readonly number[]): ReadonlyMap<number, readonly Attempt[]> {
    const attempts = new Map<number, Attempt[]>();
    for (const row of z.array(attemptRowSchema).parse(this.#attempts.all(JSON.stringify(seqs)))) {
      const list = attempts.get(row.exchange_seq) ?? [];
      list.push(toAttempt(row));
      attempts.set(row.exchange_seq, list);
    }
    return attempts;
  }
}

const CURSOR = /^(-?\d{1,16})\.(\d{1,16})(i?)$/;

function encodeCursor(key: SearchKey): string {
  return Buffer.from(`${key.startedAtMs}.${key.seq}${key.isOfIds ? 'i' : ''}`).toString('base64url');
}

/** A cursor that is none of ours starts from the newest, as a stale bookmark should. */
function decodeCursor(cursor: string): SearchKey | null {
  const [, startedAtMs, seq, mark] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  return startedAtMs === undefined || seq === undefined ? null : { startedAtMs: Number(startedAtMs), seq: Number(seq), isOfIds: mark === 'i' };
}
