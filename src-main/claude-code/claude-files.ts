/**
 * All files of Claude Code's that we edit, in one folder or in several: each folder has its own settings.json with its own journal and
 * its own two switches; the backups lie together. Folders come and go with the settings of the app.
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type {
  ClaudeBackup,
  ClaudeBackupDiff,
  ClaudeConflict,
  ClaudeFolderView,
  ClaudeSwitch,
  ClaudeSwitchName,
} from '../../src-shared/schemas/claude-settings.ts';
import type { ClaudeDiff, ClaudeSettingsState } from '../../src-shared/schemas/status.ts';
import { CLAUDE_JOURNAL_NAME } from '../platform/paths.ts';
import type { ClaudeBackups } from './claude-backups.ts';
import { findConflicts } from './claude-conflicts.ts';
import { type ClaudeFolder, claudeFolders } from './claude-folders.ts';
import { ClaudeSettings, type ClaudeSettingsOptions } from './claude-settings.ts';
import { nodeFileOperations } from './file-operations.ts';
import { readJournal } from './journal.ts';
import { type JournalName, OpenedFolder } from './opened-folder.ts';
import { planEdit } from './plan-edit.ts';
import { inPlace } from './text-tasks.ts';

export interface ClaudeFilesOptions extends Omit<ClaudeSettingsOptions, 'file' | 'keep'> {
  /** `journalFile` is that of the folder in use; the others lie beside it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly backups: ClaudeBackups;
  /** Further folders of the user's, as they are now. */
  readonly further: () => readonly string[];
  /** Something else than the state of the folder in use changed. */
  readonly onFilesChanged: () => void;
}

export class ClaudeFiles {
  readonly #options: ClaudeFilesOptions;
  /** Also those that are no longer among the user's: their edits must be undone all the same. */
  readonly #open = new Map<string, OpenedFolder>();

  constructor(options: ClaudeFilesOptions) {
    this.#options = options;
  }

  /** Of the folder in use. */
  state(): ClaudeSettingsState {
    return this.#folder(undefined).settings.state();
  }

  /** @returns A function that ends the subscription. Only of the folder in use. */
  onChange(listener: (state: ClaudeSettingsState) => void): () => void {
    return this.#folder(undefined).settings.onChange(listener);
  }

