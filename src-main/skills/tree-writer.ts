/**
 * Writes admitted entries below a fresh folder, on the thread of skills, where waiting for the disk is fine. Files are created anew and
 * never through what lies there, so that no entry can write into another.
 */
import { closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EntryGate } from './entry-gate.ts';

/** Whoever runs Claude Code reads them, as if unpacked by hand. */
const FILE_MODE = 0o644;
const PROGRAM_MODE = 0o755;

export interface OpenFile {
  /** @throws SkillRefusal when it becomes too much. */
  write(bytes: Uint8Array): void;
  close(): void;
}

export class TreeWriter {
  readonly #root: string;
  readonly #gate: EntryGate;
  readonly #onBytes: (doneBytes: number) => void;

  constructor(root: string, gate: EntryGate, onBytes: (doneBytes: number) => void) {
    this.#root = root;
    this.#gate = gate;
    this.#onBytes = onBytes;
  }

  folder(path: string): void {
    mkdirSync(join(this.#root, path), { recursive: true });
  }

  /** @param path As the gate admitted it. */
  file(path: string, isProgram: boolean): OpenFile {
    const target = join(this.#root, path);
    mkdirSync(dirname(target), { recursive: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
    const file = openSync(target, flags, isProgram ? PROGRAM_MODE : FILE_MODE);
    let fileBytes = 0;
    return {
      write: (bytes) => {
        fileBytes += bytes.length;
        this.#gate.taking(bytes.length, fileBytes, path);
        for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
        this.#onBytes(this.#gate.takenBytes);
      },
      close: () => closeSync(file),
    };
  }
}
