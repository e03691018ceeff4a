/**
 * The steps in which skills are moved and records are kept, as a port: a test can end the process between any two of them and see that
 * nothing was lost.
 */
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFileOperations } from '../claude-code/file-operations.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { PRIVATE_FOLDER_MODE, retryWhileBusy, writeFileAtomically } from '../platform/private-files.ts';

export interface SkillFiles {
  /** Null: there is no such file. */
  read(path: string): Promise<string | null>;
  /** Names in a folder; none when there is no such folder. */
  names(folder: string): Promise<readonly string[]>;
  exists(path: string): Promise<boolean>;
  /** Without links; the path itself when it is not there. */
  real(path: string): Promise<string>;
  /** With its parents. @returns The topmost folder that was made; null: all were there. */
  makeFolder(path: string): Promise<string | null>;
  /** Our own, closed to others. */
  makePrivateFolder(path: string): Promise<void>;
  /** Whole or not at all. */
  write(path: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** With all that is in it; a missing one is fine. */
  remove(path: string): Promise<void>;
  removeFolderIfEmpty(path: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
}

export const nodeSkillFiles: SkillFiles = {
  read: (path) => orElse(null, () => readFile(path, 'utf8')),
  names: (folder) => orElse([], () => readdir(folder)),
  exists: (path) =>
    orElse(false, async () => {
      await lstat(path);
      return true;
    }),
  real: (path) => orElse(path, () => realpath(path)),
  async makeFolder(path) {
    return (await mkdir(path, { recursive: true })) ?? null;
  },
  async makePrivateFolder(path) {
    await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  },
  write: (path, text) => writeFileAtomically(path, text),
  async rename(from, to) {
    // Virus scanners, indexers and Claude Code itself hold a file for a moment on Windows.
    const attempts = process.platform === 'win32' ? 10 : 1;
    await retryWhileBusy(() => rename(from, to), { attempts, wait: () => sleep(50) });
  },
  remove: (path) => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  async removeFolderIfEmpty(path) {
    await rmdir(path).catch((error: unknown) => {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errorCodeOf(error) ?? '')) throw error;
    });
  },
  syncFolder: (path) => nodeFileOperations.syncFolder(path),
};

async function orElse<T>(otherwise: T, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCodeOf(error) ?? '')) return otherwise;
    throw error;
  }
}
