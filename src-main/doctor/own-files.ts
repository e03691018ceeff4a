/** What of the data folder is ours: files whose rights count, and what a run that ended abruptly left behind. */
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { MS_PER_MINUTE } from '../../src-shared/units.ts';
import { errorCodeOf } from '../platform/error-code.ts';

export interface OwnFile {
  readonly path: string;
  readonly isFolder: boolean;
  /** Permission bits. */
  readonly mode: number;
  readonly modifiedAtMs: number;
}

/** Of the app that this one replaces; it may lie in the same folder and is none of our business. */
const OLD_APP = /^(code_proxy\.db(-.*)?|audit)$/;
/** Enough for years of audit days; a folder that was pointed at the whole disk must not be walked to its end. */
const MAX_FILES = 5_000;
/** Folders whose files are all written by us. What is kept of skills has the modes that it came with. */
const WALKED: ReadonlySet<string> = new Set(['audit-log', 'logs', 'launches', 'claude-backups']);

/** Younger ones may belong to a write that is under way. */
export const LEFTOVER_AGE_MS = 10 * MS_PER_MINUTE;
/** What our own writes are called until their rename: of `atomically`, of the key, and the probe of a start. */
const TEMPORARY = /(\.tmp-\d{10}[0-9a-f]{6}|\.[0-9a-f-]{36}\.tmp|^\.write-probe-[0-9a-f-]{36})$/;
const LOCK = /\.lock$/;

/** Symbolic links are not followed and not listed. Rejects when the folder itself cannot be read. */
export async function ownFiles(folder: string): Promise<readonly OwnFile[]> {
  const found: OwnFile[] = [];
  await walk(folder, true, found);
  return found;
}

/** Temporary files and locks that nobody can still be using. Only those right in the folder: nothing of ours puts any deeper. */
export function leftoversOf(folder: string, files: readonly OwnFile[], nowMs: number): readonly OwnFile[] {
  return files.filter(({ path, isFolder, modifiedAtMs }) => {
    const name = path.slice(folder.length + 1);
    if (name.includes('/') || name.includes('\\') || nowMs - modifiedAtMs < LEFTOVER_AGE_MS) return false;
    return isFolder ? LOCK.test(name) : TEMPORARY.test(name);
  });
}

/** An empty folder that only stands for a lock; its rights say nothing. */
export function isLock({ path, isFolder }: OwnFile): boolean {
  return isFolder && LOCK.test(path);
}

async function walk(folder: string, isTop: boolean, found: OwnFile[]): Promise<void> {
  for await (const { name } of await opendir(folder)) {
    if (found.length >= MAX_FILES) return;
    if (isTop && OLD_APP.test(name)) continue;
    const path = join(folder, name);
    try {
      const entry = await lstat(path);
      if (entry.isSymbolicLink() || entry.isSocket()) continue;
      const isFolder = entry.isDirectory();
      found.push({ path, isFolder, mode: entry.mode & 0o777, modifiedAtMs: entry.mtimeMs });
      if (isFolder && isTop && WALKED.has(name)) await walk(path, false, found);
    } catch (error) {
      // Gone since the folder was read, or closed to us, which the check of rights sees by its mode.
      if (!['ENOENT', 'EACCES', 'EPERM'].includes(errorCodeOf(error) ?? '')) throw error;
    }
  }
}
