/**
 * Decides how proxy.db is opened: by whom, with which journal and durability, and what is said when it cannot be. A file
 * that is damaged or not ours is named and never changed or deleted.
 */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import BetterSqlite, { type Database } from 'better-sqlite3';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { checkOwnership, migrate, readMigrations } from './migrate.ts';

const PRIVATE_FILE_MODE = 0o600;
/** Another program (a backup, an SQL shell) may hold the file for a moment. */
const BUSY_TIMEOUT_MS = 2_000;
/** After a burst the log is cut back to this size. */
const JOURNAL_LIMIT_BYTES = 64 * 1_048_576;

/** `records`: the last second may be lost with the power, never with the process. `configuration`: on disk when it returns. */
export type Durability = 'records' | 'configuration';

export function setDurability(database: Database, durability: Durability): void {
  database.pragma(durability === 'configuration' ? 'synchronous = FULL' : 'synchronous = NORMAL');
}

/**
 * Opens the file for writing, creating or migrating it as needed, and does the caller's first work on it, so that damage
 * which shows only then is explained as well.
 * Fails with DATABASE_FOREIGN, DATABASE_NEWER or DATABASE_UNREADABLE; then the file is closed.
 */
export function openForWriting<T>(
  file: string,
  nowMs: number,
  firstWork: (database: Database) => T,
): { readonly database: Database; readonly result: T } {
  return explaining(file, () => {
    const migrations = readMigrations(new URL('./sql/', import.meta.url));
    if (existsSync(file)) checkUntouched(file, migrations.length);
    else createPrivate(file);
    const database = new BetterSqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    try {
      // SQLite gives the -wal and -shm files the mode of the database.
      if (process.platform !== 'win32') chmodSync(file, PRIVATE_FILE_MODE);
      database.pragma('journal_mode = WAL');
      database.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
      database.pragma('foreign_keys = ON');
      setDurability(database, 'configuration');
      migrate(database, migrations, nowMs);
      setDurability(database, 'records');
      return { database, result: firstWork(database) };
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Opens the file, which the writer has opened before, for questions only. */
export function openForReading(file: string): Database {
  return explaining(file, () => {
    const database = new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    database.pragma('query_only = ON');
    return database;
  });
}

// Before anything could write to the file: a foreign database must stay as it was, byte for byte.
function checkUntouched(file: string, latestVersion: number): void {
  const database = new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    checkOwnership(database, latestVersion);
  } finally {
    database.close();
  }
}

function createPrivate(file: string): void {
  closeSync(openSync(file, 'a', PRIVATE_FILE_MODE));
}

function explaining<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('DATABASE_UNREADABLE', `${file} ${whatIsWrong(error)}`, { cause: error });
  }
}

/** What a failed SQLite or file call means for the user, as the rest of a sentence that begins with the file's path. */
export function whatIsWrong(error: unknown): string {
  const code = errorCodeOf(error) ?? 'UNKNOWN';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return 'is damaged or not a database. Nothing was changed. Move it away (with its -wal and -shm files) to start afresh, or restore a backup';
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'is in use by another program. Close that program and start again';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'cannot be written: the disk is full. Free some space and start again';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `cannot be opened (${code}). Give your user read and write access to the file and its folder`;
  }
  return `cannot be opened: ${error instanceof Error ? error.message : code} (${code})`;
}
