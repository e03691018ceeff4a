/**
 * The database of one UTC day: records of exchanges, and their bodies in compressed segments. What is written is in one
 * transaction until `commit`; what is asked sees it at once.
 */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import BetterSqlite, { type Database, type Statement } from 'better-sqlite3';
import { z } from 'zod';
import { errorCodeOf } from '../platform/error-code.ts';
import { PRIVATE_FILE_MODE } from '../platform/private-files.ts';
import { freeBytes } from './free-bytes.ts';
import { type StoredRecord, storedRecordSchema } from './stored-record.ts';

/** "CdPa" in ASCII: marks the file as ours in the SQLite header. */
const APPLICATION_ID = 0x43_64_50_61;
const SCHEMA_VERSION = 1;

/** Bodies are read in segments of this size, so that a part of a large one costs a part of the work. */
export const SEGMENT_BYTES = 256 * 1_024;
const BUSY_TIMEOUT_MS = 2_000;
const JOURNAL_LIMIT_BYTES = 16 * 1_048_576;
const PAGE_BYTES = 8_192;

/** Bodies of one exchange, and segments of one body, are numbered within these; together they make the key of a segment. */
const BODIES_PER_EXCHANGE = 1_024;
const SEGMENTS_PER_BODY = 65_536;

// Measured on request bodies: the levels above cost more and gain less than 10 %.
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** More than zstd adds to a segment that cannot be compressed. */
const ZSTD_MARGIN_BYTES = 4_096;

const SCHEMA = `
CREATE TABLE exchanges (
  number        INTEGER PRIMARY KEY,  -- within this file, from 1
  id            TEXT NOT NULL UNIQUE, -- as in proxy.db
  started_at_ms INTEGER NOT NULL,     -- Unix time
  record        BLOB NOT NULL         -- zstd of JSON: heads, and where the bodies lie; credentials taken out
) STRICT;
CREATE TABLE segments (
  id    INTEGER PRIMARY KEY, -- (exchange * 1024 + body) * 65536 + position
  bytes INTEGER NOT NULL,    -- of the text in data
  data  BLOB NOT NULL        -- zstd of text: content encoding undone, credentials taken out
) STRICT;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};`;

/** Some of the oldest exchanges, which go together. */
const OLDEST = `SELECT max(number) AS number, max(started_at_ms) AS startedAtMs
  FROM (SELECT number, started_at_ms FROM exchanges ORDER BY number LIMIT 20)`;

const numberSchema = z.object({ number: z.number().nullable() });
const oldestSchema = z.object({ number: z.number().nullable(), startedAtMs: z.number().nullable() });
const recordRowSchema = z.object({ number: z.number(), record: z.instanceof(Buffer) });
const segmentRowSchema = z.object({ id: z.number(), bytes: z.number() });
const dataRowSchema = z.object({ data: z.instanceof(Buffer) });

/** The file is damaged, another program's, or of a newer version. */
export class UnusableDay extends Error {
  readonly isOurs: boolean;
  constructor(why: string, isOurs: boolean, cause?: unknown) {
    super(why, { cause });
    this.isOurs = isOurs;
  }
}

export class DayDatabase {
  readonly day: string;
  readonly #database: Database;
  readonly #addSegment: Statement;
  readonly #addExchange: Statement;
  #nextNumber: number;
  /** Exchanges up to this number made room; of one that still runs nothing more is kept. */
  #shrunkTo = 0;

  /** @throws UnusableDay, or SQLite's error when the disk does not let it be opened. */
  constructor(file: string, day: string) {
    this.day = day;
    const { database, lastNumber } = openDay(file);
    this.#database = database;
    this.#nextNumber = lastNumber + 1;
    this.#addSegment = this.#database.prepare('INSERT INTO segments (id, bytes, data) VALUES (?, ?, ?)');
    this.#addExchange = this.#database.prepare('INSERT OR REPLACE INTO exchanges (number, id, started_at_ms, record) VALUES (?, ?, ?, ?)');
  }

  /** A number for an exchange that begins. */
  newExchange(): number {
    this.#nextNumber += 1;
    return this.#nextNumber - 1;
  }

