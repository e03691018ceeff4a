/**
 * The app's settings: read once at start, held in memory, changed all or nothing, written a little later by one
 * asynchronous writer. Only what the user changed is in the file, so that better defaults reach everybody; keys that
 * this version does not know stay in it.
 */
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../src-shared/app-error.ts';
import { type AppSettings, DEFAULT_SETTINGS, type SettingChange, type SettingsView } from '../../src-shared/schemas/settings.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import type { SettingsStore } from './ports.ts';
import { changedDocument, checkSettings, type Document, settingAt } from './settings-document.ts';

export interface SettingsServiceOptions {
  readonly store: SettingsStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Command-line options of this run: they win, are shown, and are never stored. */
  readonly overrides?: readonly SettingChange[];
  /** A broken file stays where it is until a change takes its place, so that the next start of the proxy meets it and waits for the user. */
  readonly leavesBrokenFile?: boolean;
}

export type SettingsListener = (before: AppSettings, after: AppSettings) => void;

/** Which restart a setting waits for; all others take effect at once. */
const NEEDS_RESTART = { proxy: ['proxy.port', 'proxy.host'], app: ['admin.port'] } as const;

/** Waits for further changes of the same moment; short, because a crash within it loses the change. */
const WRITE_DELAY_MS = 200;

export class SettingsService {
  readonly #options: SettingsServiceOptions;
  readonly #listeners = new Set<SettingsListener>();
  readonly #changes = new SerialQueue();
  readonly #writes = new SerialQueue();
  readonly #inUse = new Map<string, unknown>();
  #document: Document = {};
  #current: AppSettings = DEFAULT_SETTINGS;
  #mustSetAside = false;
  #brokenWarning: string | null = null;
  #writeWarning: string | null = null;
  #isUnwritten = false;
  #cancelTimer: CancelTimer | null = null;

  constructor(options: SettingsServiceOptions) {
    this.#options = options;
  }

  /** Reads the file. @throws CONFIG_INVALID for a faulty command-line option, DATA_FOLDER_UNWRITABLE when the file may not be read. */
  async start(): Promise<void> {
    const read = await this.#options.store.read();
    const problem = read.kind === 'unreadable' ? read.problem : read.kind === 'read' ? problemOf(read.document) : null;
    if (problem !== null) await this.#meetBroken(problem);
    else if (read.kind === 'read') this.#document = read.document;
    this.#current = this.#effective(this.#document);
    for (const path of [...NEEDS_RESTART.proxy, ...NEEDS_RESTART.app]) this.#inUse.set(path, settingAt(this.#current, path));
  }

  /** Writes what is still unwritten. @throws DATA_FOLDER_UNWRITABLE */
  async stop(): Promise<void> {
    await this.#changes.idle();
    await this.flush();
  }

  /** True when the file was broken at start: defaults are in use, and the proxy should wait for the user. */
  get isBroken(): boolean {
    return this.#brokenWarning !== null;
  }

  /** For people; empty when nothing is wrong. */
  warnings(): readonly string[] {
    return [this.#brokenWarning, this.#writeWarning].filter((warning) => warning !== null);
  }

  current(): AppSettings {
    return this.#current;
  }

  get(): SettingsView {
    const needsRestart = [...this.#inUse].filter(([path, value]) => !isDeepStrictEqual(settingAt(this.#current, path), value));
    return {
      settings: this.#current,
      needsRestart: needsRestart.map(([path]) => path),
      overridden: (this.#options.overrides ?? []).map((override) => override.path),
    };
  }

  /**
   * All or nothing. Visible and announced when this resolves; in the file a moment later.
   * @throws CONFIG_INVALID with the dotted field.
   */
  change(changes: readonly SettingChange[]): Promise<SettingsView> {
    return this.#changes.run(async () => {
      const document = changedDocument(this.#document, changes);
      checkSettings(document);
      const before = this.#current;
      const after = this.#effective(document);
      if (!isDeepStrictEqual(document, this.#document)) this.#scheduleWrite();
      this.#document = document;
      if (isDeepStrictEqual(before, after)) return this.get();
      this.#current = after;
      for (const listener of this.#listeners) listener(before, after);
      return this.get();
    });
  }

  /** Called when a listener was started afresh with the current settings: they wait for no restart any more. */
  noteStarted(what: 'proxy' | 'app'): void {
    for (const path of NEEDS_RESTART[what]) this.#inUse.set(path, settingAt(this.#current, path));
  }

  /** @returns A function that ends the subscription. Listeners must not throw. */
  onChange(listener: SettingsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes now what is waiting to be written. @throws DATA_FOLDER_UNWRITABLE; the change stays waiting. */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    await this.#write();
  }

  #effective(document: Document): AppSettings {
    const overrides = this.#options.overrides ?? [];
    return checkSettings(overrides.length === 0 ? document : changedDocument(document, overrides));
  }

  #scheduleWrite(): void {
    this.#isUnwritten = true;
    this.#cancelTimer ??= this.#options.clock.setTimer(WRITE_DELAY_MS, () => {
      this.#cancelTimer = null;
      this.#write().catch((error: unknown) => {
        this.#options.logger.error('the settings could not be written; tried again at the next change and at the stop', { error });
      });
    });
  }

  #write(): Promise<void> {
    return this.#writes.run(async () => {
      if (!this.#isUnwritten) return;
      this.#isUnwritten = false;
      try {
        if (this.#mustSetAside) await this.#options.store.setAside();
        this.#mustSetAside = false;
        await this.#options.store.write(this.#document);
        this.#writeWarning = null;
      } catch (error) {
        this.#isUnwritten = true;
        this.#writeWarning = error instanceof AppError ? error.message : 'The settings could not be written.';
        throw error;
      }
    });
  }

  async #meetBroken(problem: string): Promise<void> {
    if (this.#options.leavesBrokenFile !== true) return this.#setBrokenAside(problem);
    this.#mustSetAside = true;
    this.#brokenWarning = `The settings file ${problem}. Default settings are in use here. Correct the file: a change of a setting would set it aside and begin a new one.`;
  }

  async #setBrokenAside(problem: string): Promise<void> {
    const said = `The settings file ${problem}. Default settings are in use and the proxy was not started.`;
    try {
      const kept = await this.#options.store.setAside();
      this.#brokenWarning = `${said} The broken file is kept as ${kept}.`;
    } catch (error) {
      // It must not be overwritten by the next change, so moving it away is tried again then.
      this.#mustSetAside = true;
      this.#brokenWarning = `${said} It could not be moved away.`;
      this.#options.logger.error('the broken settings file could not be moved away', { error });
    }
    this.#options.logger.warn('the settings file is broken', { warning: this.#brokenWarning });
  }
}

function problemOf(document: Document): string | null {
  try {
    checkSettings(document);
    return null;
  } catch (error) {
    return error instanceof AppError ? `has a faulty value (${error.message})` : 'cannot be used';
  }
}
