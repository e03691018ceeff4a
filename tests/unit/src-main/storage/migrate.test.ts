import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import BetterSqlite, { type Database } from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { APPLICATION_ID, checkOwnership, type Migration, migrate, readMigrations } from '../../../../src-main/storage/migrate.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

const SQL_FOLDER = new URL('../../../../src-main/storage/sql/', import.meta.url);

function freshDatabase(): Database {
  const database = new BetterSqlite(':memory:');
  onTestFinished(() => {
    database.close();
  });
  return database;
}

const pragma = (database: Database, name: string) => database.pragma(name, { simple: true });
const tableNames = (database: Database) => database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();

const second: Migration = { version: 2, name: 'add-more', sql: 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT' };
const broken: Migration = { version: 3, name: 'break', sql: 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO missing VALUES (1)' };

describe('migrate', () => {
  it('makes a new database ours and records each step', () => {
    const database = freshDatabase();
    const migrations = readMigrations(SQL_FOLDER);
    expect(migrate(database, migrations, 123)).toEqual(migrations.map(({ version }) => version));
    expect(pragma(database, 'application_id')).toBe(APPLICATION_ID);
    expect(pragma(database, 'user_version')).toBe(migrations.length);
    expect(database.prepare('SELECT version, name, applied_at_ms FROM migrations').get()).toEqual({
      version: 1,
      name: 'initial',
      applied_at_ms: 123,
    });
  });

  it('applies only what is missing, and nothing the second time', () => {
    const database = freshDatabase();
    const first = readMigrations(SQL_FOLDER).slice(0, 1);
    migrate(database, first, 1);
    expect(migrate(database, [...first, second], 2)).toEqual([2]);
    expect(migrate(database, [...first, second], 3)).toEqual([]);
    expect(database.prepare('SELECT applied_at_ms FROM migrations ORDER BY version').pluck().all()).toEqual([1, 2]);
  });

  it('leaves no trace of a step that fails, and keeps the steps before it', () => {
    const database = freshDatabase();
    const first = readMigrations(SQL_FOLDER).slice(0, 1);
    expect(() => migrate(database, [...first, second, broken], 1)).toThrow(/missing/);
    expect(pragma(database, 'user_version')).toBe(2);
    expect(tableNames(database)).toContain('more');
    expect(tableNames(database)).not.toContain('half');
  });

  it('makes every table STRICT', () => {
    const database = freshDatabase();
    migrate(database, readMigrations(SQL_FOLDER), 1);
    const loose = database.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    );
    expect(loose.pluck().all()).toEqual([]);
    expect(tableNames(database).length).toBeGreaterThan(5);
  });
});

describe('checkOwnership', () => {
  it('accepts an empty database and one of ours, of this version or older', () => {
    const database = freshDatabase();
    expect(() => checkOwnership(database, 1)).not.toThrow();
    migrate(database, readMigrations(SQL_FOLDER).slice(0, 1), 1);
    expect(() => checkOwnership(database, 1)).not.toThrow();
    expect(() => checkOwnership(database, 7)).not.toThrow();
  });

  it('refuses a newer schema and names both versions', () => {
    const database = freshDatabase();
    migrate(database, readMigrations(SQL_FOLDER).slice(0, 1), 1);
    database.pragma('user_version = 12');
    expect(() => checkOwnership(database, 3)).toThrow(expect.objectContaining({ code: 'DATABASE_NEWER', message: expect.stringMatching(/12.*3/) }));
  });

  it.each([
    ['tables but no application id', 'CREATE TABLE theirs (a)'],
    ['another application id', 'PRAGMA application_id = 4711'],
  ])('refuses a database with %s', (_, sql) => {
    const database = freshDatabase();
    database.exec(sql);
    expect(() => checkOwnership(database, 1)).toThrow(expect.objectContaining({ code: 'DATABASE_FOREIGN' }));
  });
});

describe('readMigrations', () => {
  it('orders the files by number and refuses a gap or a misspelt name', async () => {
    const folder = join(await useTempFolder(), 'sql');
    await mkdir(folder);
    const url = pathToFileURL(`${folder}/`);
    await writeFile(join(folder, '002-second.sql'), 'b');
    expect(() => readMigrations(url)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    await writeFile(join(folder, '001-first.sql'), 'a');
    await writeFile(join(folder, 'README.md'), 'not a migration');
    expect(readMigrations(url)).toEqual([
      { version: 1, name: 'first', sql: 'a' },
      { version: 2, name: 'second', sql: 'b' },
    ]);
    await writeFile(join(folder, '3-third.sql'), 'c');
    expect(() => readMigrations(url)).toThrow(expect.objectContaining({ code: 'INTERNAL', message: expect.stringContaining('3-third.sql') }));
  });
});
