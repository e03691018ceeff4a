/**
 * Changes .claude.json while Claude Code itself may be writing it: under the client's own lock, which is a folder beside the file, the
 * file is read anew, edited and replaced. Whoever does not take that lock loses updates (measured with the real client).
 */
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { AppError } from '../../src-shared/app-error.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { type BackupReason, type KeepBackup, keepNothing } from './claude-backups.ts';
import type { JsonEdit } from './edit-json.ts';
import type { FileOperations } from './file-operations.ts';
import { readJsonValues } from './json-text.ts';
import { changedMeanwhile, explained, MAX_TRIES, replaceFile } from './replace-file.ts';
import { inPlace, type TextWork } from './text-tasks.ts';

export interface ClaudeConfigFileOptions {
  /** .claude.json, or another JSON file that is written in the same way. */
  readonly file: string;
  readonly files: FileOperations;
  readonly logger: Logger;
  /** False for .mcp.json, for which the client takes no lock. */
  readonly hasLock: boolean;
  /** Permission bits of a file that is made; left out: private. */
  readonly newMode?: number;
  /** Keeps a copy of the file before each write; left out: none is kept. */
  readonly keep?: KeepBackup;
  /** Left out: on this thread. */
  readonly texts?: TextWork;
}

/** What a change is planned on. */
export interface Rewrite {
  /** After symbolic links. */
  readonly target: string;
  /** Where the new content lies for a moment; a crash may leave it there. */
  readonly temporaryFile: string;
  /** Null: there is no file. */
  readonly current: Buffer | null;
}

/** The client waits as long before it takes a lock over. */
const STALE_MS = 10_000;
/** 25 tries, 200 ms apart: 5 s in all. */
const LOCK_RETRIES = { retries: 25, factor: 1, minTimeout: 200, maxTimeout: 200 } as const;

export class ClaudeConfigFile {
  readonly #options: ClaudeConfigFileOptions;
  readonly #queue = new SerialQueue();

  constructor(options: ClaudeConfigFileOptions) {
    this.#options = options;
  }

  /** Its content; an empty object when there is no file. @throws CLAUDE_SETTINGS_BROKEN, CLAUDE_SETTINGS_UNWRITABLE */
  async values(): Promise<Readonly<Record<string, unknown>>> {
    const { file, files } = this.#options;
    return readJsonValues(await explained(file, async () => files.read(await files.target(file))), file);
  }

  /**
   * @param plan Says what to change, from what is in the file at that moment; it may be asked again. What it throws is passed on.
   * @returns Whether anything changed.
   * @throws CLAUDE_SETTINGS_BROKEN, _UNWRITABLE, _CHANGED_MEANWHILE (also when the lock is not given up); the file is then as it was.
   */
  edit(plan: (values: Readonly<Record<string, unknown>>) => readonly JsonEdit[]): Promise<boolean> {
    const { file, texts = inPlace } = this.#options;
    return this.rewrite('edit', async ({ current }) => {
      const edits = plan(readJsonValues(current, file));
      const wanted = await texts.run('edit', { bytes: current, edits, file });
      return current === null && wanted.length === 0 ? null : wanted;
    });
  }

  /**
   * As `edit`, for any new content: null means that the file goes, the very buffer that nothing changes.
   * @param leftBy Where the new content lies for a moment, if a journal names it already; left out: a new name.
   */
  rewrite(reason: BackupReason, plan: (found: Rewrite) => Promise<Buffer | null>, leftBy?: string): Promise<boolean> {
    const { file, files, newMode = null, keep = keepNothing } = this.#options;
    return this.#queue.run(async () => {
      const target = await explained(file, () => files.target(file));
      return this.#locked(async (stillLocked) => {
        for (let tries = 0; tries < MAX_TRIES; tries += 1) {
          const current = await explained(file, () => files.read(target));
          const temporaryFile = leftBy ?? join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
          const wanted = await plan({ target, temporaryFile, current });
          if (current === null || wanted === null ? wanted === current : wanted.equals(current)) return false;
          await keep(file, current, reason);
          if (!stillLocked()) throw changedMeanwhile(file);
          if (await replaceFile(files, { target, temporaryFile, expected: current, wanted, newMode })) return true;
        }
        throw changedMeanwhile(file);
      });
    });
  }

  async #locked<T>(task: (stillLocked: () => boolean) => Promise<T>): Promise<T> {
    const { file, logger, hasLock } = this.#options;
    if (!hasLock) return task(() => true);
    let isLost = false;
    const release = await lock(file, {
      lockfilePath: `${file}.lock`,
      realpath: false,
      stale: STALE_MS,
      retries: LOCK_RETRIES,
      onCompromised: (error) => {
        isLost = true;
        logger.warn('the lock of a file of Claude Code was taken away', { file, error });
      },
    }).catch((error: unknown) => {
      if (errorCodeOf(error) === 'ELOCKED') throw changedMeanwhile(file);
      if (error instanceof AppError) throw error;
      return explained<never>(file, () => Promise.reject(error));
    });
    try {
      return await task(() => !isLost);
    } finally {
      // A lock that somebody took over is no longer ours to give back.
      await release().catch(() => undefined);
    }
  }
}
