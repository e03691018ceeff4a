/**
 * One value in a file of Claude Code's that the user switches on and off: written with a journal, so that switching off brings
 * back exactly what was there, after a crash or a restart of ours too. What others change meanwhile stays theirs.
 */
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../platform/clock.ts';
import type { ClaudeConfigFile } from './claude-config-file.ts';
import type { FileOperations } from './file-operations.ts';
import { fileDigest, type Journal, type JournalRead, readJournal, removeJournal, temporaryJournal, valueDigest, writeJournal } from './journal.ts';
import { readJsonValues } from './json-text.ts';
import { explained } from './replace-file.ts';
import { inPlace, type TextWork } from './text-tasks.ts';

export interface FileSwitchOptions {
  readonly file: string;
  /** Opens the same file, with its lock if it has one. */
  readonly config: ClaudeConfigFile;
  readonly journalFile: string;
  /** At the top of the file. */
  readonly key: string;
  readonly value: unknown;
  readonly files: FileOperations;
  readonly clock: Clock;
  /** Left out: on this thread. */
  readonly texts?: TextWork;
}

export type SwitchState = 'off' | 'on' | 'foreign';

export class FileSwitch {
  readonly #options: FileSwitchOptions;

  constructor(options: FileSwitchOptions) {
    this.#options = options;
  }

  /** @throws CLAUDE_SETTINGS_BROKEN, CLAUDE_SETTINGS_UNWRITABLE when the file cannot be read. */
  async state(): Promise<SwitchState> {
    const { config, key, value } = this.#options;
    if (!isDeepStrictEqual(structuredClone((await config.values())[key]), value)) return 'off';
    return (await this.#journal()).kind === 'found' ? 'on' : 'foreign';
  }

  /** Does nothing when the value is there, whoever wrote it. @throws as ClaudeConfigFile.rewrite does. */
  async switchOn(): Promise<void> {
    const { file, config, key, value, files, journalFile, texts = inPlace } = this.#options;
    const created = await this.#makeFolders();
    await config.rewrite('switch', async ({ target, temporaryFile, current }) => {
      const values = readJsonValues(current, file);
      if (isDeepStrictEqual(structuredClone(values[key]), value)) return current;
      const wanted = await texts.run('edit', { bytes: current, edits: [{ path: [key], value }], file });
      await writeJournal(files, journalFile, {
        version: 1,
        target,
        // Nobody's run: it stays until it is switched off.
        owner: { instanceId: '', pid: 0, baseUrl: '' },
        writtenAtMs: this.#options.clock.nowMs(),
        original: current === null ? null : current.toString('base64'),
        createdFolders: [...created],
        replaceable: [fileDigest(wanted), ...(current === null ? [] : [fileDigest(current)])],
        temporaryFile,
        keys: [{ key, path: [key], written: [valueDigest(value)], ...(Object.hasOwn(values, key) ? { before: values[key] } : {}) }],
      });
      return wanted;
    });
  }

  /** Does nothing when the value is not ours. @throws as ClaudeConfigFile.rewrite does; the journal is kept then. */
  async switchOff(): Promise<void> {
    const found = await this.#journal();
    if (found.kind === 'found') await this.#undo(found.journal);
  }

  /** For the start: clears up after a crash. A switch that was about to be set or taken back counts as off. Never rejects. */
  async recover(): Promise<void> {
    const { files, journalFile } = this.#options;
    await files.remove(temporaryJournal(journalFile)).catch(() => undefined);
    const found = await this.#journal();
    if (found.kind !== 'found') return;
    await files.remove(found.journal.temporaryFile).catch(() => undefined);
    // A file that cannot be read now may be readable at the next start.
    const state = await this.state().catch(() => null);
    if (state === 'off') await this.#forget(found.journal).catch(() => undefined);
  }

  async #undo(journal: Journal): Promise<void> {
    const { file, config, texts = inPlace } = this.#options;
    await config.rewrite('switch', ({ current }) => texts.run('undo', { current, journal, file }), journal.temporaryFile);
    await this.#forget(journal);
  }

  async #forget(journal: Journal): Promise<void> {
    const { files, journalFile } = this.#options;
    for (const folder of journal.createdFolders.toReversed()) await explained(folder, () => files.removeFolderIfEmpty(folder));
    await removeJournal(files, journalFile);
  }

  #journal(): Promise<JournalRead> {
    return readJournal(this.#options.files, this.#options.journalFile);
  }

  /** @returns Those that were not there, outermost first. */
  async #makeFolders(): Promise<readonly string[]> {
    const { file, files } = this.#options;
    const missing: string[] = [];
    for (let folder = dirname(file); (await files.info(folder)) === null && dirname(folder) !== folder; folder = dirname(folder))
      missing.unshift(folder);
    for (const folder of missing) await explained(folder, () => files.makeFolder(folder));
    return missing;
  }
}
