/**
 * Decides what becomes of the recorder's batches: one transaction each, every exchange ended and summed up once, however
 * often its records arrive. A record that can never be stored is refused by itself; a full disk fails the whole batch.
 */
import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { Attempt, ExchangeSummary, Outcome } from '../../src-shared/schemas/exchange.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { attemptRowSchema, exchangeRowSchema, toAttempt, toAttemptRow, toExchange, toExchangeRow } from './exchange-rows.ts';
import { UsageDays } from './usage-days.ts';
import { RollupStatements, UsageRollup } from './usage-rollup.ts';
import { type ExchangeRecord, recordSchema } from './worker-calls.ts';

export interface RefusedRecord {
  readonly exchangeId: string;
  readonly reason: string;
}

/** Faults of the record itself. Any other SQLite fault (full, locked, I/O) is of the moment: the same batch may come again. */
const RECORD_FAULTS = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/;

/** Rows per slice of a prune: some 10 ms of work, so that records never wait long behind it. */
const PRUNE_SLICE = 250;

/** Days that a batch of records sums up at most, for the same reason. */
const DAYS_PER_BATCH = 2;

const endedKeySchema = z.object({ seq: z.number(), started_at_ms: z.number() });
const exchangeKeySchema = endedKeySchema.extend({ outcome: z.string().nullable() });

export class RecordWriter {
  readonly #database: Database;
  readonly #insertExchange: Statement;
  readonly #endExchange: Statement;
  readonly #findExchange: Statement;
  readonly #putAttempt: Statement;
  readonly #pruneSlice: Statement;
  readonly #rollupStatements: RollupStatements;
  readonly #days: UsageDays;

