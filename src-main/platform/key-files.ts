/**
 * The steps in which files that hold the data key come and go, as a port: a test can end the process between any two of them.
 * What is made of these steps appears as a whole or not at all.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodeOf } from './error-code.ts';
import { PRIVATE_FILE_MODE, retryWhileBusy } from './private-files.ts';

export interface KeyFiles {
  /** Null: there is no such file. */
  read(path: string): Promise<Buffer | null>;
  /** Names of the files in a folder; none when there is no folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Makes a private file and waits until it is on the disk. EEXIST when it is there. */
  writeSynced(path: string, bytes: Uint8Array): Promise<void>;
  /** Gives the file a second name. EEXIST when that is taken. */
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A missing file is fine. */
  remove(path: string): Promise<void>;
  /** Makes what happened in the folder last over a power loss, where the system can. */
  syncFolder(path: string): Promise<void>;
}

/** On Windows scanners and indexers hold a fresh file for a moment. */
const BUSY_ATTEMPTS = process.platform === 'win32' ? 10 : 1;
const BUSY_DELAY_MS = 50;
const whenFree = <T>(task: () => Promise<T>) => retryWhileBusy(task, { attempts: BUSY_ATTEMPTS, wait: () => sleep(BUSY_DELAY_MS) });

export const nodeKeyFiles: KeyFiles = {
  read: (path) => unless(['ENOENT'], null, () => readFile(path)),
  list: (folder) => unless(['ENOENT', 'ENOTDIR'], [], () => readdir(folder)),
  async writeSynced(path, bytes) {
    const file = await open(path, 'wx', PRIVATE_FILE_MODE);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  link,
  rename: (from, to) => whenFree(() => rename(from, to)),
  remove: (path) => unless(['ENOENT'], undefined, () => whenFree(() => unlink(path))),
  syncFolder: (path) =>
    // Windows cannot open a folder, and some network file systems cannot sync one.
    unless(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOENT', 'ENOTSUP'], undefined, async () => {
      const folder = await open(path, 'r');
      await folder.sync().finally(() => folder.close());
    }),
};

async function unless<T>(codes: readonly string[], otherwise: T, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (codes.includes(errorCodeOf(error) ?? '')) return otherwise;
    throw error;
  }
}

/** @returns False when the file is there already; it is never overwritten. */
export async function createWhole(files: KeyFiles, path: string, bytes: Uint8Array): Promise<boolean> {
  const draft = draftOf(path);
  try {
    await files.writeSynced(draft, bytes);
    try {
      await files.link(draft, path);
    } catch (error) {
      if (errorCodeOf(error) === 'EEXIST') throw error;
      // A file system without hard links (FAT, some network shares): exclusive, though not atomic.
      await files.writeSynced(path, bytes);
    }
    await files.syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await files.remove(draft).catch(() => undefined); // Never made, or swept away at the next start.
  }
}

export async function replaceWhole(files: KeyFiles, path: string, bytes: Uint8Array): Promise<void> {
  const draft = draftOf(path);
  try {
    await files.writeSynced(draft, bytes);
    await files.rename(draft, path);
    await files.syncFolder(dirname(path));
  } catch (error) {
    await files.remove(draft).catch(() => undefined); // As above.
    throw error;
  }
}

function draftOf(path: string): string {
  return `${path}.${randomUUID()}.tmp`;
}

/** Removes drafts that a crash left: they may hold the key in the clear. Call it only while nobody else makes one. */
export async function sweepDrafts(files: KeyFiles, path: string): Promise<void> {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  for (const name of await files.list(folder)) {
    if (name.startsWith(start) && /\.[0-9a-f-]{36}\.tmp$/.test(name)) await files.remove(join(folder, name));
  }
}