  /** @param body Number within the exchange. @param position Of the segment within the body. Both from 0, without gaps. */
  append(exchange: number, body: number, position: number, text: Buffer): void {
    if (exchange <= this.#shrunkTo) return;
    this.#begin();
    const key = (exchange * BODIES_PER_EXCHANGE + body) * SEGMENTS_PER_BODY + position;
    // In one piece: as many small ones, the result would be made twice.
    const data = zstdCompressSync(text, { ...COMPRESSION, chunkSize: text.length + ZSTD_MARGIN_BYTES });
    this.#addSegment.run(key, text.length, data);
    freeBytes(data);
  }

  finish(exchange: number, id: string, startedAtMs: number, record: StoredRecord): void {
    if (exchange <= this.#shrunkTo) return;
    this.#begin();
    this.#addExchange.run(exchange, id, startedAtMs, zstdCompressSync(Buffer.from(JSON.stringify(record)), COMPRESSION));
  }

  commit(): void {
    if (this.#database.inTransaction) this.#database.exec('COMMIT');
  }

  /** Forgets what was written since the last commit. */
  rollback(): void {
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
  }

  find(id: string): { readonly number: number; readonly record: StoredRecord } | null {
    const row = this.#database.prepare('SELECT number, record FROM exchanges WHERE id = ?').get(id);
    if (row === undefined) return null;
    const { number, record } = recordRowSchema.parse(row);
    return { number, record: storedRecordSchema.parse(JSON.parse(zstdDecompressSync(record).toString())) };
  }

  /** Bytes `from` up to `to` of a body's text. */
  read(exchange: number, body: number, from: number, to: number): Buffer {
    const key = (exchange * BODIES_PER_EXCHANGE + body) * SEGMENTS_PER_BODY;
    const rows = this.#database.prepare('SELECT id, bytes FROM segments WHERE id >= ? AND id < ? ORDER BY id').all(key, key + SEGMENTS_PER_BODY);
    const parts: Buffer[] = [];
    let start = 0;
    for (const row of z.array(segmentRowSchema).parse(rows)) {
      const end = start + row.bytes;
      if (end > from && start < to) {
        const { data } = dataRowSchema.parse(this.#database.prepare('SELECT data FROM segments WHERE id = ?').get(row.id));
        parts.push(zstdDecompressSync(data).subarray(Math.max(0, from - start), Math.min(row.bytes, to - start)));
      }
      start = end;
    }
    return Buffer.concat(parts);
  }

  count(): number {
    return numberSchema.parse(this.#database.prepare('SELECT count(*) AS number FROM exchanges').get()).number ?? 0;
  }

  /**
   * Takes the oldest exchanges away until at most `maxBytes` of the file are in use; the space is used again by the next ones.
   * @returns when the last one that went began, Unix ms; null: none had to go.
   */
  shrinkTo(maxBytes: number): number | null {
    this.commit();
    let lastStartedAtMs: number | null = null;
    while (this.#usedBytes() > maxBytes) {
      const { number, startedAtMs } = oldestSchema.parse(this.#database.prepare(OLDEST).get());
      if (number === null || startedAtMs === null) break;
      this.#database.transaction(() => {
        this.#database.prepare('DELETE FROM exchanges WHERE number <= ?').run(number);
        this.#database.prepare('DELETE FROM segments WHERE id < ?').run((number + 1) * BODIES_PER_EXCHANGE * SEGMENTS_PER_BODY);
      })();
      this.#shrunkTo = number;
      lastStartedAtMs = Math.max(lastStartedAtMs ?? startedAtMs, startedAtMs);
    }
    return lastStartedAtMs;
  }

  /** Reads all of it, which takes seconds for a large file: only when there is a reason to ask. */
  isDamaged(): boolean {
    try {
      return this.#database.pragma('quick_check(1)', { simple: true }) !== 'ok';
    } catch {
      return true;
    }
  }

  close(): void {
    this.commit();
    this.#database.close();
  }

  #begin(): void {
    if (!this.#database.inTransaction) this.#database.exec('BEGIN IMMEDIATE');
  }

  #usedBytes(): number {
    const pragma = (name: string) => z.number().parse(this.#database.pragma(name, { simple: true }));
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  }
}

function openDay(file: string): { readonly database: Database; readonly lastNumber: number } {
  if (existsSync(file)) checkOurs(file);
  else closeSync(openSync(file, 'a', PRIVATE_FILE_MODE));
  const database = new BetterSqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    if (process.platform !== 'win32') chmodSync(file, PRIVATE_FILE_MODE);
    database.pragma(`page_size = ${PAGE_BYTES}`);
    database.pragma('journal_mode = WAL');
    database.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
    // A killed process loses nothing that was committed; a power cut may take the last moment.
    database.pragma('synchronous = NORMAL');
    if (database.pragma('user_version', { simple: true }) === 0) database.transaction(() => database.exec(SCHEMA)).immediate();
    return { database, lastNumber: lastNumberIn(database) };
  } catch (error) {
    database.close();
    throw asUnusable(error);
  }
}

/** Of an exchange, or of segments that a crash left without one; 0: none. */
function lastNumberIn(database: Database): number {
  const exchange = numberSchema.parse(database.prepare('SELECT max(number) AS number FROM exchanges').get()).number ?? 0;
  const segment = numberSchema.parse(database.prepare('SELECT max(id) AS number FROM segments').get()).number ?? 0;
  return Math.max(exchange, Math.floor(segment / (BODIES_PER_EXCHANGE * SEGMENTS_PER_BODY)));
}

/** Before anything could write to it. */
function checkOurs(file: string): void {
  const database = new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const owner = database.pragma('application_id', { simple: true });
    const version = z.number().parse(database.pragma('user_version', { simple: true }));
    const { number } = numberSchema.parse(database.prepare('SELECT count(*) AS number FROM sqlite_schema').get());
    if (owner === 0 && version === 0 && number === 0) return;
    if (owner !== APPLICATION_ID) throw new UnusableDay('belongs to another program', false);
    if (version !== SCHEMA_VERSION) throw new UnusableDay(`was made by another version of Code Proxy (${version})`, true);
  } catch (error) {
    throw asUnusable(error);
  } finally {
    database.close();
  }
}

/** Whether SQLite says that the file itself is at fault. */
export function isDamage(error: unknown): boolean {
  const code = errorCodeOf(error) ?? '';
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

function asUnusable(error: unknown): unknown {
  return isDamage(error) ? new UnusableDay('is damaged', true, error) : error;
}
