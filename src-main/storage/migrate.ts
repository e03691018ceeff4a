/**
 * Decides whether a database file is ours and brings its schema up to date: forward only, each step in a transaction of
 * its own together with its number. A file that is not ours is left exactly as it is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';

/** "CdPx" in ASCII. Marks the file as ours in the SQLite header (PRAGMA application_id). */
export const APPLICATION_ID = 0x43_64_50_78;

export interface Migration {
  /** 1 for the first; no gaps. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const MIGRATION_FILE = /^(\d{3})-([a-z0-9-]+)\.sql$/;

/** Reads the folder's NNN-name.sql files. Throws when the numbers have a gap or a name is misspelt: a fault of the build. */
export function readMigrations(folder: URL): readonly Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file): Migration => {
      const [, digits, name] = MIGRATION_FILE.exec(file) ?? [];
      if (digits === undefined || name === undefined) throw new AppError('INTERNAL', `the migration ${file} is not named NNN-name.sql`);
      return { version: Number(digits), name, sql: readFileSync(new URL(file, folder), 'utf8') };
    });
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) throw new AppError('INTERNAL', `migration ${index + 1} is missing before ${migration.name}`);
  });
  return migrations;
}

const countSchema = z.object({ count: z.number() });

function readPragma(database: Database, name: 'application_id' | 'user_version'): number {
  return z.number().parse(database.pragma(name, { simple: true }));
}

/**
 * Refuses a file that another program made (DATABASE_FOREIGN) or that a newer version of ours has changed
 * (DATABASE_NEWER). Only reads.
 */
export function checkOwnership(database: Database, latestVersion: number): void {
  const applicationId = readPragma(database, 'application_id');
  const { count } = countSchema.parse(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get());
  const isNew = applicationId === 0 && count === 0;
  if (!isNew && applicationId !== APPLICATION_ID) {
    throw new AppError(
      'DATABASE_FOREIGN',
      `${database.name} belongs to another program (application id ${applicationId}). Move it away, or choose another data folder with CODE_PROXY_HOME`,
    );
  }
  const version = readPragma(database, 'user_version');
  if (!isNew && version > latestVersion) {
    throw new AppError(
      'DATABASE_NEWER',
      `${database.name} has schema version ${version}, but this Code Proxy knows versions up to ${latestVersion}. ` +
        'Update Code Proxy, or choose another data folder with CODE_PROXY_HOME',
    );
  }
}

/** Applies what is missing. @returns the versions applied. Throws SQLite's error; the step that failed leaves no trace. */
export function migrate(database: Database, migrations: readonly Migration[], nowMs: number): readonly number[] {
  const current = readPragma(database, 'user_version');
  const missing = migrations.filter((migration) => migration.version > current);
  for (const migration of missing) {
    database
      .transaction(() => {
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database.exec(migration.sql);
        database.prepare('INSERT INTO migrations (version, name, applied_at_ms) VALUES (?, ?, ?)').run(migration.version, migration.name, nowMs);
        database.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
  return missing.map((migration) => migration.version);
}
