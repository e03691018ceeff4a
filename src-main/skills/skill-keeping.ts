/** Reads and writes what is kept of skills in the data folder: records of installs, disabled skills, backups. Order of steps: skill-store.ts. */
import { join } from 'node:path';
import type { z } from 'zod';
import {
  type Disabled,
  disabledSchema,
  ENTRY_FILE,
  type Installed,
  installedSchema,
  KEPT_SKILL,
  type KeptBackup,
  KeptFolders,
  keptBackupSchema,
  type Outside,
  outsideSchema,
} from './kept-records.ts';
import { MAX_BACKUPS } from './limits.ts';
import type { SkillFiles } from './skill-files.ts';

export class SkillKeeping {
  readonly folders: KeptFolders;
  readonly #files: SkillFiles;

  constructor(root: string, files: SkillFiles) {
    this.folders = new KeptFolders(root);
    this.#files = files;
  }

  installed(key: string): Promise<Installed | null> {
    return this.#read(this.folders.installedFile(key), installedSchema);
  }

  allInstalled(): Promise<ReadonlyMap<string, Installed>> {
    return this.#all(this.folders.installed, (name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length), name] : null), installedSchema);
  }

  async writeInstalled(key: string, record: Installed): Promise<void> {
    await this.#write(this.folders.installed, this.folders.installedFile(key), record);
  }

  /** Null takes the record away. */
  async setInstalled(key: string, record: Installed | null): Promise<void> {
    if (record === null) await this.#files.remove(this.folders.installedFile(key));
    else await this.writeInstalled(key, record);
  }

  disabled(key: string): Promise<Disabled | null> {
    return this.#entry(this.folders.disabledFolder(key), disabledSchema);
  }

  allDisabled(): Promise<ReadonlyMap<string, Disabled>> {
    return this.#allEntries(this.folders.disabled, disabledSchema);
  }

  async writeDisabled(key: string, record: Disabled): Promise<void> {
    await this.#write(this.folders.disabledFolder(key), join(this.folders.disabledFolder(key), ENTRY_FILE), record);
  }

  backup(id: string): Promise<KeptBackup | null> {
    return this.#entry(this.folders.backupFolder(id), keptBackupSchema);
  }

  allBackups(): Promise<ReadonlyMap<string, KeptBackup>> {
    return this.#allEntries(this.folders.backups, keptBackupSchema);
  }

  async writeBackup(id: string, record: KeptBackup): Promise<void> {
    await this.#write(this.folders.backupFolder(id), join(this.folders.backupFolder(id), ENTRY_FILE), record);
  }

  /** Keeps the newest; those without a skill in them come from a step that never happened. */
  async pruneBackups(): Promise<void> {
    const kept = [...(await this.allBackups())].toSorted(([, a], [, b]) => b.createdAtMs - a.createdAtMs);
    for (const [id] of kept.slice(MAX_BACKUPS)) await this.#files.remove(this.folders.backupFolder(id));
  }

  /** Removes kept folders without a skill in them. */
  async removeEmpty(): Promise<void> {
    for (const folder of [this.folders.disabled, this.folders.backups]) {
      for (const name of await this.#files.names(folder)) {
        if (!(await this.#files.exists(join(folder, name, KEPT_SKILL)))) await this.#files.remove(join(folder, name));
      }
    }
  }

  async writeOutside(id: string, record: Outside): Promise<void> {
    await this.#write(this.folders.outside, this.folders.outsideFile(id), record);
  }

  async removeOutside(id: string): Promise<void> {
    await this.#files.remove(this.folders.outsideFile(id));
  }

  allOutside(): Promise<ReadonlyMap<string, Outside>> {
    return this.#all(this.folders.outside, (name) => [name.replace(/\.json$/, ''), name], outsideSchema);
  }

  async #write(folder: string, file: string, record: unknown): Promise<void> {
    await this.#files.makePrivateFolder(folder);
    await this.#files.write(file, `${JSON.stringify(record, null, 2)}\n`);
  }

  /** Only with the skill itself in it. */
  async #entry<T>(folder: string, schema: z.ZodType<T>): Promise<T | null> {
    const entry = await this.#read(join(folder, ENTRY_FILE), schema);
    return entry !== null && (await this.#files.exists(join(folder, KEPT_SKILL))) ? entry : null;
  }

  async #allEntries<T>(folder: string, schema: z.ZodType<T>): Promise<ReadonlyMap<string, T>> {
    const entries = new Map<string, T>();
    for (const name of await this.#files.names(folder)) {
      const entry = await this.#entry(join(folder, name), schema);
      if (entry !== null) entries.set(name, entry);
    }
    return entries;
  }

  async #all<T>(folder: string, keyOf: (name: string) => readonly [string, string] | null, schema: z.ZodType<T>): Promise<ReadonlyMap<string, T>> {
    const records = new Map<string, T>();
    for (const name of await this.#files.names(folder)) {
      const named = keyOf(name);
      const record = named === null ? null : await this.#read(join(folder, named[1]), schema);
      if (named !== null && record !== null) records.set(named[0], record);
    }
    return records;
  }

  async #read<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
    const text = await this.#files.read(file);
    if (text === null) return null;
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      // Of a newer version, or damaged.
      return null;
    }
  }
}
