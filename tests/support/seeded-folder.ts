/** Fills an empty data folder with a made-up history, as `npm run seed` does, for tests that look at much data. */
import { mkdir } from 'node:fs/promises';
import { writeHistory } from '../../bench/seed/write-history.ts';
import { dataPaths } from '../../src-main/platform/paths.ts';
import { openForWriting } from '../../src-main/storage/open-database.ts';

export interface SeedOptions {
  readonly exchanges: number;
  readonly days: number;
}

/** The newest exchange began less than 15 minutes ago at most. */
export async function seedFolder(folder: string, { exchanges, days }: SeedOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  const nowMs = Date.now();
  const { database } = openForWriting(dataPaths(folder).database, nowMs, () => null);
  writeHistory({ database, exchanges, days, seed: 1, untilMs: nowMs, onProgress: () => undefined });
  database.close();
}
