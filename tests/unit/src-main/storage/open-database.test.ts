import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openForReading, openForWriting, setDurability, whatIsWrong } from '../../../../src-main/storage/open-database.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let file: string;
beforeEach(async () => {
  file = join(await useTempFolder(), 'proxy.db');
});

const openAndClose = () => openForWriting(file, 0, () => null).database.close();

describe('openForWriting', () => {
  it('uses a write-ahead log, foreign keys and the cheap durability of records', () => {
    const { database } = openForWriting(file, 0, () => null);
    onTestFinished(() => {
      database.close();
    });
    const pragma = (name: string) => database.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('foreign_keys'), pragma('synchronous')]).toEqual(['wal', 1, 1]);
    setDurability(database, 'configuration');
    expect(pragma('synchronous')).toBe(2);
  });

  it.each([
    [
      'a database of another program',
      'DATABASE_FOREIGN',
      (path: string) => new BetterSqlite(path).exec('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)').close(),
    ],
    [
      'a database with another application id',
      'DATABASE_FOREIGN',
      (path: string) => new BetterSqlite(path).exec('PRAGMA application_id = 99').close(),
    ],
    [
      'a file that is no database',
      'DATABASE_UNREADABLE',
      (path: string) => writeFile(path, 'this is a text, and a long one, not a database. '.repeat(100)),
    ],
    [
      'a database of a newer version',
      'DATABASE_NEWER',
      (path: string) => {
        openForWriting(path, 0, () => null).database.close();
        new BetterSqlite(path).exec('PRAGMA user_version = 1000').close();
      },
    ],
  ])('refuses %s, names the file, and leaves it byte for byte as it was', async (_, code, make) => {
    await make(file);
    const before = await readFile(file);
    expect(openAndClose).toThrow(expect.objectContaining({ code, message: expect.stringContaining(file) }));
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('explains damage that shows only when the tables are read', async () => {
    openAndClose();
    await truncate(file, 4_096);
    const readTables = () => openForWriting(file, 0, (database) => database.prepare('SELECT count(*) FROM exchanges').get());
    expect(readTables).toThrow(expect.objectContaining({ code: 'DATABASE_UNREADABLE', message: expect.stringMatching(/damaged.*Move it away/) }));
  });

  it('explains a folder in the place of the file, and a folder that is missing', async () => {
    await mkdir(file);
    expect(openAndClose).toThrow(expect.objectContaining({ code: 'DATABASE_UNREADABLE' }));
    expect(() => openForWriting(join(file, 'none', 'proxy.db'), 0, () => null)).toThrow(expect.objectContaining({ code: 'DATABASE_UNREADABLE' }));
  });

  it('starts with an empty file as with none', async () => {
    await writeFile(file, '');
    openAndClose();
    openAndClose();
  });
});

describe('openForReading', () => {
  it('sees what the writer commits and can change nothing', () => {
    const { database } = openForWriting(file, 0, () => null);
    const reader = openForReading(file);
    onTestFinished(() => {
      reader.close();
      database.close();
    });
    database.prepare("INSERT INTO tokens (name, kind, hash, tail, created_at_ms) VALUES ('a', 'named', 'h', 't', 1)").run();
    expect(reader.prepare('SELECT name FROM tokens').pluck().all()).toEqual(['a']);
    expect(() => reader.prepare('DELETE FROM tokens').run()).toThrow(/readonly|read-only/i);
  });

  it('does not make a database where there is none', () => {
    expect(() => openForReading(file)).toThrow(expect.objectContaining({ code: 'DATABASE_UNREADABLE' }));
  });
});

describe('whatIsWrong', () => {
  it.each([
    ['SQLITE_CORRUPT_VTAB', /damaged/],
    ['SQLITE_BUSY', /in use by another program/],
    ['SQLITE_FULL', /disk is full/],
    ['EACCES', /read and write access/],
    ['SQLITE_IOERR_READ', /SQLITE_IOERR_READ/],
  ])('says what %s means', (code, expected) => {
    expect(whatIsWrong(Object.assign(new Error('x'), { code }))).toMatch(expected);
  });
});
