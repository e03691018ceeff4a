/**
 * Connects Claude Code to the proxy by editing its settings.json, and takes every trace of it back: at restore, and at
 * the next start after a crash. Order is everything here: first the journal is on the disk, then the edit; first the undo
 * is on the disk, then the journal goes. Wherever the process ends, the next start finds out what to do.
 */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { ClaudeDiff, ClaudeSettingsState } from '../../src-shared/schemas/status.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import type { ApplyPlan } from './apply-plan.ts';
import { type CarryOutParts, carryOut, putInPlace, replacementOf, undo } from './carry-out.ts';
import { type KeepBackup, keepNothing } from './claude-backups.ts';
import { type FileOperations, nodeFileOperations } from './file-operations.ts';
import { type Journal, type JournalRead, readJournal, setJournalAside, temporaryJournal } from './journal.ts';
import type { ClaudeValues } from './plan-edit.ts';
import { changedMeanwhile, explained, MAX_TRIES } from './replace-file.ts';
import { inPlace, type TextWork } from './text-tasks.ts';

/** Who wrote into settings.json; what is not known is null. */
export interface InstanceOwner {
  readonly instanceId: string | null;
  readonly pid: number | null;
  readonly baseUrl: string | null;
}

export interface ClaudeSettingsOptions {
  /** Claude Code's settings.json, see claudeSettingsPath. */
  readonly file: string;
  readonly journalFile: string;
  readonly instance: { readonly id: string; readonly pid: number };
  /** Whether that Code Proxy still runs. It is never asked about this instance. */
  readonly isInstanceAlive: (owner: InstanceOwner) => Promise<boolean>;
  readonly values: () => ClaudeValues;
  /** What `values` will be after a start, as far as it is known; for a diff while nothing runs. Left out: the same. */
  readonly expectedValues?: () => ClaudeValues;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Left out: the real ones. */
  readonly files?: FileOperations;
  /** Keeps a copy of the file before each write; left out: none is kept. */
  readonly keep?: KeepBackup;
  /** Left out: on this thread. */
  readonly texts?: TextWork;
}

/** `CLAUDE_CONFIG_DIR`, else `~/.claude`. */
export function claudeSettingsPath(environment: Readonly<Record<string, string | undefined>>): string {
  const chosen = environment.CLAUDE_CONFIG_DIR;
  return join(chosen === undefined || chosen === '' ? join(homedir(), '.claude') : chosen, 'settings.json');
}

export class ClaudeSettings {
  readonly #options: ClaudeSettingsOptions;
  readonly #files: FileOperations;
  readonly #texts: TextWork;
  readonly #parts: CarryOutParts;
  readonly #queue = new SerialQueue();
  readonly #listeners = new Set<(state: ClaudeSettingsState) => void>();
  #state: ClaudeSettingsState;

  constructor(options: ClaudeSettingsOptions) {
    this.#options = options;
    this.#files = options.files ?? nodeFileOperations;
    const { file, journalFile, logger, texts = inPlace } = options;
    this.#texts = texts;
    this.#parts = { files: this.#files, file, journalFile, logger, texts, keep: options.keep ?? keepNothing };
    this.#state = { kind: 'unmanaged', file: options.file, message: "Claude Code's settings are left alone in this run." };
  }

  state(): ClaudeSettingsState {
    return this.#state;
  }

  /** @returns A function that ends the subscription. Listeners must not throw. */
  onChange(listener: (state: ClaudeSettingsState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What apply would change now, credentials masked. @throws CLAUDE_SETTINGS_BROKEN, CLAUDE_SETTINGS_UNWRITABLE */
  diff(): Promise<ClaudeDiff> {
    return this.#queue.run(async () => {
      const { expectedValues, values, journalFile } = this.#options;
      const plan = await this.#plan(await readJournal(this.#files, journalFile), (expectedValues ?? values)());
      this.#noteOverridden(plan);
      return this.#texts.run('describe', { current: plan.current, wanted: plan.wanted, file: this.#options.file });
    });
  }

