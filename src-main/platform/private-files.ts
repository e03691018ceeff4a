/**
 * Decides how our own files come into being: folders 0700, files 0600, a write is whole or not at all. On Windows the
 * rename is retried, because virus scanners and indexers hold fresh files open for a moment.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFile as writeAtomically } from 'atomically';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from './error-code.ts';

export const PRIVATE_FOLDER_MODE = 0o700;
export const PRIVATE_FILE_MODE = 0o600;

const BUSY_CODES: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** 10 x 50 ms: scanners let go within some tens of ms; a user does not notice half a second. */
const BUSY_ATTEMPTS = 10;
const BUSY_DELAY_MS = 50;

/**
 * Repeats `task` while it fails with EPERM, EACCES or EBUSY.
 * @param options.attempts  Tries in all, 1 or more; then the last error is thrown.
 */
export async function retryWhileBusy<T>(
  task: () => Promise<T>,
  options: { readonly attempts: number; readonly wait: () => Promise<unknown> },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      const code = errorCodeOf(error);
      if (attempt >= options.attempts || code === null || !BUSY_CODES.has(code)) throw error;
      await options.wait();
    }
  }
}

/**
 * Creates the folder (and its parents) if missing, closes it to other users and proves that files can be written in it.
 * Fails with DATA_FOLDER_UNWRITABLE, which says what to do.
 */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  const probe = join(folder, `.write-probe-${randomUUID()}`);
  try {
    await makeFolder(folder);
    await closeToOthers(folder);
    await writeFile(probe, '', { mode: PRIVATE_FILE_MODE, flag: 'wx' });
    await retryHere(() => unlink(probe));
  } catch (error) {
    throw new AppError('DATA_FOLDER_UNWRITABLE', `cannot write in the data folder ${folder}: ${whatToDo(errorCodeOf(error))}`, { cause: error });
  }
}

// Not `recursive: true`: that never returns where a file system answers ENOENT below an existing folder, as /proc does.
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: PRIVATE_FOLDER_MODE });
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || existsSync(parent)) throw error;
    await makeFolder(parent);
    await makeFolder(folder);
  }
}

async function closeToOthers(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(folder);
  if ((mode & 0o777) === PRIVATE_FOLDER_MODE) return;
  try {
    await chmod(folder, PRIVATE_FOLDER_MODE);
  } catch (error) {
    // A folder that belongs to somebody else, or a file system without modes: usable all the same, our files are 0600.
    if (errorCodeOf(error) !== 'EPERM' && errorCodeOf(error) !== 'ENOTSUP') throw error;
  }
}

function whatToDo(code: string | null): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'it belongs to another user or is write-protected. Give your user write access, or choose another folder with CODE_PROXY_HOME';
    case 'EROFS':
      return 'its file system is read-only. Choose another folder with CODE_PROXY_HOME';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk or your quota is full. Free some space and start again';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file of that name is in the way. Move it, or choose another folder with CODE_PROXY_HOME';
    default:
      return `${code ?? 'the system gave no reason'}. Choose another folder with CODE_PROXY_HOME`;
  }
}

/** What to tell when one of our own files cannot be read or written. @param doing  For example `write`. */
export function fileRefused(doing: string, path: string, cause: unknown): AppError {
  const code = errorCodeOf(cause);
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? ': the disk or your quota is full. Free some space and try again.'
      : ` (${code ?? String(cause)}). Check who owns the file and its folder.`;
  return new AppError('DATA_FOLDER_UNWRITABLE', `Cannot ${doing} ${path}${why}`, { cause });
}

/**
 * Replaces a file as a whole: temporary file, fsync, rename. A symbolic link stays one; its target is replaced.
 * @param options.mode  File mode, default 0600. `keep`: that of the file that is replaced, 0600 for a new one.
 * Rejects with the system's error (its `code` tells which) after the retries on Windows.
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array, options: { readonly mode?: number | 'keep' } = {}): Promise<void> {
  const wanted = options.mode ?? PRIVATE_FILE_MODE;
  const mode = wanted === 'keep' ? await modeOf(path) : wanted;
  await retryHere(() => writeAtomically(path, data, { mode, timeout: 0 }));
}

async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return PRIVATE_FILE_MODE;
    throw error;
  }
}

function retryHere<T>(task: () => Promise<T>): Promise<T> {
  return retryWhileBusy(task, { attempts: process.platform === 'win32' ? BUSY_ATTEMPTS : 1, wait: () => sleep(BUSY_DELAY_MS) });
}
