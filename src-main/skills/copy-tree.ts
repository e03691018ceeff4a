/** Copies a tree so that it is on the disk before anything relies on it. Runs on the thread of skills. */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readlinkSync, readSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isStrewn } from './entry-gate.ts';

const CHUNK_BYTES = 262_144;
const EXECUTABLE = 0o111;
const PROGRAM_MODE = 0o755;

export interface CopyOptions {
  /** With what systems strew about, too: for a skill of the user's that is only moved. */
  readonly isWhole: boolean;
  readonly onBytes: (doneBytes: number) => void;
}

/** `to` must not exist; its parent must. Links stay links. */
export function copyTree(from: string, to: string, { isWhole, onBytes }: CopyOptions): void {
  let doneBytes = 0;
  const copyFolder = (source: string, target: string): void => {
    mkdirSync(target);
    for (const entry of readdirSync(source, { withFileTypes: true })) {
      if (!isWhole && isStrewn(entry.name)) continue;
      const [old, fresh] = [join(source, entry.name), join(target, entry.name)];
      if (entry.isSymbolicLink()) symlinkSync(readlinkSync(old), fresh);
      else if (entry.isDirectory()) copyFolder(old, fresh);
      else if (entry.isFile()) {
        doneBytes += copyFile(old, fresh);
        onBytes(doneBytes);
      }
    }
    syncFolder(target);
  };
  copyFolder(from, to);
}

/** @returns Its size, bytes. */
function copyFile(from: string, to: string): number {
  const source = openSync(from, 'r');
  try {
    const target = openSync(to, 'wx');
    try {
      const bytes = copyBytes(source, target);
      if ((statSync(from).mode & EXECUTABLE) !== 0) chmodSync(to, PROGRAM_MODE);
      fsyncSync(target);
      return bytes;
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

function copyBytes(source: number, target: number): number {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk)) {
    for (let done = 0; done < read; ) done += writeSync(target, chunk, done, read - done);
    bytes += read;
  }
  return bytes;
}

/** Windows cannot open a folder, and some network file systems cannot sync one. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch {
    // What is in it was synced all the same.
  } finally {
    closeSync(handle);
  }
}
