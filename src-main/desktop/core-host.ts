/**
 * Runs the core in a worker thread, because on Windows a held title bar suspends the main thread and would freeze every
 * stream. Answers what only the main thread can do, and tells the rest of the desktop host what the core is up to.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../src-shared/app-error.ts';
import type { FeedEventOf } from '../../src-shared/feed-events.ts';
import type { Clock } from '../platform/clock.ts';
import {
  type Failure,
  type FromWorker,
  failureOf,
  fromWorkerSchema,
  type HostState,
  type Question,
  type ToWorker,
  type WorkerData,
} from './host-messages.ts';

/** As the options of a headless host, in the form that a thread takes: 290 MiB under load become 200 (decision 0155). */
const YOUNG_GENERATION_MB = 12;

/** Where the admin socket listens and what opens it. */
export interface AdminAddress {
  readonly socket: string;
  readonly token: string;
}

export interface CoreHostOptions {
  /** The worker's script. */
  readonly script: URL;
  readonly workerData: WorkerData;
  readonly clock: Clock;
  readonly answer: (question: Question) => Promise<unknown>;
  readonly onState: (state: HostState) => void;
  readonly onNotice: (notice: FeedEventOf<'notice'>) => void;
  readonly onLaunchFailed: (failure: Failure) => void;
  readonly onQuitAsked: () => void;
  /** The thread ended without having been asked to. */
  readonly onCrash: (error: Error) => void;
}

export class CoreHost {
  readonly #options: CoreHostOptions;
  #worker: Worker | null = null;
  #address: AdminAddress | null = null;
  #isStopping = false;

  constructor(options: CoreHostOptions) {
    this.#options = options;
  }

  /** Null until the core has started, and again once it is gone. */
  get address(): AdminAddress | null {
    return this.#address;
  }

  /** Resolves when the admin socket answers. Rejects with the core's own AppError, or INTERNAL when the thread dies first. */
  start(): Promise<AdminAddress> {
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
    const worker = new Worker(this.#options.script, { workerData: this.#options.workerData, resourceLimits });
    this.#worker = worker;
    this.#isStopping = false;
    return new Promise((resolve, reject) => {
      let lastError = new Error('the core thread ended');
      worker.on('error', (error) => {
        lastError = error instanceof Error ? error : new Error(String(error));
      });
      worker.on('exit', () => {
        const hadStarted = this.#address !== null;
        this.#address = null;
        this.#worker = null;
        reject(new AppError('INTERNAL', `the core ended before it was ready: ${lastError.message}`, { cause: lastError }));
        if (hadStarted && !this.#isStopping) this.#options.onCrash(lastError);
      });
      worker.on('message', (raw: unknown) => {
        const message = fromWorkerSchema.parse(raw);
        if (message.type === 'started') {
          this.#address = { socket: message.socket, token: message.token };
          resolve(this.#address);
        } else if (message.type === 'start-failed') {
          this.#isStopping = true;
          reject(new AppError(message.failure.code, message.failure.message));
        } else this.#receive(message);
      });
    });
  }

  /** The machine woke up: connections from before are dead. */
  resumed(): void {
    this.#post({ type: 'resumed' });
  }

  switchProxy(action: 'start' | 'stop'): void {
    this.#post({ type: 'proxy', action });
  }

  /** Claude Code in a terminal in this folder; only a failure is told. */
  launch(folder: string): void {
    this.#post({ type: 'launch', folder });
  }

  /**
   * Lets the core put things back and end. Resolves when its thread is gone; after `deadlineMs` the thread is ended by force,
   * and what it did not put back is put back at the next start.
   */
  async stop(reason: string, deadlineMs: number): Promise<'stopped' | 'forced'> {
    const worker = this.#worker;
    if (worker === null) return 'stopped';
    this.#isStopping = true;
    const ended = new Promise<'stopped'>((resolve) => worker.once('exit', () => resolve('stopped')));
    let cancel = (): void => undefined;
    const late = new Promise<'forced'>((resolve) => {
      cancel = this.#options.clock.setTimer(deadlineMs, () => resolve('forced'));
    });
    this.#post({ type: 'stop', reason });
    const outcome = await Promise.race([ended, late]);
    cancel();
    if (outcome === 'forced') await worker.terminate();
    return outcome;
  }

  #receive(message: Exclude<FromWorker, { type: 'started' | 'start-failed' }>): void {
    switch (message.type) {
      case 'ask':
        void this.#answer(message.id, message.question);
        break;
      case 'state':
        this.#options.onState(message.state);
        break;
      case 'notice':
        this.#options.onNotice(message.notice);
        break;
      case 'launch-failed':
        this.#options.onLaunchFailed(message.failure);
        break;
      case 'quit-asked':
        this.#options.onQuitAsked();
        break;
      case 'stopped':
        // Nothing of the core is left to do; a handle that it forgot must not keep the thread, and the app with it, alive.
        void this.#worker?.terminate();
        break;
    }
  }

  async #answer(id: number, question: Question): Promise<void> {
    try {
      this.#post({ type: 'answer', id, result: { isOk: true, value: await this.#options.answer(question) } });
    } catch (error) {
      this.#post({ type: 'answer', id, result: { isOk: false, failure: failureOf(error) } });
    }
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}
