/** File operations that end the process (or seem to) before the n-th step that changes something. */
import { writeFile } from 'node:fs/promises';
import { type FileOperations, nodeFileOperations } from '../../src-main/claude-code/file-operations.ts';

export interface Steps {
  readonly files: FileOperations;
  /** Steps that were begun. */
  readonly count: () => number;
}

/**
 * @param crashAt   1 ends it before the first step; more than there are: it survives.
 * @param crash     Ends the process. If it returns, this and every later step fails, as if nothing ran any more.
 * @param isHalfway Whether a write that is cut short leaves half of its bytes behind.
 */
export function crashingFiles(crashAt: number, crash: () => void, isHalfway: boolean): Steps {
  let count = 0;
  const step = async <T>(task: () => Promise<T>, halfway: () => Promise<void> = async () => undefined): Promise<T> => {
    count += 1;
    if (count === crashAt && isHalfway) await halfway();
    if (count >= crashAt) {
      crash();
      throw new Error('the process has ended');
    }
    return task();
  };
  const real = nodeFileOperations;
  return {
    count: () => count,
    files: {
      target: (path) => real.target(path),
      read: (path) => real.read(path),
      info: (path) => real.info(path),
      makeFolder: (path) => step(() => real.makeFolder(path)),
      writeSynced: (path, bytes, like) =>
        step(
          () => real.writeSynced(path, bytes, like),
          () => writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2))),
        ),
      rename: (from, to) => step(() => real.rename(from, to)),
      remove: (path) => step(() => real.remove(path)),
      removeFolderIfEmpty: (path) => step(() => real.removeFolderIfEmpty(path)),
      syncFolder: (path) => step(() => real.syncFolder(path)),
    },
  };
}
