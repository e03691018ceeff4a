/**
 * What we write in one of Claude Code's folders: settings.json with its journal, and two values in other files that are switched on and
 * off. Which file holds what the client knows of itself is looked up each time: an old client's lies elsewhere.
 */
import { AppError } from '../../src-shared/app-error.ts';
import { CLAUDE_SWITCHES, type ClaudeSwitch, type ClaudeSwitchName } from '../../src-shared/schemas/claude-settings.ts';
import type { KeepBackup } from './claude-backups.ts';
import { ClaudeConfigFile } from './claude-config-file.ts';
import type { ClaudeFolder } from './claude-folders.ts';
import { ClaudeSettings, type ClaudeSettingsOptions } from './claude-settings.ts';
import { nodeFileOperations } from './file-operations.ts';
import { FileSwitch } from './file-switch.ts';
import { configFileOf, olderConfigFile } from './known-projects.ts';
import { inPlace } from './text-tasks.ts';

/** One file on the disk for each, so that each change is undone by itself. */
export type JournalName = 'settings' | ClaudeSwitchName | 'onboarding-older';

export interface OpenedFolderOptions extends Omit<ClaudeSettingsOptions, 'file' | 'journalFile'> {
  readonly keep: KeepBackup;
  readonly journalOf: (name: JournalName) => string;
}

/** What each switch writes. */
const SWITCH_VALUES = {
  onboarding: { key: 'hasCompletedOnboarding', value: true },
  plugin: { key: 'primaryApiKey', value: 'any' },
} as const;

interface SwitchedFile {
  readonly file: string;
  readonly config: ClaudeConfigFile;
  readonly found: FileSwitch;
}

export class OpenedFolder {
  readonly place: ClaudeFolder;
  readonly settings: ClaudeSettings;
  readonly #options: OpenedFolderOptions;
  readonly #config: SwitchedFile;
  readonly #older: SwitchedFile;
  readonly #plugin: SwitchedFile;

  constructor(place: ClaudeFolder, options: OpenedFolderOptions) {
    this.place = place;
    this.#options = options;
    this.settings = new ClaudeSettings({ ...options, file: place.settingsFile, journalFile: options.journalOf('settings') });
    this.#config = this.#open(place.configFile, 'onboarding', 'onboarding');
    this.#older = this.#open(olderConfigFile(place), 'onboarding', 'onboarding-older');
    this.#plugin = this.#open(place.pluginFile, 'plugin', 'plugin');
  }

  /** The one that the client uses now. */
  configFile(): Promise<string> {
    return configFileOf(this.place, this.#options.files ?? nodeFileOperations);
  }

  /** All that may be written here. */
  files(): readonly string[] {
    return [this.place.settingsFile, ...this.#all().map(({ file }) => file)];
  }

  switches(): Promise<readonly ClaudeSwitch[]> {
    return Promise.all(CLAUDE_SWITCHES.map(async (name) => describeSwitch(name, await this.#inUse(name))));
  }

  /** @throws as FileSwitch does. */
  async setSwitch(name: ClaudeSwitchName, isOn: boolean): Promise<void> {
    if (isOn) return (await this.#inUse(name)).found.switchOn();
    // Also where it was switched on while the client used another file.
    for (const { found } of name === 'onboarding' ? [this.#config, this.#older] : [this.#plugin]) await found.switchOff();
  }

  /** For the start. Never rejects. */
  async recoverAfterCrash(): Promise<void> {
    await this.settings.recoverAfterCrash();
    for (const { found } of this.#all()) await found.recover();
  }

  /** Puts a copy from before in the place of one of `files`. A settings.json that is applied is undone before and applied again after. */
  async putBack(file: string, bytes: Buffer): Promise<void> {
    const other = this.#all().find((one) => one.file === file);
    if (other !== undefined) {
      await other.config.rewrite('replace', async () => bytes);
      return;
    }
    const wasApplied = ['applied', 'unread', 'overridden'].includes(this.settings.state().kind);
    if (wasApplied) await this.settings.restore();
    await this.settings.replace(bytes);
    if (wasApplied) await this.settings.apply({ takeOver: false });
  }

  #all(): readonly SwitchedFile[] {
    return [this.#config, this.#older, this.#plugin];
  }

  async #inUse(name: ClaudeSwitchName): Promise<SwitchedFile> {
    if (name === 'plugin') return this.#plugin;
    return (await this.configFile().catch(() => this.place.configFile)) === this.#older.file ? this.#older : this.#config;
  }

  #open(file: string, name: ClaudeSwitchName, journal: JournalName): SwitchedFile {
    const { files = nodeFileOperations, logger, clock, keep, journalOf, texts = inPlace } = this.#options;
    // The client takes no lock for the file of its plugin.
    const config = new ClaudeConfigFile({ file, files, logger, hasLock: name === 'onboarding', keep, texts });
    const found = new FileSwitch({ file, config, journalFile: journalOf(journal), ...SWITCH_VALUES[name], files, clock, texts });
    return { file, config, found };
  }
}

async function describeSwitch(name: ClaudeSwitchName, { file, found }: SwitchedFile): Promise<ClaudeSwitch> {
  const what = { name, file, key: SWITCH_VALUES[name].key };
  try {
    return { ...what, state: await found.state(), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...what, state: 'unreadable', problem: error.message };
  }
}
