/** Claude Code's skills as the admin router asks about them. Changes go one after the other; jobs are in skill-jobs.ts. */
import { AppError } from '../../src-shared/app-error.ts';
import type {
  SkillCheckInput,
  SkillChooseInput,
  SkillDiff,
  SkillFindInput,
  SkillJob,
  SkillJobProgress,
  SkillUpdateInput,
} from '../../src-shared/schemas/skill-job.ts';
import type { SkillBackup, SkillExtra, SkillList, SkillListInput, SkillRef, SkillText, SkillView } from '../../src-shared/schemas/skills.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { GithubSource } from './github-source.ts';
import { isId, type KeptBackup } from './kept-records.ts';
import type { UnpackLimits } from './limits.ts';
import { SourceOpener } from './open-source.ts';
import type { Downloads } from './ports.ts';
import { SkillCatalogue } from './skill-catalogue.ts';
import { nodeSkillFiles, type SkillFiles } from './skill-files.ts';
import { SkillInstaller } from './skill-installer.ts';
import { SkillJobs } from './skill-jobs.ts';
import { SkillKeeping } from './skill-keeping.ts';
import { SkillPlaces, type SkillPlacesOptions } from './skill-places.ts';
import { SkillStore } from './skill-store.ts';
import { type SkillTasks, SkillThread } from './skill-thread.ts';
import { SkillUpdater } from './skill-updater.ts';
import { SkillUploads } from './skill-uploads.ts';

export interface SkillManagerOptions extends SkillPlacesOptions {
  /** In the data folder. */
  readonly folder: string;
  readonly downloads: Downloads;
  /** Base address that repositories are got from. */
  readonly githubUrl: () => string;
  readonly knownProjects: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Skills or backups have changed. */
  readonly onChange: () => void;
  readonly onJob: (progress: SkillJobProgress) => void;
  /** For tests: file steps that may end the process, tasks without a thread of their own, and less room. */
  readonly files?: SkillFiles;
  readonly tasks?: SkillTasks;
  readonly limits?: UnpackLimits;
}

export class SkillManager {
  readonly #options: SkillManagerOptions;
  readonly #queue = new SerialQueue();
  readonly #tasks: SkillTasks;
  readonly #keeping: SkillKeeping;
  readonly #store: SkillStore;
  readonly #places: SkillPlaces;
  readonly #catalogue: SkillCatalogue;
  readonly #uploads: SkillUploads;
  readonly #jobs: SkillJobs;
  readonly #installer: SkillInstaller;
  readonly #updater: SkillUpdater;
  #recovered: Promise<void> | null = null;

  constructor(options: SkillManagerOptions) {
    const { clock, logger, downloads, githubUrl, files = nodeSkillFiles } = options;
    this.#options = options;
    const { tasks = new SkillThread(clock) } = options;
    const keeping = new SkillKeeping(options.folder, files);
    const workFolder = keeping.folders.work;
    const store = new SkillStore({ files, keeping, tasks, clock });
    const places = new SkillPlaces(options);
    const catalogue = new SkillCatalogue({ places, keeping, store, tasks, knownProjects: options.knownProjects });
    const uploads = new SkillUploads({ files, clock, workFolder });
    const jobs = new SkillJobs({ files, clock, logger, workFolder, ready: () => this.start(), publish: options.onJob });
    const github = new GithubSource({ downloads, clock, githubUrl });
    const opener = new SourceOpener({ github, uploads, files, tasks, ...(options.limits === undefined ? {} : { limits: options.limits }) });
    const shared = { jobs, opener, catalogue, places, store, files, tasks, clock, queue: this.#queue, onChange: options.onChange };
    this.#installer = new SkillInstaller({ ...shared, uploads });
    this.#updater = new SkillUpdater({ ...shared, github });
    this.#tasks = tasks;
    this.#keeping = keeping;
    this.#store = store;
    this.#places = places;
    this.#catalogue = catalogue;
    this.#uploads = uploads;
    this.#jobs = jobs;
  }

  /** Once, before anything else is done: finishes or undoes what an earlier run left. A failure is logged; it is tried again next time. */
  start(): Promise<void> {
    this.#recovered ??= this.#store
      .recover()
      .catch((error: unknown) => this.#options.logger.error('left-over files of skills could not be removed', { error }));
    return this.#recovered;
  }

  async stop(): Promise<void> {
    await this.#jobs.stop();
    await this.#queue.idle();
    await this.#tasks.stop();
  }

  async list({ projects }: SkillListInput): Promise<SkillList> {
    await this.start();
    return this.#catalogue.list(projects);
  }

  async read(ref: SkillRef): Promise<SkillText> {
    return this.#catalogue.read(this.#places.spotOf(ref));
  }

  extras({ projects }: SkillListInput): Promise<readonly SkillExtra[]> {
    return this.#catalogue.extras(projects);
  }

  setEnabled(ref: SkillRef, isEnabled: boolean): Promise<SkillView> {
    const spot = this.#places.spotOf(ref);
    return this.#change(async () => {
      const { isEnabled: wasEnabled } = await this.#catalogue.find(spot);
      if (isEnabled && !wasEnabled) await this.#store.enable(spot);
      if (!isEnabled && wasEnabled) await this.#store.disable(spot);
      return this.#catalogue.view(spot);
    });
  }

