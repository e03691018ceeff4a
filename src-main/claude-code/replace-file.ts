/** Changes settings.json on disk as a whole, and only if nobody else changed it since it was read. */
import { basename, dirname } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import type { FileInfo, FileOperations } from './file-operations.ts';

/** Tries before giving up on a file that somebody else keeps writing. */
export const MAX_TRIES = 5;

export interface Replacement {
  readonly target: string;
  readonly temporaryFile: string;
  /** What the file held when it was read; null: it did not exist. */
  readonly expected: Buffer | null;
  /** What it shall hold; null: it shall not exist. */
  readonly wanted: Buffer | null;
  /** Permission bits of a file that is made; null or left out: private. */
  readonly newMode?: number | null;
}

/**
 * Temporary file, fsync, a last look, rename. Mode and owner of an existing file are kept, a new one is private.
 * @returns False when the file changed meanwhile: nothing was done, read it again.
 * @throws CLAUDE_SETTINGS_UNWRITABLE with the remedy.
 */
export async function replaceFile(files: FileOperations, { target, temporaryFile, expected, wanted, newMode = null }: Replacement): Promise<boolean> {
  return explained(target, async () => {
    const info = await files.info(target);
    if (info !== null && !info.isWritable) throw unwritable(target, 'it is read-only');
    if (wanted !== null) await files.writeSynced(temporaryFile, wanted, info ?? ownFile(newMode));
    const now = await files.read(target);
    const isSame = now === null || expected === null ? now === expected : now.equals(expected);
    if (!isSame) {
      await files.remove(temporaryFile);
      return false;
    }
    if (wanted === null) await files.remove(target);
    else await files.rename(temporaryFile, target);
    await files.syncFolder(dirname(target));
    return true;
  }).catch(async (error: unknown) => {
    // A full disk must not leave half a file beside the settings; the error that is told is the first one.
    await files.remove(temporaryFile).catch(() => undefined);
    throw error;
  });
}

function ownFile(mode: number | null): Pick<FileInfo, 'mode' | 'uid' | 'gid'> | null {
  // Windows has neither, and no owner is set there.
  return mode === null ? null : { mode, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/** Turns what the operating system refuses into the error that says what to do. */
export async function explained<T>(file: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const code = errorCodeOf(error);
    if (error instanceof AppError || code === null) throw error;
    throw unwritable(file, reasonOf(code), error, remedyOf(code));
  }
}

export function changedMeanwhile(file: string): AppError {
  return new AppError(
    'CLAUDE_SETTINGS_CHANGED_MEANWHILE',
    `${file} is being changed by another program. Try again in a moment; nothing was changed.`,
    {
      repair: 'retry',
    },
  );
}

/** Those beside settings.json. */
const OTHER_FILES: readonly string[] = ['.claude.json', '.config.json', 'config.json', '.mcp.json'];

const GIVE_ACCESS = 'Give your user write access to the file and its folder';

function unwritable(file: string, why: string, cause?: unknown, remedy: string = GIVE_ACCESS): AppError {
  // A launched session has settings of its own, and the other files as they are.
  const wayRound = OTHER_FILES.includes(basename(file)) ? '' : ', or use "code-proxy launch", which does not need it';
  const text = `${file} cannot be changed: ${why}. ${remedy} and try again${wayRound}.`;
  return new AppError('CLAUDE_SETTINGS_UNWRITABLE', text, { cause, repair: 'open-claude-settings' });
}

function remedyOf(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'Make room';
    case 'EISDIR':
    case 'ELOOP':
    case 'EFTYPE':
      return 'Move it away';
    default:
      return GIVE_ACCESS;
  }
}

function reasonOf(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'access is denied';
    case 'EROFS':
      return 'its file system is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EISDIR':
      return 'it is a folder';
    case 'EFTYPE':
      return 'it is no ordinary file but a pipe or a device';
    case 'ELOOP':
      return 'its symbolic links lead in a circle';
    default:
      return code;
  }
}
