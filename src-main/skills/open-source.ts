/** Brings what a source holds, checked and unpacked, into a job's folder. */
import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import type { SkillInstallSource } from '../../src-shared/schemas/skill-job.ts';
import type { SkillSource } from '../../src-shared/schemas/skills.ts';
import type { FoundRepository, GithubSource } from './github-source.ts';
import { UNPACK_LIMITS, type UnpackLimits } from './limits.ts';
import type { SkillFiles } from './skill-files.ts';
import type { JobControl } from './skill-jobs.ts';
import { refuse } from './skill-refusal.ts';
import type { SkillTasks } from './skill-thread.ts';
import type { SkillUploads } from './skill-uploads.ts';
import type { UnpackedCandidate } from './tasks.ts';

export interface SourceOpenerOptions {
  readonly github: GithubSource;
  readonly uploads: SkillUploads;
  readonly files: SkillFiles;
  readonly tasks: SkillTasks;
  /** For tests: less room. */
  readonly limits?: UnpackLimits;
}

export interface OpenedSource {
  /** Folder that everything was unpacked to. */
  readonly root: string;
  readonly candidates: readonly UnpackedCandidate[];
  /** What is remembered of a skill that is installed from a folder in the source. */
  readonly sourceOf: (path: string) => SkillSource;
}

/** What of a job a source needs; several sources of one job lie beside each other. */
export type OpenControl = Pick<JobControl, 'signal' | 'folder' | 'change' | 'progress'>;

export class SourceOpener {
  readonly #options: SourceOpenerOptions;

  constructor(options: SourceOpenerOptions) {
    this.#options = options;
  }

  /** Rejects with SkillRefusal, or with the signal's reason. */
  async open(source: SkillInstallSource, control: OpenControl): Promise<OpenedSource> {
    switch (source.kind) {
      case 'github':
        return this.openRepository(await this.#options.github.find(source.text, control.signal), control);
      case 'zip':
        return this.openZip({ name: basename(source.path), file: await this.#existing(source.path) }, source.path, control);
      case 'upload':
        return this.openZip(this.#options.uploads.whole(source.uploadId), null, control);
      case 'folder':
        return this.openFolder(await this.#existing(source.path), control);
    }
  }

  async openRepository(found: FoundRepository, control: OpenControl): Promise<OpenedSource> {
    const { owner, repo, ref, commit, path: under } = found;
    const archive = join(control.folder, 'archive.tar.gz');
    await this.#options.github.fetch(found, archive, control.signal, control.progress);
    const unpacked = await this.#unpack({ kind: 'tar', from: archive, under, stripped: 1, sourceName: repo }, control);
    await this.#options.files.remove(archive);
    return { ...unpacked, sourceOf: (path) => ({ kind: 'github', owner, repo, ref, commit, path }) };
  }

  /** @param origin Where it can be found again; null: nowhere. */
  async openZip(
    { name, file }: { readonly name: string; readonly file: string },
    origin: string | null,
    control: OpenControl,
  ): Promise<OpenedSource> {
    const sourceName = basename(name, extname(name));
    const unpacked = await this.#unpack({ kind: 'zip', from: file, under: '', stripped: 0, sourceName }, control);
    return { ...unpacked, sourceOf: (path) => ({ kind: 'zip', name, file: origin === null ? null : resolve(origin), path }) };
  }

  async openFolder(folder: string, control: OpenControl): Promise<OpenedSource> {
    const unpacked = await this.#unpack({ kind: 'folder', from: folder, under: '', stripped: 0, sourceName: basename(folder) }, control);
    return { ...unpacked, sourceOf: (path) => ({ kind: 'folder', folder: resolve(folder), path }) };
  }

  async #unpack(
    what: { kind: 'tar' | 'zip' | 'folder'; from: string; under: string; stripped: number; sourceName: string },
    { signal, folder, change, progress }: OpenControl,
  ): Promise<Omit<OpenedSource, 'sourceOf'>> {
    change({ phase: 'checking', doneBytes: 0, totalBytes: null });
    const root = join(folder, 'unpacked');
    const limits = { ...(this.#options.limits ?? UNPACK_LIMITS) };
    const onProgress = (doneBytes: number) => progress(doneBytes, null);
    return { root, candidates: await this.#options.tasks.run('unpack', { ...what, to: root, limits }, { signal, onProgress }) };
  }

  async #existing(path: string): Promise<string> {
    const isThere = isAbsolute(path) && (await this.#options.files.exists(path));
    return isThere ? this.#options.files.real(path) : refuse('source-not-found', { what: path });
  }
}
