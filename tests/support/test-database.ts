/** A real proxy.db in a folder of its own, opened in the test's own thread. */
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { openForWriting } from '../../src-main/storage/open-database.ts';
import { useTempFolder } from './temp-folder.ts';

/** Call inside a test; the database is closed when it ends. */
export async function useTestDatabase(): Promise<Database> {
  const { database } = openForWriting(join(await useTempFolder(), 'proxy.db'), 0, () => null);
  onTestFinished(() => {
    database.close();
  });
  return database;
}
