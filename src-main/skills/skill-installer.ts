/** Finds skills in a source, waits for a choice, and installs what was chosen. */
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { SkillChooseInput, SkillFindInput, SkillInstallSource, SkillJob, SkillSelection } from '../../src-shared/schemas/skill-job.ts';
import type { SkillPlace, SkillText } from '../../src-shared/schemas/skills.ts';
import type { Clock } from '../platform/clock.ts';
import type { SerialQueue } from '../platform/serial-queue.ts';
import { folderNameProblem, sameNameKey } from './entry-path.ts';
import type { OpenedSource, SourceOpener } from './open-source.ts';
import { placesWith, type SkillCatalogue } from './skill-catalogue.ts';
import type { SkillFiles } from './skill-files.ts';
import type { JobControl, SkillJobs } from './skill-jobs.ts';
import type { SkillPlaces, SkillSpot } from './skill-places.ts';
import { problem, problemOf } from './skill-refusal.ts';
import type { SkillStore } from './skill-store.ts';
import type { SkillTasks } from './skill-thread.ts';
import type { SkillUploads } from './skill-uploads.ts';
import type { UnpackedCandidate } from './tasks.ts';

export interface SkillInstallerOptions {
  readonly jobs: SkillJobs;
  readonly opener: SourceOpener;
  readonly uploads: SkillUploads;
  readonly catalogue: SkillCatalogue;
  readonly places: SkillPlaces;
  readonly store: SkillStore;
  readonly files: SkillFiles;
  readonly tasks: SkillTasks;
  readonly clock: Clock;
  /** All changes of skills go through it, one after the other. */
  readonly queue: SerialQueue;
  readonly onChange: () => void;
}

interface Chosen {
  readonly candidate: UnpackedCandidate;
  readonly spot: SkillSpot;
  readonly replace: boolean;
}

type Result = SkillJob['results'][number];

export class SkillInstaller {
  readonly #options: SkillInstallerOptions;
  readonly #opened = new Map<string, OpenedSource>();

  constructor(options: SkillInstallerOptions) {
    this.#options = options;
  }

  find({ source, projects }: SkillFindInput): SkillJob {
    const { jobs, uploads } = this.#options;
    const title = source.kind === 'upload' ? uploads.whole(source.uploadId).name : textOf(source);
    const job = jobs.start(
      'install',
      title,
      async (control) => {
        const opened = await this.#options.opener.open(source, control);
        const { items } = await this.#options.catalogue.list(projects);
        this.#opened.set(control.id, opened);
        const candidates = opened.candidates.map((candidate) => ({ ...candidate, existsIn: placesWith(candidate.folderName, items) }));
        control.change({ phase: 'choosing', candidates });
      },
      () => {
        this.#opened.delete(job.id);
        if (source.kind === 'upload') void uploads.drop(source.uploadId);
      },
    );
    return job;
  }

  async readCandidate(id: string, path: string): Promise<SkillText> {
    const { root, candidate } = this.#candidate(id, path);
    return this.#options.tasks.run('read', { folder: join(root, candidate.path) });
  }

  /** Refused as a whole when one of the selections is: the user sees that before anything has landed. */
  async choose({ id, place, selections }: SkillChooseInput): Promise<SkillJob> {
    const opened = this.#get(id);
    const taken = await this.#namesIn(place);
    const chosen = selections.map((selection) => this.#check(id, place, selection, taken));
    const names = chosen.map(({ spot }) => sameNameKey(spot.folderName));
    if (new Set(names).size < names.length) throw new AppError('SKILL_REFUSED', 'two of the chosen skills have the same folder name');
    return this.#options.jobs.proceed(id, (control) => this.#install(control, opened, chosen));
  }

  #check(id: string, place: SkillPlace, { path, folderName, replace }: SkillSelection, taken: ReadonlyMap<string, string>): Chosen {
    const { candidate } = this.#candidate(id, path);
    const name = folderName ?? candidate.folderName;
    // A name of its own may be chosen for a folder whose name cannot be used.
    const problems = candidate.problems.filter(({ code }) => code !== 'folder-name-invalid');
    const found = problems[0] ?? folderNameProblem(name);
    if (found !== undefined && found !== null)
      throw new AppError('SKILL_REFUSED', `${name} cannot be installed: ${found.code}`, { field: 'selections' });
    const spot = this.#options.places.spotOf({ place, folderName: name });
    const there = taken.get(sameNameKey(name));
    if (there !== undefined && (there !== name || !replace)) {
      throw new AppError('SKILL_NAME_TAKEN', `a skill called ${there} lies in ${spot.skillsFolder} already`, { field: 'selections' });
    }
    return { candidate, spot, replace };
  }

