/** Decides whether a data folder may be seeded: an empty one, one that was seeded before, or any one that the user insists on. */
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCodeOf } from '../../src-main/platform/error-code.ts';
import { readInstanceFile } from '../../src-main/platform/instance-file.ts';
import type { DataPaths } from '../../src-main/platform/paths.ts';
import { ensurePrivateFolder } from '../../src-main/platform/private-files.ts';
import { DEFAULT_SETTINGS } from '../../src-shared/schemas/settings.ts';

/** Says that proxy.db beside it is made up. */
const MARK = 'seeded.json';
const SUFFIXES = ['', '-wal', '-shm'];

export const markSchema = z.object({ exchanges: z.number(), days: z.number(), seed: z.number(), untilMs: z.number() });
export type SeedMark = z.infer<typeof markSchema>;

/** A reason not to touch the folder, for people. */
export class FolderRefused extends Error {}

/** Makes room for a new proxy.db. With `force` a database that was not seeded is moved aside, never deleted. */
export async function prepareFolder(paths: DataPaths, force: boolean): Promise<void> {
  await ensurePrivateFolder(paths.folder);
  const instance = await readInstanceFile(paths.instance);
  if (instance !== null && isAlive(instance.pid))
    throw new FolderRefused(`${paths.folder} is in use by process ${instance.pid}; stop it first (code-proxy stop)`);
  if (!(await exists(paths.database))) return;
  if (await exists(join(paths.folder, MARK))) {
    for (const suffix of SUFFIXES) await rm(paths.database + suffix, { force: true });
    return;
  }
  if (!force) {
    throw new FolderRefused(`${paths.database} holds real records. Choose another folder with --data-folder, or move it aside with --force`);
  }
  const aside = `${paths.database}.aside-${Date.now()}`;
  for (const suffix of SUFFIXES) if (await exists(paths.database + suffix)) await rename(paths.database + suffix, aside + suffix);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // Sends nothing.
    return true;
  } catch (error) {
    return errorCodeOf(error) !== 'ESRCH';
  }
}

/** Before the first record, so that a run that was broken off can be repeated. */
export async function markFolder(paths: DataPaths, mark: SeedMark): Promise<void> {
  await writeFile(join(paths.folder, MARK), `${JSON.stringify(mark, null, 2)}\n`, { mode: 0o600 });
  if (await exists(paths.settings)) return;
  // Otherwise the app would delete what is older than its usual 400 days a minute after its start.
  const settings = { ...DEFAULT_SETTINGS, records: { ...DEFAULT_SETTINGS.records, keepExchangesDays: Math.min(3_650, mark.days + 365) } };
  await writeFile(paths.settings, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
}

export async function readMark(paths: DataPaths): Promise<SeedMark | null> {
  try {
    return markSchema.parse(JSON.parse(await readFile(join(paths.folder, MARK), 'utf8')));
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    // Whatever hides it from us, there is nothing of ours to protect.
    return false;
  }
}
