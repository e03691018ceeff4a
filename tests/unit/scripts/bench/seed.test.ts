import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { Database } from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { FolderRefused, markFolder, prepareFolder, readMark } from '../../../../bench/seed/target-folder.ts';
import { writeHistory } from '../../../../bench/seed/write-history.ts';
import { dataPaths } from '../../../../src-main/platform/paths.ts';
import { openForWriting } from '../../../../src-main/storage/open-database.ts';
import { UsageQueries } from '../../../../src-main/storage/usage-queries.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';
import { useTestDatabase } from '../../../support/test-database.ts';

const UNTIL_MS = Date.parse('2026-11-20T12:00Z');
const DAYS = 200;
const EXCHANGES = 3_000;

function seeded(database: Database, seed = 7): Database {
  writeHistory({ database, exchanges: EXCHANGES, days: DAYS, seed, untilMs: UNTIL_MS, onProgress: () => undefined });
  return database;
}

const numbers = (database: Database, sql: string) => z.array(z.number()).parse(database.prepare(sql).pluck().all());
const count = (database: Database, from: string) => numbers(database, `SELECT count(*) FROM ${from}`)[0] ?? 0;

describe('a seeded history', () => {
  it('is the same for the same seed, and another for another', async () => {
    const hashOf = async (seed: number) => {
      const rows = seeded(await useTestDatabase(), seed).prepare('SELECT * FROM exchanges JOIN attempts ON exchange_seq = seq ORDER BY seq, number');
      return createHash('sha256').update(JSON.stringify(rows.all())).digest('hex');
    };
    const hash = await hashOf(7);
    expect(await hashOf(7)).toBe(hash);
    expect(await hashOf(8)).not.toBe(hash);
  });

  it('holds as many exchanges as asked for, from the first day to the last, with all that pages have to show', async () => {
    const database = seeded(await useTestDatabase());
    expect(count(database, 'exchanges')).toBe(EXCHANGES);
    expect(count(database, `exchanges WHERE started_at_ms < ${UNTIL_MS - (DAYS - 10) * 86_400_000}`)).toBeGreaterThan(0);
    expect(count(database, `exchanges WHERE started_at_ms >= ${UNTIL_MS}`)).toBe(0);
    expect(count(database, 'endpoints')).toBe(6);
    for (const what of [
      "exchanges WHERE outcome = 'client_fault'",
      "exchanges WHERE outcome = 'client_left'",
      "exchanges WHERE kind = 'count_tokens'",
      'exchanges WHERE is_stream = 0',
      'attempts WHERE number > 1',
      "attempts WHERE usage_source = 'estimated'",
      'attempts WHERE usage_source IS NOT NULL AND cost_micro_usd IS NULL',
      'attempts WHERE cache_write_1h_tokens > 0',
    ])
      expect(count(database, what), what).toBeGreaterThan(3);
    expect(count(database, '(SELECT DISTINCT session_id FROM exchanges)')).toBeGreaterThan(20);
  });

  it('is busier in working hours than at night and at weekends', async () => {
    const database = seeded(await useTestDatabase());
    const share = (condition: string) => count(database, `exchanges WHERE ${condition}`) / EXCHANGES;
    expect(share("strftime('%H', started_at_ms / 1000, 'unixepoch') BETWEEN '07' AND '17'")).toBeGreaterThan(0.6);
    expect(share("strftime('%w', started_at_ms / 1000, 'unixepoch') IN ('0', '6')")).toBeLessThan(0.15);
  });

  it('has sums that are summed up to the last day', async () => {
    const database = seeded(await useTestDatabase());
    expect(numbers(database, 'SELECT until_ms FROM usage_day_end')).toEqual([Date.parse('2026-11-20')]);
    const range = { sinceMs: 0, untilMs: UNTIL_MS, timeZone: 'UTC' };
    expect(new UsageQueries(database).overview(range).figures.exchanges).toBe(EXCHANGES);
  });
});

describe('the folder of a seeded history', () => {
  it('keeps what it holds longer than the app would', async () => {
    const paths = dataPaths(await useTempFolder());
    await prepareFolder(paths, false);
    const mark = { exchanges: 5, days: 730, seed: 1, untilMs: UNTIL_MS };
    await markFolder(paths, mark);
    expect(await readMark(paths)).toEqual(mark);
    expect(JSON.parse(await readFile(paths.settings, 'utf8'))).toMatchObject({ records: { keepExchangesDays: 1_095 } });
  });

  it('is refused when it holds real records, unless forced, and then they are moved aside', async () => {
    const paths = dataPaths(await useTempFolder());
    await writeFile(paths.database, 'real records');
    await expect(prepareFolder(paths, false)).rejects.toThrow(FolderRefused);
    await prepareFolder(paths, true);
    const [aside = ''] = (await readdir(paths.folder)).filter((name) => name.startsWith('proxy.db'));
    expect(aside).toMatch(/^proxy\.db\.aside-\d+$/);
    expect(await readFile(`${paths.folder}/${aside}`, 'utf8')).toBe('real records');
  });

  it('can be seeded again', async () => {
    const paths = dataPaths(await useTempFolder());
    await markFolder(paths, { exchanges: 5, days: 30, seed: 1, untilMs: UNTIL_MS });
    const { database } = openForWriting(paths.database, UNTIL_MS, () => null);
    onTestFinished(() => {
      database.close();
    });
    database.close();
    await prepareFolder(paths, false);
    expect(await readdir(paths.folder)).not.toContain('proxy.db');
  });
});
