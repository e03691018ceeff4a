/**
 * Copies of Claude Code's files, taken before each write of ours: whole files, private, each content once, the newest few of
 * each file. They hold whatever credentials the files hold, so nothing but a masked difference of them is ever shown.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import type { ClaudeBackup } from '../../src-shared/schemas/claude-settings.ts';
import type { Clock } from '../platform/clock.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import type { FileOperations } from './file-operations.ts';

/** Of each file. */
export const MAX_BACKUPS = 20;

export type BackupReason = ClaudeBackup['reason'];

/** Resolves when the copy is on the disk; null (no file) keeps nothing. @throws DATA_FOLDER_UNWRITABLE */
export type KeepBackup = (file: string, bytes: Buffer | null, reason: BackupReason) => Promise<void>;

export const keepNothing: KeepBackup = async () => undefined;

export interface ClaudeBackupsOptions {
  /** Made when it is needed. */
  readonly folder: string;
  readonly files: FileOperations;
  readonly clock: Clock;
}

/** One folder for each file: `of.json` says which, and `<time>-<reason>-<digest>` are the copies. */
const NAME = /^(\d{1,16})-(apply|restore|switch|edit|replace)-([0-9a-f]{16})$/;
const ownerSchema = z.object({ file: z.string() });
const reasonSchema = z.enum(['apply', 'restore', 'switch', 'edit', 'replace']);

export class ClaudeBackups {
  readonly #options: ClaudeBackupsOptions;
  readonly #queue = new SerialQueue();

  constructor(options: ClaudeBackupsOptions) {
    this.#options = options;
  }

  readonly keep: KeepBackup = (file, bytes, reason) =>
    this.#queue.run(async () => {
      if (bytes === null) return;
      try {
        await this.#keep(file, bytes, reason);
      } catch (error) {
        const code = errorCodeOf(error) ?? 'the system gave no reason';
        throw new AppError('DATA_FOLDER_UNWRITABLE', `no backup of ${file} could be kept (${code}), so it was not changed`, { cause: error });
      }
    });

  /** Those of the given files, the newest first. */
  async list(files: readonly string[]): Promise<readonly ClaudeBackup[]> {
    const lists = await Promise.all(files.map((file) => this.#listOf(file)));
    return lists.flat().sort((a, b) => b.takenAtMs - a.takenAtMs || b.id.localeCompare(a.id));
  }

  /** @throws BACKUP_NOT_FOUND */
  async read(id: string): Promise<{ readonly backup: ClaudeBackup; readonly bytes: Buffer }> {
    const [place = '', name = '', ...rest] = id.split('/');
    try {
      if (rest.length > 0 || !/^[0-9a-f]{16}$/.test(place) || !NAME.test(name)) throw new Error('not an id');
      const { file } = ownerSchema.parse(JSON.parse(await readFile(join(this.#options.folder, place, 'of.json'), 'utf8')));
      const backup = (await this.#listOf(file)).find((one) => one.id === id);
      if (backup === undefined) throw new Error('no such copy');
      return { backup, bytes: await readFile(join(this.#options.folder, place, name)) };
    } catch (cause) {
      throw new AppError('BACKUP_NOT_FOUND', `there is no backup ${id}; "code-proxy claude backups" lists them`, { cause });
    }
  }

  async #keep(file: string, bytes: Buffer, reason: BackupReason): Promise<void> {
    const { files, folder, clock } = this.#options;
    const place = join(folder, placeOf(file));
    const kept = await this.#listOf(file);
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const name = `${clock.nowMs()}-${reason}-${digest}`;
    const same = kept.find(({ id }) => id.endsWith(digest));
    if (same !== undefined) {
      // The content is there already: it only becomes the newest again.
      if (basename(same.id) !== name) await files.rename(join(place, basename(same.id)), join(place, name));
      return;
    }
    await files.makeFolder(folder);
    await files.makeFolder(place);
    const temporary = join(place, 'new.tmp');
    const owner = join(place, 'of.json');
    if ((await files.read(owner)) === null) {
      await files.writeSynced(temporary, Buffer.from(JSON.stringify({ file })), null);
      await files.rename(temporary, owner);
    }
    await files.writeSynced(temporary, bytes, null);
    await files.rename(temporary, join(place, name));
    await files.syncFolder(place);
    for (const old of kept.slice(MAX_BACKUPS - 1)) await files.remove(join(place, basename(old.id)));
  }

  async #listOf(file: string): Promise<readonly ClaudeBackup[]> {
    const place = placeOf(file);
    const names = await readdir(join(this.#options.folder, place)).catch((error: unknown) => {
      if (errorCodeOf(error) === 'ENOENT') return [];
      throw error;
    });
    const found = await Promise.all(
      names.flatMap((name) => {
        const parts = NAME.exec(name);
        return parts === null ? [] : [this.#entry(file, `${place}/${name}`, Number(parts[1]), reasonSchema.parse(parts[2]))];
      }),
    );
    return found.flat().sort((a, b) => b.takenAtMs - a.takenAtMs || b.id.localeCompare(a.id));
  }

  async #entry(file: string, id: string, takenAtMs: number, reason: BackupReason): Promise<readonly ClaudeBackup[]> {
    // One that made room for another meanwhile is simply not listed.
    const info = await stat(join(this.#options.folder, id)).catch(() => null);
    return info === null ? [] : [{ id, file, takenAtMs, sizeBytes: info.size, reason }];
  }
}

function placeOf(file: string): string {
  return createHash('sha256').update(file).digest('hex').slice(0, 16);
}
