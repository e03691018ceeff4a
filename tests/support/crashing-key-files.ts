/** Steps on key files that end the process (or seem to) before the n-th one that changes something. */
import { writeFile } from 'node:fs/promises';
import { type KeyFiles, nodeKeyFiles } from '../../src-main/platform/key-files.ts';

export interface CountedKeyFiles {
  readonly files: KeyFiles;
  /** Steps that were begun. */
  readonly count: () => number;
}

/**
 * @param crashAt 1 ends it before the first step; more than there are: it survives.
 * @param crash   Ends the process. If it returns, this and every later step fails, as if nothing ran any more.
 */
export function crashingKeyFiles(crashAt: number, crash: () => void = () => undefined): CountedKeyFiles {
  let count = 0;
  const step = async <T>(task: () => Promise<T>, halfway: () => Promise<void> = async () => undefined): Promise<T> => {
    count += 1;
    if (count === crashAt) await halfway();
    if (count >= crashAt) {
      crash();
      throw new Error('the process has ended');
    }
    return task();
  };
  const real = nodeKeyFiles;
  return {
    count: () => count,
    files: {
      read: (path) => real.read(path),
      list: (folder) => real.list(folder),
      writeSynced: (path, bytes) =>
        step(
          () => real.writeSynced(path, bytes),
          () => writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2))),
        ),
      link: (from, to) => step(() => real.link(from, to)),
      rename: (from, to) => step(() => real.rename(from, to)),
      remove: (path) => step(() => real.remove(path)),
      syncFolder: (path) => step(() => real.syncFolder(path)),
    },
  };
}
