/**
 * Decides how the relaying side talks to a storage worker: every call is answered once, and a worker that dies fails its
 * open calls and all later ones with STORAGE_FAILED instead of leaving anybody waiting.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../src-shared/app-error.ts';
import type { Logger } from '../platform/logger.ts';
import { type Answer, answerSchema, type CallInput, type CallOutput, type CallTable, parseWith } from './worker-calls.ts';

interface OpenCall {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
}

export interface WorkerClientOptions<T extends CallTable<T>> {
  readonly name: string;
  readonly url: URL;
  readonly calls: T;
  readonly logger: Logger;
}

export class WorkerClient<T extends CallTable<T>> {
  readonly #options: WorkerClientOptions<T>;
  readonly #open = new Map<number, OpenCall>();
  readonly #worker: Worker;
  #lastId = 0;
  #fault: AppError | null = null;

  constructor(options: WorkerClientOptions<T>) {
    this.#options = options;
    this.#worker = new Worker(options.url, { name: options.name });
    this.#worker.on('message', (message: unknown) => this.#answered(message));
    this.#worker.on('messageerror', (error) => this.#died('sent something unreadable', error));
    this.#worker.on('error', (error) => this.#died('failed', error));
    this.#worker.on('exit', (code) => this.#died(`ended with code ${code}`, undefined));
  }

  /** Whether calls can still be answered. */
  get isAlive(): boolean {
    return this.#fault === null;
  }

  /** Why calls can no longer be answered, for people; null while they can. */
  get fault(): string | null {
    return this.#fault?.message ?? null;
  }

  /** Rejects with the worker's AppError, or with STORAGE_FAILED when the worker is gone. Input must be cloneable. */
  async call<K extends keyof T & string>(name: K, input: CallInput<T, K>): Promise<CallOutput<T, K>> {
    if (this.#fault !== null) throw this.#fault;
    this.#lastId += 1;
    const id = this.#lastId;
    const output = await new Promise<unknown>((resolve, reject) => {
      this.#worker.postMessage({ id, call: name, input });
      this.#open.set(id, { resolve, reject });
    });
    try {
      return parseWith<T[K]['output']>(this.#options.calls[name].output, output);
    } catch (cause) {
      throw new AppError('STORAGE_FAILED', `the ${this.#options.name} answered ${name} in an unknown form`, { cause });
    }
  }

  /** Ends the thread; calls still open are rejected. Ask the worker to close its database first. */
  async terminate(): Promise<void> {
    this.#fault ??= new AppError('STORAGE_FAILED', `the ${this.#options.name} has been stopped`);
    await this.#worker.terminate();
    this.#rejectOpen(this.#fault);
  }

  #answered(message: unknown): void {
    const answer = answerSchema.safeParse(message);
    if (answer.success) this.#settle(answer.data);
    else this.#died('answered in an unknown form', answer.error);
  }

  #settle(answer: Answer): void {
    const open = this.#open.get(answer.id);
    this.#open.delete(answer.id);
    if (answer.isOk) open?.resolve(answer.output);
    else open?.reject(new AppError(answer.error.code, answer.error.message));
  }

  #died(how: string, cause: unknown): void {
    if (this.#fault !== null) return;
    this.#fault = new AppError('STORAGE_FAILED', `the ${this.#options.name} ${how}; restart Code Proxy to record and show requests again`, { cause });
    this.#options.logger.error('a storage worker died', { worker: this.#options.name, how, cause });
    this.#rejectOpen(this.#fault);
  }

  #rejectOpen(fault: AppError): void {
    for (const open of this.#open.values()) open.reject(fault);
    this.#open.clear();
  }
}
