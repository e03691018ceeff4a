/**
 * The relaying side of the audit's thread: posts batches, counts what is still in its memory, and asks questions. A thread that
 * died is said once; the next use starts another.
 */
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import type { Logger } from '../platform/logger.ts';
import { AUDIT_CALLS, type AuditCallName, type AuditCalls, type FromWorker, fromWorkerSchema, type ToWorker } from './messages.ts';

/** V8's own limit lets garbage of a burst stay; measured, this saves some 25 MB and costs no time that can be seen. */
const YOUNG_GENERATION_MB = 8;

export interface AuditWorkerOptions {
  readonly folder: string;
  readonly url: URL;
  readonly isRedacting: boolean;
  readonly logger: Logger;
  /** With the memory that came back, if it did. */
  readonly onTaken: (memory: ArrayBuffer | null) => void;
  readonly onDone: (bytes: number) => void;
  /** Null: audits are kept again. */
  readonly onFault: (fault: string | null) => void;
  /** It cannot be used any more. */
  readonly onDied: () => void;
}

interface OpenQuestion {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
}

export class AuditWorker {
  readonly #options: AuditWorkerOptions;
  readonly #worker: Worker;
  readonly #questions = new Map<number, OpenQuestion>();
  #lastId = 0;
  #isDead = false;

  constructor(options: AuditWorkerOptions) {
    this.#options = options;
    this.#worker = new Worker(options.url, { name: 'audit', resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB } });
    this.#worker.on('message', (message: unknown) => this.#received(message));
    this.#worker.on('messageerror', (error) => this.#died('sent something unreadable', error));
    this.#worker.on('error', (error) => this.#died('failed', error));
    this.#worker.on('exit', (code) => this.#died(`ended with code ${code}`, undefined));
    // The process ends when everything else is done; a stop closes the files first.
    this.#worker.unref();
    this.#post({ kind: 'open', folder: options.folder, isRedacting: options.isRedacting });
  }

  get hasQuestions(): boolean {
    return this.#questions.size > 0;
  }

  configure(literals: readonly string[], patterns: readonly string[]): void {
    this.#post({ kind: 'secrets', literals: [...literals], patterns: [...patterns] });
  }

  /** @param batch.bytes Its ArrayBuffer is handed over. */
  send(batch: Omit<Extract<ToWorker, { kind: 'batch' }>, 'kind' | 'bytes'> & { readonly bytes: Uint8Array<ArrayBuffer> }): void {
    this.#post({ kind: 'batch', ...batch }, [batch.bytes.buffer]);
  }

  /** Rejects with the worker's AppError, or with STORAGE_FAILED when it is gone. */
  async ask<K extends AuditCallName>(call: K, input: z.input<AuditCalls[K]['input']>): Promise<z.output<AuditCalls[K]['output']>> {
    if (this.#isDead) throw gone();
    this.#lastId += 1;
    const id = this.#lastId;
    const output = await new Promise<unknown>((resolve, reject) => {
      this.#questions.set(id, { resolve, reject });
      this.#worker.ref();
      this.#post({ kind: 'question', id, call, input });
    });
    return parseOutput(AUDIT_CALLS, call, output);
  }

  /** Ends the thread as it is; ask it to close its files first. */
  async terminate(): Promise<void> {
    this.#isDead = true;
    await this.#worker.terminate();
    this.#rejectAll();
  }

  #post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    if (!this.#isDead) this.#worker.postMessage(message, transfer);
  }

  #received(raw: unknown): void {
    const message = fromWorkerSchema.safeParse(raw);
    if (message.success) this.#handle(message.data);
    else this.#died('answered in an unknown form', message.error);
  }

  #handle(message: FromWorker): void {
    const { onTaken, onDone, onFault, logger } = this.#options;
    switch (message.kind) {
      case 'taken':
        onTaken(message.memory);
        return;
      case 'done':
        onDone(message.bytes);
        return;
      case 'fault':
        onFault(message.fault);
        return;
      case 'notice':
        logger.warn('the audit', { notice: message.message });
        return;
      case 'answer':
        this.#settled(message.id)?.resolve(message.output);
        return;
      case 'refusal':
        this.#settled(message.id)?.reject(new AppError(message.code, message.message));
    }
  }

  #settled(id: number): OpenQuestion | undefined {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    if (this.#questions.size === 0) this.#worker.unref();
    return question;
  }

  #died(how: string, cause: unknown): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#options.logger.error('the thread of the audit died', { how, cause });
    this.#rejectAll();
    void this.#worker.terminate();
    this.#options.onDied();
  }

  #rejectAll(): void {
    for (const { reject } of this.#questions.values()) reject(gone());
    this.#questions.clear();
  }
}

function gone(): AppError {
  return new AppError('STORAGE_FAILED', 'the thread of the audit ended; ask again');
}

type OutputTable<T> = { readonly [K in keyof T]: { readonly output: z.ZodType } };

function parseOutput<T extends OutputTable<T>, K extends keyof T>(table: T, call: K, value: unknown): z.output<T[K]['output']> {
  return parseWith<T[K]['output']>(table[call].output, value);
}

function parseWith<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  return schema.parse(value);
}
