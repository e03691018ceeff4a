/**
 * All files of Claude Code's that we edit, in one folder or in several: each folder has its own settings.json with its own journal and
 * its own two switches; the backups lie together. Folders come and go with the settings of the app.
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import {
  CLAUDE_SWITCHES,
  type ClaudeBackup,
  type ClaudeBackupDiff,
  type ClaudeConflict,
  type ClaudeFolderView,
  type ClaudeSwitch,
  type ClaudeSwitchName,
} from '../../src-shared/schemas/claude-settings.ts';
import type { ClaudeDiff, ClaudeSettingsState } from '../../src-shared/schemas/status.ts';
import type { ClaudeBackups } from './claude-backups.ts';
import { ClaudeConfigFile } from './claude-config-file.ts';
import { findConflicts } from './claude-conflicts.ts';
import { type ClaudeFolder, claudeFolders } from './claude-folders.ts';
import { ClaudeSettings, type ClaudeSettingsOptions } from './claude-settings.ts';
import { nodeFileOperations } from './file-operations.ts';
import { FileSwitch } from './file-switch.ts';
import { readJournal } from './journal.ts';
import { maskText, unifiedDiff } from './line-diff.ts';
import { planEdit } from './plan-edit.ts';

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

interface OpenFolder {
  readonly place: ClaudeFolder;
  readonly settings: ClaudeSettings;
  readonly config: ClaudeConfigFile;
  readonly plugin: ClaudeConfigFile;
  readonly switches: Readonly<Record<ClaudeSwitchName, FileSwitch>>;
}

/** What each switch writes. */
const SWITCH_VALUES = {
  onboarding: { key: 'hasCompletedOnboarding', value: true },
  plugin: { key: 'primaryApiKey', value: 'any' },
} as const;

