/**
 * Decides which file a log line lands in: `name.log` until it is full, then it becomes `name.1.log` and older ones move up.
 * All asynchronous. A file or folder that somebody removed is made again.
 */
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { errorCodeOf } from './error-code.ts';
import type { LineSink } from './line-queue.ts';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from './private-files.ts';

export interface RotatingFileOptions {
  readonly path: string;
  /** A file does not grow beyond this, unless one chunk alone is larger. */
  readonly maxBytes: number;
  /** How many files are kept, the current one included; at least 1. */
  readonly files: number;
  /** How often the path is looked at, whether it is still our file; default 1 s. */
  readonly lookEveryMs?: number;
}

/** Two calls of the file system: too much for each write of a busy log. */
const LOOK_EVERY_MS = 1_000;

export class RotatingFile implements LineSink {
  readonly #options: RotatingFileOptions;
  #file: FileHandle | null = null;
  #sizeBytes = 0;
  /** On performance.now(). */
  #lookedAtMs = 0;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
  }

  async write(chunk: string): Promise<void> {
    const bytes = Buffer.from(chunk);
    try {
      let file = await this.#current();
      if (this.#sizeBytes > 0 && this.#sizeBytes + bytes.length > this.#options.maxBytes) {
        await this.close();
        await this.#rotate();
        file = await this.#current();
      }
      await file.appendFile(bytes);
      this.#sizeBytes += bytes.length;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  async #current(): Promise<FileHandle> {
    if (this.#file !== null && !(await this.#isStillThere(this.#file))) await this.close();
    if (this.#file !== null) return this.#file;
    const { path } = this.#options;
    await mkdir(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const file = await open(path, 'a', PRIVATE_FILE_MODE);
    this.#file = file;
    if (process.platform !== 'win32') await file.chmod(PRIVATE_FILE_MODE);
    this.#sizeBytes = (await file.stat()).size;
    return file;
  }

  /** False when the path was removed, renamed or replaced under our open handle. */
  async #isStillThere(file: FileHandle): Promise<boolean> {
    if (performance.now() - this.#lookedAtMs < (this.#options.lookEveryMs ?? LOOK_EVERY_MS)) return true;
    this.#lookedAtMs = performance.now();
    try {
      const [ours, there] = await Promise.all([file.stat(), stat(this.#options.path)]);
      return ours.ino === there.ino && ours.dev === there.dev;
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  async #rotate(): Promise<void> {
    const oldest = this.#options.files - 1;
    await rm(this.#numbered(oldest), { force: true });
    for (let number = oldest; number > 0; number -= 1) {
      try {
        await rename(this.#numbered(number - 1), this.#numbered(number));
      } catch (error) {
        // Not that many files yet.
        if (errorCodeOf(error) !== 'ENOENT') throw error;
      }
    }
  }

  #numbered(number: number): string {
    if (number === 0) return this.#options.path;
    const { dir, name, ext } = parse(this.#options.path);
    return join(dir, `${name}.${number}${ext}`);
  }
}
