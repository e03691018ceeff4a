/**
 * Asks the thread of skills. It starts with the first task and ends when nobody needs it; a task that is given up ends with its thread, in
 * the middle of whatever it was doing, which is why each task writes into a fresh folder only.
 */
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { MS_PER_SECOND } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import { SkillRefusal } from './skill-refusal.ts';
import { type SkillTaskInput, type SkillTaskName, type SkillTaskOutput, TASK_OUTPUTS, taskAnswerSchema } from './tasks.ts';

const IDLE_END_MS = 30 * MS_PER_SECOND;
const WORKER_URL = new URL(`./skills.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
/** Of JavaScript objects. Archives are read in pieces; whoever makes it need more is not worth it. */
const MEMORY_MIB = 256;

export interface SkillTaskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneBytes: number) => void;
}

/** How the rest of this area has tasks done. */
export interface SkillTasks {
  /**
   * Rejects with SkillRefusal when the source is at fault, with the signal's reason when it was given up, and otherwise with an AppError:
   * SKILL_FOLDER_UNWRITABLE when the system refused, INTERNAL.
   */
  run<K extends SkillTaskName>(task: K, input: SkillTaskInput<K>, options?: SkillTaskOptions): Promise<SkillTaskOutput<K>>;
  stop(): Promise<void>;
}

export class SkillThread implements SkillTasks {
  readonly #clock: Clock;
  #idle: Worker | null = null;
  #cancelIdle: CancelTimer | null = null;
  readonly #busy = new Set<Worker>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async run<K extends SkillTaskName>(task: K, input: SkillTaskInput<K>, options: SkillTaskOptions = {}): Promise<SkillTaskOutput<K>> {
    options.signal?.throwIfAborted();
    const worker = this.#take();
    try {
      const output = await this.#ask(worker, task, input, options);
      this.#giveBack(worker);
      const schema: z.ZodType<SkillTaskOutput<K>> = TASK_OUTPUTS[task];
      return schema.parse(output);
    } catch (error) {
      if (error instanceof SkillRefusal || error instanceof AppError) this.#giveBack(worker);
      else await this.#end(worker);
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#cancelIdle?.();
    const workers = [...this.#busy, ...(this.#idle === null ? [] : [this.#idle])];
    this.#idle = null;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #ask(worker: Worker, task: SkillTaskName, input: unknown, { signal, onProgress }: SkillTaskOptions): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const answered = (message: unknown) => {
      const answer = taskAnswerSchema.parse(message);
      if (answer.id !== id) return;
      if (answer.kind === 'progress') onProgress?.(answer.doneBytes);
      else if (answer.kind === 'done') resolve(answer.output);
      else if (answer.kind === 'refused') reject(new SkillRefusal(answer.problem));
      else reject(systemError(answer.code, answer.message));
    };
    const died = (cause: unknown) => reject(new DeadThread('the thread of skills ended', { cause }));
    const givenUp = () => reject(signal?.reason);
    worker.on('message', answered).on('error', died).on('exit', died);
    signal?.addEventListener('abort', givenUp);
    worker.postMessage({ id, task, input });
    return promise.finally(() => {
      worker.off('message', answered).off('error', died).off('exit', died);
      signal?.removeEventListener('abort', givenUp);
    });
  }

  #take(): Worker {
    this.#cancelIdle?.();
    const worker = this.#idle ?? new Worker(WORKER_URL, { name: 'skills', resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB } });
    this.#idle = null;
    worker.ref();
    this.#busy.add(worker);
    return worker;
  }

  #giveBack(worker: Worker): void {
    this.#busy.delete(worker);
    if (this.#idle !== null) {
      void worker.terminate();
      return;
    }
    this.#idle = worker;
    worker.unref();
    this.#cancelIdle = this.#clock.setTimer(IDLE_END_MS, () => {
      this.#idle = null;
      void worker.terminate();
    });
  }

  async #end(worker: Worker): Promise<void> {
    this.#busy.delete(worker);
    await worker.terminate();
  }
}

/** It ran out of memory, or was stopped. */
class DeadThread extends Error {
  override readonly name = 'DeadThread';
}

const DISK_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST']);

export function systemError(code: string | null, message: string): AppError {
  if (code === 'ENOENT') return new AppError('SKILL_NOT_FOUND', message);
  return code !== null && DISK_CODES.has(code) ? new AppError('SKILL_FOLDER_UNWRITABLE', message) : new AppError('INTERNAL', message);
}
