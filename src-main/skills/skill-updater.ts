/** Looks whether installed skills have changed where they came from, shows how, and puts the new ones in their place. */
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { SkillCheckInput, SkillDiff, SkillJob, SkillUpdate, SkillUpdateInput } from '../../src-shared/schemas/skill-job.ts';
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import type { SkillRef, SkillSource, SkillView } from '../../src-shared/schemas/skills.ts';
import type { GithubSource } from './github-source.ts';
import type { OpenControl, OpenedSource, SourceOpener } from './open-source.ts';
import type { SkillCatalogue } from './skill-catalogue.ts';
import type { SkillFiles } from './skill-files.ts';
import { failureOf, type SkillInstallerOptions } from './skill-installer.ts';
import type { JobControl } from './skill-jobs.ts';
import type { SkillSpot } from './skill-places.ts';
import { problem, SkillRefusal } from './skill-refusal.ts';
import type { UnpackedCandidate } from './tasks.ts';

export interface SkillUpdaterOptions extends Omit<SkillInstallerOptions, 'uploads'> {
  readonly github: GithubSource;
  readonly opener: SourceOpener;
  readonly catalogue: SkillCatalogue;
  readonly files: SkillFiles;
}

type Sourced = SkillView & { readonly source: SkillSource };

interface Ready {
  readonly root: string;
  readonly candidate: UnpackedCandidate;
  readonly source: SkillSource;
}

interface Looked {
  readonly updates: readonly SkillUpdate[];
  /** By refKey, of those that can be updated. */
  readonly ready: ReadonlyMap<string, Ready>;
}

export class SkillUpdater {
  readonly #options: SkillUpdaterOptions;
  readonly #found = new Map<string, Looked>();

  constructor(options: SkillUpdaterOptions) {
    this.#options = options;
  }