  constructor(database: Database) {
    this.#database = database;
    const columns = Object.keys(exchangeRowSchema.omit({ seq: true }).shape);
    const insert = `INSERT INTO exchanges (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')}) ON CONFLICT (id)`;
    this.#insertExchange = database.prepare(`${insert} DO NOTHING`);
    const changing = columns.filter((column) => column !== 'id' && column !== 'started_at_ms');
    // One statement: most exchanges end within the batch that they began in, and an open row would go into seven indexes first.
    this.#endExchange = database.prepare(
      `${insert} DO UPDATE SET ${changing.map((column) => `${column} = excluded.${column}`).join(', ')} WHERE exchanges.outcome IS NULL
       RETURNING seq, started_at_ms`,
    );
    this.#findExchange = database.prepare('SELECT seq, started_at_ms, outcome FROM exchanges WHERE id = ?');
    const attemptColumns = Object.keys(attemptRowSchema.shape);
    this.#putAttempt = database.prepare(
      `INSERT OR REPLACE INTO attempts (${attemptColumns.join(', ')}, exchange_started_at_ms, is_repeat)
       VALUES (${attemptColumns.map((column) => `@${column}`).join(', ')}, @exchange_started_at_ms,
         EXISTS (SELECT 1 FROM attempts WHERE exchange_seq = @exchange_seq AND number < @number AND endpoint = @endpoint))`,
    );
    this.#pruneSlice = database.prepare(
      `DELETE FROM exchanges WHERE seq IN
         (SELECT seq FROM exchanges WHERE started_at_ms < ? AND outcome IS NOT NULL ORDER BY started_at_ms LIMIT ${PRUNE_SLICE})`,
    );
    this.#rollupStatements = new RollupStatements(database);
    this.#days = new UsageDays(database);
  }

  /** Committed when it returns. Throws SQLite's error when nothing can be written at the moment; then nothing was. */
  write(records: readonly unknown[]): readonly RefusedRecord[] {
    const refused: RefusedRecord[] = [];
    const accepted = records.flatMap((record) => {
      const parsed = recordSchema.safeParse(record);
      if (parsed.success) return [parsed.data];
      refused.push({ exchangeId: idOf(record), reason: z.prettifyError(parsed.error) });
      return [];
    });
    try {
      this.#commit(accepted);
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      for (const record of accepted) refused.push(...this.#commitAlone(record));
    }
    return refused;
  }

  /** Ends the rows that an earlier run left open. @returns how many there were. */
  interruptOpenExchanges(): number {
    const open = z.array(exchangeRowSchema).parse(this.#database.prepare('SELECT * FROM exchanges WHERE outcome IS NULL').all());
    const attemptsOf = this.#database.prepare('SELECT * FROM attempts WHERE exchange_seq = ? ORDER BY number');
    this.#transact((rollup) => {
      for (const row of open) {
        const attempts = z.array(attemptRowSchema).parse(attemptsOf.all(row.seq)).map(toAttempt);
        this.#end({ ...toExchange(row, attempts), outcome: 'interrupted' }, attempts, rollup);
      }
    });
    return open.length;
  }

  /** Deletes a slice of ended exchanges that started earlier; sums stay. @returns exchanges deleted, 0 when none is left. */
  prune(beforeMs: number): number {
    return this.#pruneSlice.run(Math.floor(beforeMs)).changes;
  }

  /** Sums up days that are over. @returns how many were summed up; fewer than `limit`: all are. */
  sumUpDays(nowMs: number, limit: number): number {
    return this.#database.transaction(() => this.#days.sumUp(nowMs, limit)).immediate();
  }

  #commitAlone(record: ExchangeRecord): readonly RefusedRecord[] {
    try {
      this.#commit([record]);
      return [];
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      return [{ exchangeId: idOf(record), reason: error instanceof Error ? error.message : String(error) }];
    }
  }

  #commit(records: readonly ExchangeRecord[]): void {
    this.#transact((rollup) => {
      for (const record of records) this.#apply(record, rollup);
    });
  }

  #transact(work: (rollup: UsageRollup) => void): void {
    this.#database
      .transaction(() => {
        const rollup = new UsageRollup();
        work(rollup);
        const changed = rollup.store(this.#rollupStatements);
        if (changed === null) return;
        this.#days.forget(changed.oldestMs);
        this.#days.sumUp(changed.newestMs, DAYS_PER_BATCH);
      })
      .immediate();
  }

  #apply(record: ExchangeRecord, rollup: UsageRollup): void {
    switch (record.step) {
      case 'started':
        // A start is stored as open, whatever it claims, so that only `finished` can end and sum it up.
        this.#insertExchange.run({ ...toExchangeRow(record.exchange, []), outcome: null });
        return;
      case 'attempted': {
        const found = this.#find(record.exchangeId);
        if (found?.outcome === null) this.#put(found.seq, found.started_at_ms, record.attempt);
        return;
      }
      case 'finished': {
        const { outcome } = record.exchange;
        if (outcome === null) throw new RecordFault('a finished exchange must have an outcome');
        this.#end({ ...record.exchange, outcome }, record.attempts, rollup);
        return;
      }
    }
  }

  #end(exchange: ExchangeSummary & { readonly outcome: Outcome }, attempts: readonly Attempt[], rollup: UsageRollup): void {
    const ended = this.#endExchange.get(toExchangeRow(exchange, attempts));
    if (ended === undefined) return; // Ended before: this is a repeated batch.
    const { seq, started_at_ms } = endedKeySchema.parse(ended);
    for (const attempt of attempts) this.#put(seq, started_at_ms, attempt);
    // The stored start decides the quarter of an hour, so that sums can be made again from the raw rows.
    rollup.add({ ...exchange, startedAtMs: started_at_ms }, attempts);
  }

  #find(id: string) {
    const row = this.#findExchange.get(id);
    return row === undefined ? null : exchangeKeySchema.parse(row);
  }

  #put(seq: number, exchangeStartedAtMs: number, attempt: Attempt): void {
    this.#putAttempt.run({ ...toAttemptRow(seq, attempt), exchange_started_at_ms: exchangeStartedAtMs });
  }
}

class RecordFault extends Error {}

function isRecordFault(error: unknown): boolean {
  if (error instanceof RecordFault) return true;
  return RECORD_FAULTS.test(errorCodeOf(error) ?? '');
}

function idOf(record: unknown): string {
  const shape = z.union([
    z.object({ exchangeId: z.string() }).transform((value) => value.exchangeId),
    z.object({ exchange: z.object({ id: z.string() }) }).transform((value) => value.exchange.id),
  ]);
  return shape.safeParse(record).data ?? 'unknown';
}