  async folders(): Promise<readonly ClaudeFolderView[]> {
    const files = this.#options.files ?? nodeFileOperations;
    return Promise.all(
      this.#places().map(async (place) => {
        const { folder, isDefault, settingsFile, pluginFile } = place;
        const opened = this.#opened(place);
        const isThere = (await files.info(folder).catch(() => null)) !== null;
        const configFile = await opened.configFile().catch(() => place.configFile);
        return { folder, isDefault, settingsFile, configFile, pluginFile, isThere, state: opened.settings.state() };
      }),
    );
  }

  async diff(folder?: string): Promise<ClaudeDiff> {
    return this.#folder(folder).settings.diff();
  }

  async apply(options: { readonly takeOver: boolean }, folder?: string): Promise<ClaudeSettingsState> {
    return this.#telling(this.#folder(folder).settings.apply(options));
  }

  async restore(folder?: string): Promise<ClaudeSettingsState> {
    return this.#telling(this.#folder(folder).settings.restore());
  }

  /** Every folder of the user's; what fails is told to `onFailure` and does not keep the others from it. */
  async applyAll(onFailure: (error: unknown) => void): Promise<void> {
    for (const place of this.#places()) await this.#opened(place).settings.apply({ takeOver: false }).catch(onFailure);
    this.#options.onFilesChanged();
  }

  /** Every folder that was opened, the user's or not. */
  async restoreAll(onFailure: (error: unknown) => void): Promise<void> {
    for (const place of this.#places()) this.#opened(place);
    for (const { settings } of this.#open.values()) await settings.restore().catch(onFailure);
    this.#options.onFilesChanged();
  }

  /** Undoes what the settings of the app no longer name. */
  async followFolders(onFailure: (error: unknown) => void): Promise<void> {
    const wanted = new Set(this.#places().map(({ folder }) => folder));
    for (const { place, settings } of this.#open.values()) if (!wanted.has(place.folder)) await settings.restore().catch(onFailure);
    this.#options.onFilesChanged();
  }

  /** For the start, also of folders that the settings no longer name. Never rejects. */
  async recoverAfterCrash(): Promise<void> {
    for (const place of this.#places()) await this.#opened(place).recoverAfterCrash();
    for (const stray of await this.#strayJournals()) {
      await new ClaudeSettings({ ...this.#options, ...stray, keep: this.#options.backups.keep }).recoverAfterCrash();
    }
  }

  async switches(folder?: string): Promise<readonly ClaudeSwitch[]> {
    return this.#folder(folder).switches();
  }

  async setSwitch(name: ClaudeSwitchName, isOn: boolean, folder?: string): Promise<readonly ClaudeSwitch[]> {
    await this.#telling(this.#folder(folder).setSwitch(name, isOn));
    return this.switches(folder);
  }

  async conflicts(folder?: string): Promise<readonly ClaudeConflict[]> {
    const { environment, platform, expectedValues, values, files = nodeFileOperations } = this.#options;
    const edits = planEdit({}, (expectedValues ?? values)());
    const ours = (key: string) => edits.find((edit) => edit.key === key)?.value;
    return findConflicts({ folder: this.#folder(folder).place, environment, platform, files, ours });
  }

  async backups(folder?: string): Promise<readonly ClaudeBackup[]> {
    return this.#options.backups.list(this.#folder(folder).files());
  }

  async backupDiff(id: string): Promise<ClaudeBackupDiff> {
    const { backup, bytes } = await this.#options.backups.read(id);
    const { files = nodeFileOperations, texts = inPlace } = this.#options;
    const before = (await files.read(backup.file)) ?? Buffer.alloc(0);
    return { file: backup.file, diff: await texts.run('compare', { before, after: bytes, file: backup.file }) };
  }

  /** Claude Code stays connected if it was. */
  async restoreBackup(id: string): Promise<ClaudeBackup> {
    const { backup, bytes } = await this.#options.backups.read(id);
    const found = this.#places()
      .map((place) => this.#opened(place))
      .find((opened) => opened.files().includes(backup.file));
    if (found === undefined) throw new AppError('CONFIG_INVALID', `${backup.file} lies in no folder of Claude Code that is in use`, { field: 'id' });
    await this.#telling(found.putBack(backup.file, bytes));
    return backup;
  }

  #places(): readonly ClaudeFolder[] {
    return claudeFolders(this.#options.environment, this.#options.further());
  }

  #folder(folder: string | undefined): OpenedFolder {
    const places = this.#places();
    const place = folder === undefined ? places[0] : places.find((one) => one.folder === folder);
    if (place === undefined) {
      const known = places.map((one) => one.folder).join(', ');
      throw new AppError('CONFIG_INVALID', `${folder ?? ''} is none of the folders of Claude Code that are in use: ${known}`, { field: 'folder' });
    }
    return this.#opened(place);
  }

  #opened(place: ClaudeFolder): OpenedFolder {
    const { keep } = this.#options.backups;
    const open =
      this.#open.get(place.folder) ?? new OpenedFolder(place, { ...this.#options, keep, journalOf: (name) => this.#journalOf(place, name) });
    this.#open.set(place.folder, open);
    return open;
  }

  /** The folder in use keeps the name it always had; the others are told apart by a digest of their path. */
  #journalOf({ folder, isDefault }: ClaudeFolder, what: JournalName): string {
    const { journalFile } = this.#options;
    if (isDefault && what === 'settings') return journalFile;
    const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
    return join(dirname(journalFile), `claude-${what}.${digest}.journal.json`);
  }

  /** Of folders that are not the user's any more. One that cannot be read names no file and is left where it is. */
  async #strayJournals(): Promise<readonly { readonly journalFile: string; readonly file: string }[]> {
    const folder = dirname(this.#options.journalFile);
    const known = this.#places().map((place) => basename(this.#journalOf(place, 'settings')));
    const names = await readdir(folder).catch((): readonly string[] => []);
    const ours = names.filter((name) => CLAUDE_JOURNAL_NAME.test(name));
    const stray = ours.filter((name) => !known.includes(name)).map((name) => join(folder, name));
    const read = await Promise.all(stray.map((journalFile) => readJournal(this.#options.files ?? nodeFileOperations, journalFile)));
    return read.flatMap((found, index) => {
      const journalFile = stray[index];
      return found.kind === 'found' && journalFile !== undefined ? [{ journalFile, file: found.journal.target }] : [];
    });
  }

  async #telling<T>(task: Promise<T>): Promise<T> {
    return task.finally(() => this.#options.onFilesChanged());
  }
}