  /**
   * Writes our keys. Doing it again after a change of port or token keeps what the user had at first.
   * @throws CLAUDE_SETTINGS_BROKEN, _TAKEN (another live Code Proxy), _UNWRITABLE, _CHANGED_MEANWHILE; the file is then as it was.
   */
  apply(options: { readonly takeOver: boolean }): Promise<ClaudeSettingsState> {
    return this.#queue.run(async () => {
      try {
        for (let tries = 0; tries < MAX_TRIES; tries += 1) {
          const found = await this.#readableJournal();
          const plan = await this.#plan(found, this.#options.values());
          if (!options.takeOver) await this.#refuseTaken(plan, found);
          if (await carryOut(this.#parts, plan, found)) return this.#applied(plan);
        }
        throw changedMeanwhile(this.#options.file);
      } catch (error) {
        this.#setState('refused', error instanceof AppError ? error.message : 'The settings could not be written; the log says why.');
        throw error;
      }
    });
  }

  /** Undoes our edit; with nothing to undo it does nothing. @throws as apply does; the journal is kept then, for another try. */
  restore(): Promise<ClaudeSettingsState> {
    return this.#queue.run(async () => {
      const found = await readJournal(this.#files, this.#options.journalFile);
      if (found.kind === 'none') {
        const message = 'There is nothing of ours in the file.';
        return this.#state.kind === 'unmanaged' ? { ...this.#state, message } : this.#setState('restored', message);
      }
      if (found.kind === 'unreadable') throw this.#damagedJournal(this.#options.journalFile);
      if (await this.#isOfLiveOther(found.journal)) throw taken(this.#options.file);
      try {
        await undo(this.#parts, found.journal);
      } catch (error) {
        this.#setState('refused', error instanceof AppError ? error.message : 'The settings could not be put back; the log says why.');
        throw error;
      }
      return this.#setState('restored', "Claude Code's settings are as they were before.");
    });
  }

  /**
   * For the start: undoes what a run that crashed left behind. Never rejects, because a start must not fail for it; what
   * went wrong is in the log and in state().
   */
  recoverAfterCrash(): Promise<'nothing' | 'restored' | 'left'> {
    return this.#queue.run(async () => {
      try {
        await this.#files.remove(temporaryJournal(this.#options.journalFile));
        await this.#removeLeftCopy();
        const found = await readJournal(this.#files, this.#options.journalFile);
        if (found.kind === 'none') return 'nothing';
        if (found.kind === 'unreadable') {
          throw this.#damagedJournal(await setJournalAside(this.#files, this.#options.journalFile, this.#options.clock.nowMs()));
        }
        if (this.#isOwn(found.journal) || (await this.#isOfLiveOther(found.journal))) return 'left';
        await undo(this.#parts, found.journal);
        this.#options.logger.info("undid an earlier run's edit of the settings of Claude Code", { file: found.journal.target });
        this.#setState('restored', "An earlier run ended without putting Claude Code's settings back; that was done now.");
        return 'restored';
      } catch (error) {
        this.#options.logger.error("an earlier run's edit of the settings of Claude Code could not be undone", { error });
        this.#setState('refused', error instanceof AppError ? error.message : 'The edit of an earlier run could not be undone; the log says why.');
        return 'left';
      }
    });
  }

  /**
   * Puts a copy from before in the place of the file. What a Code Proxy had written into it is left out, because its address is long
   * gone. To be called only while nothing of ours is in the file. @throws as apply does, and DATA_FOLDER_UNWRITABLE.
   */
  replace(bytes: Buffer): Promise<void> {
    return this.#queue.run(async () => {
      const cleaned = await this.#texts.run('clean', { bytes, file: this.#options.file });
      await putInPlace(this.#parts, await this.#target(), cleaned);
    });
  }

  /** A file that cannot be reached has none, and whoever needs it will say what is wrong. */
  async #removeLeftCopy(): Promise<void> {
    await this.#target()
      .then((target) => this.#files.remove(replacementOf(target)))
      .catch(() => undefined);
  }

  #target(): Promise<string> {
    const { file } = this.#options;
    return explained(file, () => this.#files.target(file));
  }

  async #plan(found: JournalRead, values: ClaudeValues): Promise<ApplyPlan> {
    const { file, instance, clock } = this.#options;
    const target = await this.#target();
    return this.#texts.run('plan', {
      file,
      target,
      current: await explained(file, () => this.#files.read(target)),
      earlier: found.kind === 'found' && found.journal.target === target ? found.journal : null,
      values,
      instance,
      nowMs: clock.nowMs(),
      missingFolders: await this.#missingFolders(target),
    });
  }