  check({ refs, projects }: SkillCheckInput): SkillJob {
    const job = this.#options.jobs.start(
      'update',
      '',
      async (control) => {
        const asked = refs?.flatMap(({ place }) => (place.kind === 'project' ? [place.project] : [])) ?? [];
        const { items } = await this.#options.catalogue.list([...projects, ...asked]);
        const wanted = refs === null ? null : new Set(refs.map((ref) => this.#refKey(ref)));
        const skills = items.filter((item) => (wanted === null ? item.source !== null : wanted.has(this.#refKey(item))));
        const looked = await this.#look(control, skills);
        this.#found.set(control.id, looked);
        control.change({ phase: 'choosing', updates: [...looked.updates] });
      },
      () => void this.#found.delete(job.id),
    );
    return job;
  }

  async diff(id: string, ref: SkillRef): Promise<SkillDiff> {
    const { places, store, tasks } = this.#options;
    const { root, candidate } = this.#ready(id, ref);
    const there = await store.locate(places.spotOf(ref));
    if (there === null) throw new AppError('SKILL_NOT_FOUND', `there is no skill ${ref.folderName} any more`);
    return tasks.run('diff', { before: there.path, after: join(root, candidate.path) });
  }

  async update({ id, refs, overwriteChanges }: SkillUpdateInput): Promise<SkillJob> {
    const { catalogue, places, jobs } = this.#options;
    const chosen: { readonly spot: SkillSpot; readonly ready: Ready }[] = [];
    for (const ref of refs) {
      const ready = this.#ready(id, ref);
      const spot = places.spotOf(ref);
      const { hasLocalChanges } = await catalogue.view(spot);
      if (hasLocalChanges && !overwriteChanges) throw new AppError('SKILL_REFUSED', `${ref.folderName} was changed here since it was installed`);
      chosen.push({ spot, ready });
    }
    return jobs.proceed(id, async (control) => {
      const results: SkillJob['results'] = [];
      for (const { spot, ready } of chosen) {
        results.push(await this.#updateOne(control, spot, ready));
        control.change({ results: [...results] });
      }
    });
  }

  async #updateOne(control: JobControl, spot: SkillSpot, { root, candidate, source }: Ready) {
    const { queue, store, clock, onChange } = this.#options;
    const { place, skillsFolder, folderName } = spot;
    const installed = { place, skillsFolder, folderName, source, contentHash: candidate.contentHash, installedAtMs: clock.nowMs() };
    control.signal.throwIfAborted();
    try {
      const onProgress = (doneBytes: number) => control.progress(doneBytes, candidate.sizeBytes);
      const from = join(root, candidate.path);
      await queue.run(() => store.put(spot, { from, installed, replace: 'updated', signal: control.signal, onProgress }));
      onChange();
      return { path: candidate.path, folderName, ref: { place, folderName }, problem: null };
    } catch (error) {
      if (control.signal.aborted) throw error;
      return { path: candidate.path, folderName, ref: null, problem: failureOf(error, spot) };
    }
  }

  /** Each source is got once, however many skills came from it. */
  async #look(control: JobControl, skills: readonly SkillView[]): Promise<Looked> {
    const groups = Map.groupBy(skills.filter(isSourced), ({ source }) => sourceKey(source));
    const unknown = skills
      .filter((skill) => skill.source === null)
      .map((skill) => updateOf(skill, { state: 'failed', problem: problem('source-unknown') }));
    const updates: SkillUpdate[] = [...unknown];
    const ready = new Map<string, Ready>();
    for (const [at, group] of [...groups.values()].entries()) {
      const folder = join(control.folder, String(at));
      await this.#options.files.makePrivateFolder(folder);
      const looked = await this.#lookAtGroup({ ...control, folder }, group);
      for (const { update, ready: found } of looked) {
        updates.push(update);
        if (found !== null) ready.set(this.#refKey(update.ref), found);
      }
    }
    return { updates, ready };
  }

  async #lookAtGroup(control: OpenControl, group: readonly Sourced[]): Promise<readonly { update: SkillUpdate; ready: Ready | null }[]> {
    try {
      const opened = await this.#open(control, group);
      if (opened === 'same') return group.map((skill) => ({ update: updateOf(skill, { state: 'current', source: skill.source }), ready: null }));
      return await Promise.all(group.map((skill) => this.#compare(skill, opened)));
    } catch (error) {
      if (!(error instanceof SkillRefusal)) throw error;
      const found: SkillProblem = error.problem;
      const state = found.code === 'no-skills' ? 'gone' : 'failed';
      return group.map((skill) => ({ update: updateOf(skill, { state, problem: found }), ready: null }));
    }
  }

  /** `same`: nobody has committed anything, so nothing has to be got. */
  async #open(control: OpenControl, group: readonly Sourced[]): Promise<OpenedSource | 'same'> {
    const { opener, github } = this.#options;
    const source = group[0]?.source;
    if (source === undefined) return 'same';
    if (source.kind === 'folder') return opener.open({ kind: 'folder', path: source.folder }, control);
    if (source.kind === 'zip') {
      if (source.file === null) throw new SkillRefusal(problem('source-unknown'));
      return opener.open({ kind: 'zip', path: source.file }, control);
    }
    control.change({ phase: 'downloading', doneBytes: 0, totalBytes: null });
    const found = await github.findAgain(source, control.signal);
    const isSame = group.every((skill) => skill.source.kind === 'github' && skill.source.commit === found.commit);
    return isSame ? 'same' : opener.openRepository({ ...found, path: commonFolder(group.map((skill) => skill.source.path)) }, control);
  }

  async #compare(skill: Sourced, { root, candidates, sourceOf }: OpenedSource): Promise<{ update: SkillUpdate; ready: Ready | null }> {
    const candidate = candidates.find(({ path }) => path === skill.source.path);
    if (candidate === undefined) return { update: updateOf(skill, { state: 'gone', problem: problem('no-skill-md') }), ready: null };
    const problems = candidate.problems.filter(({ code }) => code !== 'folder-name-invalid');
    if (problems[0] !== undefined) return { update: updateOf(skill, { state: 'failed', problem: problems[0] }), ready: null };
    const source = sourceOf(candidate.path);
    const installed = await this.#options.catalogue.installedHash(this.#options.places.spotOf(skill));
    if (candidate.contentHash === installed) return { update: updateOf(skill, { state: 'current', source }), ready: null };
    const changedFiles = await this.#options.tasks.run('countChanges', { before: skill.path, after: join(root, candidate.path) });
    // Changed here in the very way in which it changed there.
    const state = changedFiles === 0 ? 'current' : 'available';
    return { update: updateOf(skill, { state, source, changedFiles }), ready: { root, candidate, source } };
  }

  #ready(id: string, ref: SkillRef): Ready {
    this.#options.jobs.get(id);
    const found = this.#found.get(id)?.ready.get(this.#refKey(ref));
    if (found === undefined) throw new AppError('SKILL_REFUSED', `there is no update of ${ref.folderName} in this job`);
    return found;
  }

  #refKey(ref: SkillRef): string {
    return this.#options.places.spotOf(ref).key;
  }
}

function isSourced(skill: SkillView): skill is Sourced {
  return skill.source !== null;
}

function updateOf({ place, folderName, hasLocalChanges }: SkillView, rest: Partial<SkillUpdate> & Pick<SkillUpdate, 'state'>): SkillUpdate {
  return { ref: { place, folderName }, problem: null, hasLocalChanges, changedFiles: 0, source: null, ...rest };
}

function sourceKey(source: SkillSource): string {
  if (source.kind === 'github') return JSON.stringify([source.owner, source.repo, source.ref]);
  return JSON.stringify(source.kind === 'zip' ? [source.file, source.name] : [source.folder]);
}

/** The deepest folder that all lie in. */
function commonFolder(paths: readonly string[]): string {
  const [first = [], ...rest] = paths.map((path) => path.split('/'));
  const differing = first.findIndex((part, at) => rest.some((other) => other[at] !== part));
  return (differing === -1 ? first : first.slice(0, differing)).join('/');
}