  remove(ref: SkillRef): Promise<SkillBackup> {
    const spot = this.#places.spotOf(ref);
    return this.#change(async () => {
      const id = await this.#store.remove(spot, await this.#catalogue.find(spot));
      return this.#backup(id);
    });
  }

  async backups(): Promise<readonly SkillBackup[]> {
    await this.start();
    const all = [...(await this.#keeping.allBackups())].toSorted(([, a], [, b]) => b.createdAtMs - a.createdAtMs);
    return all.map(([id, backup]) => viewOf(id, backup));
  }

  restoreBackup(id: string, { replace }: { readonly replace: boolean }): Promise<SkillView> {
    return this.#change(async () => {
      const { place, folderName } = await this.#backup(id);
      const spot = this.#places.spotOf({ place, folderName });
      await this.#store.restore(id, spot, replace);
      return this.#catalogue.view(spot);
    });
  }

  async deleteBackup(id: string): Promise<void> {
    await this.#change(() => this.#store.deleteBackup(id));
  }

  jobs(): readonly SkillJob[] {
    return this.#jobs.list();
  }

  job(id: string): SkillJob {
    return this.#jobs.get(id);
  }

  find(input: SkillFindInput): SkillJob {
    return this.#installer.find(input);
  }

  readCandidate(id: string, path: string): Promise<SkillText> {
    return this.#installer.readCandidate(id, path);
  }

  choose(input: SkillChooseInput): Promise<SkillJob> {
    return this.#installer.choose(input);
  }

  check(input: SkillCheckInput): SkillJob {
    return this.#updater.check(input);
  }

  diff(id: string, ref: SkillRef): Promise<SkillDiff> {
    return this.#updater.diff(id, ref);
  }

  update(input: SkillUpdateInput): Promise<SkillJob> {
    return this.#updater.update(input);
  }

  cancel(id: string): Promise<SkillJob> {
    return this.#jobs.cancel(id);
  }

  async upload({ name, sizeBytes }: { readonly name: string; readonly sizeBytes: number }): Promise<{ readonly uploadId: string }> {
    await this.start();
    return { uploadId: this.#uploads.begin(name, sizeBytes) };
  }

  uploadPart(uploadId: string, offset: number, bytes: Uint8Array): Promise<void> {
    return this.#uploads.add(uploadId, offset, bytes);
  }

  async #change<T>(task: () => Promise<T>): Promise<T> {
    await this.start();
    const result = await this.#queue.run(task);
    this.#options.onChange();
    return result;
  }

  async #backup(id: string): Promise<SkillBackup> {
    const backup = isId(id) ? await this.#keeping.backup(id) : null;
    if (backup === null) throw new AppError('SKILL_NOT_FOUND', `there is no backup ${id} of a skill; "code-proxy skill backups" lists them`);
    return viewOf(id, backup);
  }
}

function viewOf(id: string, { place, folderName, description, reason, createdAtMs, sizeBytes, installed }: KeptBackup): SkillBackup {
  return { id, place, folderName, description, reason, createdAtMs, sizeBytes, source: installed?.source ?? null };
}