export class ClaudeFiles {
  readonly #options: ClaudeFilesOptions;
  /** Also those that are no longer among the user's: their edits must be undone all the same. */
  readonly #open = new Map<string, OpenFolder>();

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
        const { folder, isDefault, settingsFile, configFile, pluginFile } = place;
        const isThere = (await files.info(folder).catch(() => null)) !== null;
        return { folder, isDefault, settingsFile, configFile, pluginFile, isThere, state: this.#opened(place).settings.state() };
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
    for (const place of this.#places()) {
      const { settings, switches } = this.#opened(place);
      await settings.recoverAfterCrash();
      for (const name of CLAUDE_SWITCHES) await switches[name].recover();
    }
    for (const stray of await this.#strayJournals()) {
      await new ClaudeSettings({ ...this.#options, ...stray, keep: this.#options.backups.keep }).recoverAfterCrash();
    }
  }

  async switches(folder?: string): Promise<readonly ClaudeSwitch[]> {
    const { place, switches } = this.#folder(folder);
    return Promise.all(CLAUDE_SWITCHES.map((name) => describeSwitch(name, place, switches[name])));
  }

  async setSwitch(name: ClaudeSwitchName, isOn: boolean, folder?: string): Promise<readonly ClaudeSwitch[]> {
    const found = this.#folder(folder).switches[name];
    await this.#telling(isOn ? found.switchOn() : found.switchOff());
    return this.switches(folder);
  }

  async conflicts(folder?: string): Promise<readonly ClaudeConflict[]> {
    const { environment, platform, expectedValues, values, files = nodeFileOperations } = this.#options;
    const edits = planEdit({}, (expectedValues ?? values)());
    const ours = (key: string) => edits.find((edit) => edit.key === key)?.value;
    return findConflicts({ folder: this.#folder(folder).place, environment, platform, files, ours });
  }

  async backups(folder?: string): Promise<readonly ClaudeBackup[]> {
    const { settingsFile, configFile, pluginFile } = this.#folder(folder).place;
    return this.#options.backups.list([settingsFile, configFile, pluginFile]);
  }

  async backupDiff(id: string): Promise<ClaudeBackupDiff> {
    const { backup, bytes } = await this.#options.backups.read(id);
    const now = await (this.#options.files ?? nodeFileOperations).read(backup.file);
    return { file: backup.file, diff: maskText(unifiedDiff((now ?? Buffer.alloc(0)).toString('utf8'), bytes.toString('utf8'), backup.file)) };
  }

  /** A settings.json that is applied is undone before and applied again after, so that Claude Code stays connected. */
  async restoreBackup(id: string): Promise<ClaudeBackup> {
    const { backup, bytes } = await this.#options.backups.read(id);
    const owner = this.#places().map((place) => this.#opened(place));
    const found = owner.find(({ place }) => [place.settingsFile, place.configFile, place.pluginFile].includes(backup.file));
    if (found === undefined) throw new AppError('CONFIG_INVALID', `${backup.file} lies in no folder of Claude Code that is in use`, { field: 'id' });
    await this.#telling(putBack(found, backup.file, bytes));
    return backup;
  }

  #places(): readonly ClaudeFolder[] {
    return claudeFolders(this.#options.environment, this.#options.further());
  }

  #folder(folder: string | undefined): OpenFolder {
    const places = this.#places();
    const place = folder === undefined ? places[0] : places.find((one) => one.folder === folder);
    if (place === undefined) {
      const known = places.map((one) => one.folder).join(', ');
      throw new AppError('CONFIG_INVALID', `${folder ?? ''} is none of the folders of Claude Code that are in use: ${known}`, { field: 'folder' });
    }
    return this.#opened(place);
  }

  #opened(place: ClaudeFolder): OpenFolder {
    const open = this.#open.get(place.folder) ?? this.#openFolder(place);
    this.#open.set(place.folder, open);
    return open;
  }

  #openFolder(place: ClaudeFolder): OpenFolder {
    const { files = nodeFileOperations, logger, clock } = this.#options;
    const { keep } = this.#options.backups;
    const config = new ClaudeConfigFile({ file: place.configFile, files, logger, hasLock: true, keep });
    const plugin = new ClaudeConfigFile({ file: place.pluginFile, files, logger, hasLock: false, keep });
    const switchOf = (name: ClaudeSwitchName, opened: ClaudeConfigFile, file: string) =>
      new FileSwitch({ file, config: opened, journalFile: this.#journalOf(place, name), ...SWITCH_VALUES[name], files, clock });
    return {
      place,
      settings: new ClaudeSettings({ ...this.#options, file: place.settingsFile, journalFile: this.#journalOf(place, 'settings'), keep }),
      config,
      plugin,
      switches: { onboarding: switchOf('onboarding', config, place.configFile), plugin: switchOf('plugin', plugin, place.pluginFile) },
    };
  }

  /** The folder in use keeps the name it always had; the others are told apart by a digest of their path. */
  #journalOf({ folder, isDefault }: ClaudeFolder, what: 'settings' | ClaudeSwitchName): string {
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
    const ours = names.filter((name) => /^claude-settings(?:\.[0-9a-f]{16})?\.journal\.json$/.test(name));
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

async function describeSwitch(name: ClaudeSwitchName, place: ClaudeFolder, found: FileSwitch): Promise<ClaudeSwitch> {
  const what = { name, file: name === 'onboarding' ? place.configFile : place.pluginFile, key: SWITCH_VALUES[name].key };
  try {
    return { ...what, state: await found.state(), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...what, state: 'unreadable', problem: error.message };
  }
}

async function putBack({ place, settings, config, plugin }: OpenFolder, file: string, bytes: Buffer): Promise<void> {
  if (file !== place.settingsFile) {
    await (file === place.configFile ? config : plugin).rewrite('replace', async () => bytes);
    return;
  }
  const wasApplied = ['applied', 'unread', 'overridden'].includes(settings.state().kind);
  if (wasApplied) await settings.restore();
  await settings.replace(bytes);
  if (wasApplied) await settings.apply({ takeOver: false });
}
