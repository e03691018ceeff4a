/**
 * Keeps the jobs: their progress and end, their work folder, and how they are given up. What a job put aside is gone when it has ended,
 * however it ended; one that waits for a choice is given up after an hour.
 */
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { SkillJob, SkillJobProgress } from '../../src-shared/schemas/skill-job.ts';
import { MS_PER_HOUR } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { randomId } from './kept-records.ts';
import type { SkillFiles } from './skill-files.ts';
import { problem, SkillRefusal } from './skill-refusal.ts';

/** Downloads at the same time; more are a mistake. */
const MAX_RUNNING = 4;
const MAX_KEPT = 20;
const PROGRESS_EVERY_MS = 250;

export interface SkillJobsOptions {
  readonly files: SkillFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workFolder: string;
  /** Resolves when what an earlier run left behind is gone. */
  readonly ready: () => Promise<void>;
  readonly publish: (progress: SkillJobProgress) => void;
}

/** What a running step of a job may do. */
export interface JobControl {
  readonly id: string;
  readonly signal: AbortSignal;
  /** Of its own; it is there. */
  readonly folder: string;
  change(patch: Partial<Pick<SkillJob, 'phase' | 'title' | 'doneBytes' | 'totalBytes' | 'candidates' | 'updates' | 'results'>>): void;
  progress(doneBytes: number, totalBytes: number | null): void;
}

type JobStep = (control: JobControl) => Promise<void>;

interface Job {
  view: SkillJob;
  readonly folder: string;
  readonly aborter: AbortController;
  readonly onEnd: () => void;
  running: Promise<void>;
  toldAtMs: number;
  cancelExpiry: CancelTimer | null;
}

export class SkillJobs {
  readonly #options: SkillJobsOptions;
  readonly #jobs = new Map<string, Job>();

  constructor(options: SkillJobsOptions) {
    this.#options = options;
  }

  /** @param onEnd  Called once, when it has ended. @throws SKILL_REFUSED when too many run. */
  start(kind: SkillJob['kind'], title: string, step: JobStep, onEnd: () => void): SkillJob {
    const active = [...this.#jobs.values()].filter(({ view }) => !isOver(view) && view.phase !== 'choosing').length;
    if (active >= MAX_RUNNING) throw new AppError('SKILL_REFUSED', `${MAX_RUNNING} jobs on skills run already; wait for one to end`);
    this.#forgetOld();
    const id = randomId();
    const view: SkillJob = {
      id,
      kind,
      phase: 'downloading',
      title,
      doneBytes: 0,
      totalBytes: null,
      candidates: [],
      updates: [],
      results: [],
      problem: null,
      startedAtMs: this.#options.clock.nowMs(),
    };
    const job: Job = {
      view,
      folder: join(this.#options.workFolder, id),
      aborter: new AbortController(),
      onEnd,
      running: Promise.resolve(),
      toldAtMs: Number.NEGATIVE_INFINITY,
      cancelExpiry: null,
    };
    this.#jobs.set(id, job);
    this.#run(job, step);
    return job.view;
  }

  /** Goes on after the choice. @throws SKILL_REFUSED when it does not wait for one. */
  proceed(id: string, step: JobStep): SkillJob {
    const job = this.#get(id);
    if (job.view.phase !== 'choosing') throw new AppError('SKILL_REFUSED', 'this job waits for no choice; begin again');
    job.cancelExpiry?.();
    this.#change(job, { phase: 'installing', doneBytes: 0, totalBytes: null });
    this.#run(job, step);
    return job.view;
  }

  get(id: string): SkillJob {
    return this.#get(id).view;
  }

  /** The newest first. */
  list(): readonly SkillJob[] {
    return [...this.#jobs.values()].map(({ view }) => view).toReversed();
  }

  async cancel(id: string): Promise<SkillJob> {
    const job = this.#get(id);
    if (isOver(job.view)) return job.view;
    job.aborter.abort(new Cancelled());
    await job.running;
    // It had come to its choice, or to its end, in the meantime.
    if (job.view.phase === 'choosing') await this.#end(job, { phase: 'cancelled' });
    return job.view;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map((id) => this.cancel(id)));
  }

  #run(job: Job, step: JobStep): void {
    job.running = this.#perform(job, step).catch((error: unknown) => this.#options.logger.error('a job on skills could not be ended', { error }));
  }

  async #perform(job: Job, step: JobStep): Promise<void> {
    try {
      await this.#options.ready();
      await this.#options.files.makePrivateFolder(job.folder);
      job.aborter.signal.throwIfAborted();
      await step(this.#control(job));
      job.aborter.signal.throwIfAborted();
      if (job.view.phase === 'choosing') this.#expireLater(job);
      else await this.#end(job, { phase: 'done' });
    } catch (error) {
      await this.#end(job, this.#failure(error));
    }
  }

  #failure(error: unknown): Partial<SkillJob> {
    if (error instanceof Cancelled) return { phase: 'cancelled' };
    if (error instanceof SkillRefusal) return { phase: 'failed', problem: error.problem };
    this.#options.logger.error('a job on skills failed', { error });
    if (error instanceof AppError && error.code === 'SKILL_FOLDER_UNWRITABLE')
      return { phase: 'failed', problem: problem('not-writable', { path: '', reason: error.message }) };
    return { phase: 'failed', problem: problem('interrupted') };
  }

  async #end(job: Job, patch: Partial<SkillJob>): Promise<void> {
    job.cancelExpiry?.();
    await this.#options.files
      .remove(job.folder)
      .catch((error: unknown) => this.#options.logger.warn('the work folder of a job stays until the next start', { error }));
    job.onEnd();
    this.#change(job, patch);
  }

  #control(job: Job): JobControl {
    return {
      id: job.view.id,
      signal: job.aborter.signal,
      folder: job.folder,
      change: (patch) => this.#change(job, patch),
      progress: (doneBytes, totalBytes) => {
        job.view = { ...job.view, doneBytes, totalBytes };
        const nowMs = this.#options.clock.monotonicMs();
        if (nowMs - job.toldAtMs < PROGRESS_EVERY_MS) return;
        job.toldAtMs = nowMs;
        this.#tell(job);
      },
    };
  }

  #change(job: Job, patch: Partial<SkillJob>): void {
    job.view = { ...job.view, ...patch };
    this.#tell(job);
  }

  #tell({ view: { id, phase, doneBytes, totalBytes } }: Job): void {
    this.#options.publish({ id, phase, doneBytes, totalBytes });
  }

  #expireLater(job: Job): void {
    job.cancelExpiry = this.#options.clock.setTimer(MS_PER_HOUR, () => void this.cancel(job.view.id));
  }

  #forgetOld(): void {
    const over = [...this.#jobs].filter(([, { view }]) => isOver(view));
    const earliestMs = this.#options.clock.nowMs() - MS_PER_HOUR;
    const tooMany = over.length - MAX_KEPT;
    for (const [at, [id, { view }]] of over.entries()) if (at <= tooMany || view.startedAtMs < earliestMs) this.#jobs.delete(id);
  }

  #get(id: string): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new AppError('SKILL_NOT_FOUND', 'there is no such job any more');
    return job;
  }
}

class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

function isOver({ phase }: SkillJob): boolean {
  return phase === 'done' || phase === 'failed' || phase === 'cancelled';
}