  async #install(control: JobControl, opened: OpenedSource, chosen: readonly Chosen[]): Promise<void> {
    const totalBytes = chosen.reduce((sum, { candidate }) => sum + candidate.sizeBytes, 0);
    const results: Result[] = [];
    let doneBytes = 0;
    for (const each of chosen) {
      const before = doneBytes;
      results.push(await this.#installOne(control, opened, each, (bytes) => control.progress(before + bytes, totalBytes)));
      doneBytes += each.candidate.sizeBytes;
      control.change({ results: [...results], doneBytes, totalBytes });
    }
  }

  async #installOne(
    { signal }: JobControl,
    { root, sourceOf }: OpenedSource,
    { candidate: { path, contentHash }, spot, replace }: Chosen,
    onProgress: (doneBytes: number) => void,
  ): Promise<Result> {
    const { store, queue, clock, onChange } = this.#options;
    const { place, skillsFolder, folderName } = spot;
    const installed = { place, skillsFolder, folderName, source: sourceOf(path), contentHash, installedAtMs: clock.nowMs() };
    signal.throwIfAborted();
    try {
      await queue.run(() => store.put(spot, { from: join(root, path), installed, replace: replace ? 'replaced' : null, signal, onProgress }));
      onChange();
      return { path, folderName, ref: { place, folderName }, problem: null };
    } catch (error) {
      if (signal.aborted) throw error;
      return { path, folderName, ref: null, problem: failureOf(error, spot) };
    }
  }

  /** Key of the name → the name. */
  async #namesIn(place: SkillPlace): Promise<ReadonlyMap<string, string>> {
    const { catalogue, places } = this.#options;
    const { skillsFolder } = places.foldersOf(place);
    const { items } = await catalogue.list(place.kind === 'project' ? [place.project] : []);
    const here = items.filter((item) => places.foldersOf(item.place).skillsFolder === skillsFolder);
    return new Map(here.map(({ folderName }) => [sameNameKey(folderName), folderName]));
  }

  #candidate(id: string, path: string): { readonly root: string; readonly candidate: UnpackedCandidate } {
    const { root, candidates } = this.#get(id);
    const candidate = candidates.find((each) => each.path === path);
    if (candidate === undefined)
      throw new AppError('SKILL_NOT_FOUND', `there is no skill in ${path === '' ? 'the top folder' : path} of this source`);
    return { root, candidate };
  }

  #get(id: string): OpenedSource {
    this.#options.jobs.get(id);
    const opened = this.#opened.get(id);
    if (opened === undefined) throw new AppError('SKILL_REFUSED', 'this job waits for no choice; begin again');
    return opened;
  }
}

function textOf(source: Exclude<SkillInstallSource, { kind: 'upload' }>): string {
  return source.kind === 'github' ? source.text : source.path;
}

/** What kept one skill from landing; the others of the job go on. */
export function failureOf(error: unknown, { folderName }: SkillSpot) {
  if (error instanceof AppError) {
    if (error.code === 'SKILL_NAME_TAKEN') return problem('already-there', { name: folderName });
    return problem('not-writable', { path: folderName, reason: error.message });
  }
  return problemOf(error);
}