  #applied({ unread }: ApplyPlan): ClaudeSettingsState {
    if (unread === null) return this.#setState('applied', 'Claude Code is connected to the proxy.');
    const { line, what } = unread;
    const why = `Claude Code reads plain JSON only, and line ${line} of the file has ${what}: nothing in it is in effect, our variables neither`;
    return this.#setState('unread', `${why}. Remove it and apply again, or start Claude Code with "code-proxy launch".`);
  }

  async #refuseTaken(plan: ApplyPlan, found: JournalRead): Promise<void> {
    if (found.kind === 'found' && (await this.#isOfLiveOther(found.journal))) throw taken(this.#options.file);
    const url = plan.proxyUrl;
    const isOurs = url === this.#options.values().baseUrl || (found.kind === 'found' && found.journal.owner.baseUrl === url);
    if (url === null || isOurs) return;
    if (await this.#options.isInstanceAlive({ instanceId: null, pid: null, baseUrl: url })) throw taken(this.#options.file);
  }

  #isOwn(journal: Journal): boolean {
    return journal.owner.instanceId === this.#options.instance.id;
  }

  async #isOfLiveOther(journal: Journal): Promise<boolean> {
    return !this.#isOwn(journal) && (await this.#options.isInstanceAlive(journal.owner));
  }

  async #missingFolders(target: string): Promise<readonly string[]> {
    const missing: string[] = [];
    for (let folder = dirname(target); (await this.#files.info(folder)) === null && dirname(folder) !== folder; folder = dirname(folder)) {
      missing.unshift(folder);
    }
    return missing;
  }

  #noteOverridden(plan: ApplyPlan): void {
    if (this.#state.kind !== 'applied' && this.#state.kind !== 'unread') return;
    if (plan.address === this.#options.values().baseUrl) return;
    this.#setState('overridden', 'Another program changed the address in the file. Apply again to connect Claude Code to the proxy.');
  }

  /** For apply: a damaged journal is kept under another name and does not stand in the way. */
  async #readableJournal(): Promise<JournalRead> {
    const found = await readJournal(this.#files, this.#options.journalFile);
    if (found.kind !== 'unreadable') return found;
    const kept = await setJournalAside(this.#files, this.#options.journalFile, this.#options.clock.nowMs());
    this.#options.logger.warn('a damaged journal of an earlier edit of the settings of Claude Code was set aside', { kept });
    return { kind: 'none' };
  }

  #damagedJournal(where: string): AppError {
    const message = `An earlier edit of ${this.#options.file} cannot be undone, because its journal is damaged (${where}). Look at "env" in the settings file and remove ANTHROPIC_BASE_URL and ANTHROPIC_AUTH_TOKEN if they are of Code Proxy.`;
    return new AppError('CLAUDE_SETTINGS_BROKEN', message, { repair: 'open-claude-settings' });
  }

  #setState(kind: ClaudeSettingsState['kind'], message: string): ClaudeSettingsState {
    const next = { kind, file: this.#options.file, message };
    const isNew = next.kind !== this.#state.kind || next.message !== this.#state.message;
    this.#state = next;
    if (isNew) for (const listener of this.#listeners) listener(next);
    return next;
  }
}

function taken(file: string): AppError {
  return new AppError('CLAUDE_SETTINGS_TAKEN', `Another running Code Proxy has connected Claude Code through ${file}. Stop it, or take over.`, {
    repair: 'take-over',
  });
}
