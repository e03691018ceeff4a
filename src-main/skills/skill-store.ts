/**
 * Puts skills in their place, out of sight and into backups. Each step is a rename of a whole folder; what a step needs to be undone or
 * finished is on the disk before it. After a crash every skill is where it was, where it was to go, or in the backups.
 */
import { dirname, join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { type Installed, isId, KEPT_SKILL, type KeptBackup, OUTSIDE_PREFIX, type Outside, randomId } from './kept-records.ts';
import type { SkillFiles } from './skill-files.ts';
import type { SkillKeeping } from './skill-keeping.ts';
import type { SkillSpot } from './skill-places.ts';
import type { SkillTasks } from './skill-thread.ts';

export interface SkillStoreOptions {
  readonly files: SkillFiles;
  readonly keeping: SkillKeeping;
  readonly tasks: SkillTasks;
  readonly clock: Clock;
}

export interface PutOptions {
  /** Checked, in the work folder; it is copied. */
  readonly from: string;
  readonly installed: Installed;
  /** Null: a skill that lies there already is left alone, SKILL_NAME_TAKEN. */
  readonly replace: KeptBackup['reason'] | null;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

export class SkillStore {
  readonly #options: SkillStoreOptions;

  constructor(options: SkillStoreOptions) {
    this.#options = options;
  }

  /** Where the skill lies now; null: nowhere. An enabled one hides a disabled one of the same name. */
  async locate(spot: SkillSpot): Promise<{ readonly path: string; readonly isEnabled: boolean } | null> {
    const { files } = this.#options;
    if (await files.exists(spot.target)) return { path: spot.target, isEnabled: true };
    const kept = this.#disabledSkill(spot);
    return (await files.exists(kept)) ? { path: kept, isEnabled: false } : null;
  }

  /** Installs or updates. A disabled skill that is replaced stays disabled. */
  async put(spot: SkillSpot, { from, installed, replace, signal, onProgress }: PutOptions): Promise<void> {
    const { files, keeping, tasks } = this.#options;
    const there = await this.locate(spot);
    if (there !== null && replace === null) throw nameTaken(spot);
    const target = there?.path ?? spot.target;
    const made = await this.#explained(spot.skillsFolder, () => files.makeFolder(spot.skillsFolder));
    const id = randomId();
    let outside: Outside = {
      folder: await this.#beside(target),
      swap: { target, key: spot.key, backupId: null, before: await keeping.installed(spot.key) },
    };
    await keeping.writeOutside(id, outside);
    try {
      await tasks.run('copy', { from, to: outside.folder, isWhole: false }, { signal, onProgress });
      if (there !== null && replace !== null && outside.swap !== null) {
        const backupId = await this.#beginBackup(spot, there.path, replace);
        outside = { ...outside, swap: { ...outside.swap, backupId } };
        await keeping.writeOutside(id, outside);
        await this.#move(target, join(keeping.folders.backupFolder(backupId), KEPT_SKILL));
      }
      await keeping.writeInstalled(spot.key, installed);
      await this.#explained(target, () => files.rename(outside.folder, target));
    } catch (error) {
      await this.settle(id, outside);
      await this.#removeMade(spot.skillsFolder, made);
      throw error;
    }
    await files.syncFolder(dirname(target));
    await keeping.removeOutside(id);
    await keeping.pruneBackups();
  }

  async disable(spot: SkillSpot): Promise<void> {
    const { keeping, clock, files } = this.#options;
    if (await files.exists(this.#disabledSkill(spot))) await this.#toBackup(spot, this.#disabledSkill(spot), 'replaced');
    await keeping.writeDisabled(spot.key, {
      place: spot.place,
      skillsFolder: spot.skillsFolder,
      folderName: spot.folderName,
      disabledAtMs: clock.nowMs(),
    });
    await this.#move(spot.target, this.#disabledSkill(spot));
  }

  /** SKILL_NAME_TAKEN */
  async enable(spot: SkillSpot): Promise<void> {
    const { files, keeping } = this.#options;
    if (await files.exists(spot.target)) throw nameTaken(spot);
    await this.#explained(spot.skillsFolder, () => files.makeFolder(spot.skillsFolder));
    await this.#move(this.#disabledSkill(spot), spot.target);
    await files.remove(keeping.folders.disabledFolder(spot.key));
  }

  /** @returns Id of the backup. */
  async remove(spot: SkillSpot, there: { readonly path: string; readonly isEnabled: boolean }): Promise<string> {
    const { files, keeping } = this.#options;
    const id = await this.#toBackup(spot, there.path, 'removed');
    await keeping.setInstalled(spot.key, null);
    if (!there.isEnabled) await files.remove(keeping.folders.disabledFolder(spot.key));
    await keeping.pruneBackups();
    return id;
  }

  /** To where it was, enabled. SKILL_NAME_TAKEN, SKILL_NOT_FOUND. */
  async restore(id: string, spot: SkillSpot, replace: boolean): Promise<void> {
    const { files, keeping } = this.#options;
    const backup = await keeping.backup(id);
    if (backup === null) throw new AppError('SKILL_NOT_FOUND', 'there is no such backup any more');
    const there = await this.locate(spot);
    if (there !== null && !replace) throw nameTaken(spot);
    if (there !== null) await this.#toBackup(spot, there.path, 'replaced');
    await this.#explained(spot.skillsFolder, () => files.makeFolder(spot.skillsFolder));
    await this.#move(join(keeping.folders.backupFolder(id), KEPT_SKILL), spot.target);
    await keeping.setInstalled(spot.key, backup.installed);
    await files.remove(keeping.folders.backupFolder(id));
    await files.remove(keeping.folders.disabledFolder(spot.key));
    await keeping.pruneBackups();
  }

  async deleteBackup(id: string): Promise<void> {
    const { files, keeping } = this.#options;
    if (!isId(id) || (await keeping.backup(id)) === null)
      throw new AppError('SKILL_NOT_FOUND', `there is no backup ${id} of a skill; "code-proxy skill backups" lists them`);
    await files.remove(keeping.folders.backupFolder(id));
  }

  /** Finishes or undoes what an earlier run did not come to the end of. */
  async recover(): Promise<void> {
    const { files, keeping } = this.#options;
    for (const [id, outside] of await keeping.allOutside()) await this.settle(id, outside);
    await files.remove(keeping.folders.work);
    await keeping.removeEmpty();
    await this.#removeTwins();
  }

  /** A move between two file systems that ended half way has left the same skill on both sides: the one that Claude Code sees counts. */
  async #removeTwins(): Promise<void> {
    const { files, keeping, tasks } = this.#options;
    for (const [key, { skillsFolder, folderName }] of await keeping.allDisabled()) {
      const target = join(skillsFolder, folderName);
      if (!(await files.exists(target))) continue;
      const [seen, kept] = await tasks.run('look', [target, join(keeping.folders.disabledFolder(key), KEPT_SKILL)]);
      if (seen?.contentHash !== null && seen?.contentHash === kept?.contentHash) await files.remove(keeping.folders.disabledFolder(key));
    }
  }

  /** Removes a folder outside, after the backup is back in the place of what it was to replace. */
  async settle(id: string, { folder, swap }: Outside): Promise<void> {
    const { files, keeping } = this.#options;
    if (swap !== null && !(await files.exists(swap.target))) {
      const kept = swap.backupId === null ? null : join(keeping.folders.backupFolder(swap.backupId), KEPT_SKILL);
      if (kept !== null && (await files.exists(kept))) await this.#move(kept, swap.target);
      await keeping.setInstalled(swap.key, swap.before);
      if (swap.backupId !== null) await files.remove(keeping.folders.backupFolder(swap.backupId));
    }
    // Only ever a name of ours, whatever the file says.
    if (folder.includes(OUTSIDE_PREFIX)) await files.remove(folder);
    await keeping.removeOutside(id);
  }

  async #toBackup(spot: SkillSpot, path: string, reason: KeptBackup['reason']): Promise<string> {
    const id = await this.#beginBackup(spot, path, reason);
    await this.#move(path, join(this.#options.keeping.folders.backupFolder(id), KEPT_SKILL));
    return id;
  }

  async #beginBackup({ place, skillsFolder, folderName, key }: SkillSpot, path: string, reason: KeptBackup['reason']): Promise<string> {
    const { keeping, tasks, clock } = this.#options;
    const createdAtMs = clock.nowMs();
    const id = `${createdAtMs}-${randomId()}`;
    const [content] = await tasks.run('look', [path]);
    const { description, sizeBytes } = content ?? { description: null, sizeBytes: 0 };
    await keeping.writeBackup(id, {
      place,
      skillsFolder,
      folderName,
      reason,
      createdAtMs,
      description,
      sizeBytes,
      installed: await keeping.installed(key),
    });
    return id;
  }

  /** A rename; between two file systems a copy, which is whole on the disk before the original is taken away at once. */
  async #move(from: string, to: string): Promise<void> {
    const { files, keeping, tasks } = this.#options;
    try {
      await files.rename(from, to);
    } catch (error) {
      if (errorCodeOf(error) !== 'EXDEV') throw unwritable(from, error);
      const partial = await this.#beside(to);
      const [partialId, trashId] = [randomId(), randomId()];
      const trash = await this.#beside(from);
      await keeping.writeOutside(partialId, { folder: partial, swap: null });
      await tasks.run('copy', { from, to: partial, isWhole: true });
      await this.#explained(to, () => files.rename(partial, to));
      await keeping.writeOutside(trashId, { folder: trash, swap: null });
      await this.#explained(from, () => files.rename(from, trash));
      await files.remove(trash);
      await keeping.removeOutside(trashId);
      await keeping.removeOutside(partialId);
    }
    await files.syncFolder(dirname(to));
    await files.syncFolder(dirname(from));
  }

  /** A name beside the folder that the skill lies in: on the same file system, and where Claude Code does not look for skills. */
  async #beside(target: string): Promise<string> {
    const folder = await this.#options.files.real(dirname(target));
    return join(dirname(folder), `${OUTSIDE_PREFIX}${randomId()}`);
  }

  /** Folders that were made for a skill that did not come. */
  async #removeMade(folder: string, made: string | null): Promise<void> {
    if (made === null) return;
    for (let at = folder; at.startsWith(made); at = dirname(at)) await this.#options.files.removeFolderIfEmpty(at);
  }

  #disabledSkill({ key }: SkillSpot): string {
    return join(this.#options.keeping.folders.disabledFolder(key), KEPT_SKILL);
  }

  async #explained<T>(path: string, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      throw unwritable(path, error);
    }
  }
}

export function nameTaken({ folderName, skillsFolder }: SkillSpot): AppError {
  return new AppError('SKILL_NAME_TAKEN', `a skill called ${folderName} lies in ${skillsFolder} already`);
}

function unwritable(path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('SKILL_FOLDER_UNWRITABLE', `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  });
}
