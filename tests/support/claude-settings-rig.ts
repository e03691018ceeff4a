/** ClaudeSettings on real files in a folder of its own, as one run of the app after another sees them. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ClaudeSettings, type ClaudeSettingsOptions } from '../../src-main/claude-code/claude-settings.ts';
import type { ClaudeValues } from '../../src-main/claude-code/plan-edit.ts';
import { CaptureLogger } from './capture-logger.ts';
import { FakeClock } from './fake-clock.ts';

export const TOKEN = `cp-${'a1'.repeat(32)}`;
export const VALUES: ClaudeValues = {
  baseUrl: 'http://127.0.0.1:9000',
  token: TOKEN,
  apiTimeoutMs: 600_000,
  attributionHeader: true,
  disableNonessentialTraffic: true,
};

export class ClaudeSettingsRig {
  readonly claudeFolder: string;
  readonly file: string;
  readonly dataFolder: string;
  readonly journalFile: string;
  readonly logger = new CaptureLogger();
  readonly clock = new FakeClock();
  #runs = 0;

  private constructor(folder: string) {
    this.claudeFolder = join(folder, '.claude');
    this.file = join(this.claudeFolder, 'settings.json');
    this.dataFolder = join(folder, 'data');
    this.journalFile = join(this.dataFolder, 'claude-settings.journal.json');
  }

  /** @param content Of settings.json; null: neither the file nor its folder exists. */
  static async create(folder: string, content: string | Buffer | null): Promise<ClaudeSettingsRig> {
    const rig = new ClaudeSettingsRig(folder);
    await mkdir(rig.dataFolder, { recursive: true });
    if (content !== null) {
      await mkdir(rig.claudeFolder, { recursive: true });
      await writeFile(rig.file, content);
    }
    return rig;
  }

  /** The next start of the app; earlier ones count as dead unless told otherwise. */
  run(options: Partial<ClaudeSettingsOptions> & { readonly value?: Partial<ClaudeValues> } = {}): ClaudeSettings {
    this.#runs += 1;
    const { value, ...rest } = options;
    return new ClaudeSettings({
      file: this.file,
      journalFile: this.journalFile,
      instance: { id: `run ${this.#runs}`, pid: 1_000 + this.#runs },
      isInstanceAlive: async () => false,
      values: () => ({ ...VALUES, ...value }),
      clock: this.clock,
      logger: this.logger,
      ...rest,
    });
  }

  async env(): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(this.file, 'utf8')).env;
  }

  text(): Promise<string> {
    return readFile(this.file, 'utf8');
  }

  /** Every file of both folders with its content and mode: what must be as before. */
  async snapshot(): Promise<Readonly<Record<string, string>>> {
    const result: Record<string, string> = {};
    for (const folder of [this.claudeFolder, this.dataFolder]) {
      const names = await readdir(folder).catch(() => null);
      if (names === null) continue;
      result[folder] = 'folder';
      for (const name of names.sort()) {
        const path = join(folder, name);
        result[path] = `${((await stat(path)).mode & 0o777).toString(8)} ${(await readFile(path)).toString('base64')}`;
      }
    }
    return result;
  }
}
