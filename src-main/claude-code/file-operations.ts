/**
 * The steps in which Claude Code's settings are changed on disk, as a port: a test can end the process between any two
 * of them and see that nothing was lost.
 */
import { access, chmod, chown, constants, lstat, mkdir, open, readFile, readlink, realpath, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodeOf } from '../platform/error-code.ts';
import { retryWhileBusy } from '../platform/private-files.ts';

export interface FileInfo {
  /** Permission bits only. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** False when the file is marked read-only or this user may not write it. */
  readonly isWritable: boolean;
}

export interface FileOperations {
  /** Where the path leads after symbolic links, whether or not the file exists. */
  target(path: string): Promise<string>;
  /** Null: there is no such file. A pipe or a device is refused (EFTYPE): reading it may never end, and no rename may replace it. */
  read(path: string): Promise<Buffer | null>;
  info(path: string): Promise<FileInfo | null>;
  makeFolder(path: string): Promise<void>;
  /** Creates or overwrites a temporary file and waits until it is on the disk. */
  writeSynced(path: string, bytes: Uint8Array, like: Pick<FileInfo, 'mode' | 'uid' | 'gid'> | null): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A missing file is fine. */
  remove(path: string): Promise<void>;
  /** A missing folder and one that is not empty are fine. */
  removeFolderIfEmpty(path: string): Promise<void>;
  /** Makes renames and removals in the folder last over a power loss. */
  syncFolder(path: string): Promise<void>;
}

/** For files that we create: they hold tokens. */
const PRIVATE_MODE = 0o600;

export const nodeFileOperations: FileOperations = {
  target: resolveLinks,
  async read(path) {
    return ignoring(['ENOENT', 'ENOTDIR'], null, async () => {
      const found = await stat(path);
      if (!found.isFile() && !found.isDirectory()) throw noOrdinaryFile(path);
      return readFile(path);
    });
  },
  async info(path) {
    const found = await ignoring(['ENOENT', 'ENOTDIR'], null, () => stat(path));
    if (found === null) return null;
    const mayWrite = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
    // The superuser may write everything, but a missing write bit is a wish all the same.
    return { mode: found.mode & 0o7777, uid: found.uid, gid: found.gid, isWritable: mayWrite && (found.mode & 0o200) !== 0 };
  },
  async makeFolder(path) {
    await ignoring(['EEXIST'], undefined, () => mkdir(path, { mode: 0o700 }));
  },
  async writeSynced(path, bytes, like) {
    const handle = await open(path, 'w', PRIVATE_MODE);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (like === null) return;
    if (process.getuid?.() === 0) await chown(path, like.uid, like.gid);
    await chmod(path, like.mode);
  },
  async rename(from, to) {
    // Virus scanners and indexers on Windows hold a file for a moment.
    const attempts = process.platform === 'win32' ? 10 : 1;
    await retryWhileBusy(() => rename(from, to), { attempts, wait: () => sleep(50) });
  },
  async remove(path) {
    await ignoring(['ENOENT', 'ENOTDIR'], undefined, () => unlink(path));
  },
  async removeFolderIfEmpty(path) {
    await ignoring(['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'], undefined, () => rmdir(path));
  },
  async syncFolder(path) {
    // Windows cannot open a folder, and some network file systems cannot sync one.
    await ignoring(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOENT', 'ENOTSUP'], undefined, async () => {
      const handle = await open(path, 'r');
      await handle.sync().finally(() => handle.close());
    });
  },
};

function noOrdinaryFile(path: string): Error {
  return Object.assign(new Error(`${path} is no ordinary file`), { code: 'EFTYPE' });
}

async function resolveLinks(path: string): Promise<string> {
  const real = await ignoring(['ENOENT', 'ENOTDIR'], null, () => realpath(path));
  if (real !== null) return real;
  const link = await ignoring(['ENOENT', 'ENOTDIR'], null, () => lstat(path));
  // A link to a file that is not there yet: that file is what gets created.
  if (link?.isSymbolicLink() === true) return resolveLinks(resolve(dirname(path), await readlink(path)));
  const parent = dirname(path);
  return parent === path ? path : join(await resolveLinks(parent), basename(path));
}

async function ignoring<T>(codes: readonly string[], otherwise: T, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (codes.includes(errorCodeOf(error) ?? '')) return otherwise;
    throw error;
  }
}
