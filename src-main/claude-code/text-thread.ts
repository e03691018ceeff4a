/**
 * Has the texts of Claude Code's files computed where it disturbs nobody: small ones at once, since that takes less than asking, large
 * ones on a thread of their own. It starts with the first large one and ends when there has been none for a while.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../src-shared/app-error.ts';
import { BYTES_PER_KIB, MS_PER_SECOND } from '../../src-shared/units.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import { TEXT_OUTPUTS, type TextQuestion, textAnswerSchema } from './text-messages.ts';
import { performTextTask, type TextTaskInput, type TextTaskName, type TextTaskOutput, type TextWork } from './text-tasks.ts';

/** Below it the longest task takes a few ms. Nearly all files of people's are smaller. */
const MIN_BYTES = 64 * BYTES_PER_KIB;
const IDLE_END_MS = 30 * MS_PER_SECOND;
/** Of JavaScript objects. A file of 16 MiB that has comments needs some 600. */
const MEMORY_MIB = 1_024;
const WORKER_URL = new URL(`./texts.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class TextThread implements TextWork {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #cancelIdle: CancelTimer | null = null;
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async run<K extends TextTaskName>(task: K, input: TextTaskInput<K>): Promise<TextTaskOutput<K>> {
    if (bytesIn(input) < MIN_BYTES) return performTextTask(task, input);
    return TEXT_OUTPUTS[task].parse(await this.#ask(task, input));
  }

  async stop(): Promise<void> {
    this.#cancelIdle?.();
    await this.#worker?.terminate();
  }

  #ask(task: TextTaskName, input: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#cancelIdle?.();
    const worker = this.#worker ?? this.#start();
    worker.postMessage({ id, task, input } satisfies TextQuestion);
    this.#waiting.set(id, { resolve, reject });
    // A command line that waits for nothing else must not end before the answer.
    worker.ref();
    return promise;
  }

  #start(): Worker {
    const worker = new Worker(WORKER_URL, { name: 'texts', resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB } });
    const died = (cause: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      void worker.terminate();
      const error = new AppError('INTERNAL', "the thread that edits Claude Code's files ended; nothing was changed", { cause });
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('message', (message: unknown) => {
      const answer = textAnswerSchema.safeParse(message);
      if (!answer.success) return died(answer.error);
      const waiting = this.#waiting.get(answer.data.id);
      this.#waiting.delete(answer.data.id);
      if (this.#waiting.size === 0) this.#rest(worker);
      if (answer.data.kind === 'done') waiting?.resolve(answer.data.output);
      else waiting?.reject(errorOf(answer.data));
    });
    worker.on('error', died);
    worker.on('exit', died);
    this.#worker = worker;
    return worker;
  }

  #rest(worker: Worker): void {
    worker.unref();
    this.#cancelIdle = this.#clock.setTimer(IDLE_END_MS, () => {
      if (this.#worker === worker) this.#worker = null;
      void worker.terminate();
    });
  }
}

type Refusal = Exclude<ReturnType<typeof textAnswerSchema.parse>, { readonly kind: 'done' }>;

function errorOf(answer: Refusal): AppError {
  if (answer.kind === 'failed') return new AppError('INTERNAL', answer.message);
  return new AppError(answer.code, answer.message, answer.repair === null ? {} : { repair: answer.repair });
}

/** Of all texts in a question, the journal's copy of the original among them. */
function bytesIn(input: object): number {
  return Object.values(input).reduce<number>((sum, value: unknown) => {
    if (value instanceof Uint8Array) return sum + value.length;
    const hasOriginal = typeof value === 'object' && value !== null && 'original' in value && typeof value.original === 'string';
    return hasOriginal ? sum + String(value.original).length : sum;
  }, 0);
}
