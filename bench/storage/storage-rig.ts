/**
 * The app's storage threads with a stopwatch: writer, recorder and reader are the real ones, joined as storage/storage.ts joins
 * them; only the moments at which a record is given and committed are noted as well.
 */
import { spawnSync } from 'node:child_process';
import { systemClock } from '../../src-main/platform/clock.ts';
import type { Logger } from '../../src-main/platform/logger.ts';
import { Recorder } from '../../src-main/storage/recorder.ts';
import { type CallInput, type ExchangeRecord, READER_CALLS, WRITER_CALLS } from '../../src-main/storage/worker-calls.ts';
import { WorkerClient } from '../../src-main/storage/worker-client.ts';

type ReaderCall = keyof typeof READER_CALLS & string;

/** One question of the app to its reader. */
export type Question = { [K in ReaderCall]: { readonly call: K; readonly input: CallInput<typeof READER_CALLS, K> } }[ReaderCall];

const READER_URL = new URL('../../src-main/storage/storage-reader.worker.ts', import.meta.url);
const WRITER_URL = new URL('../../src-main/storage/storage-writer.worker.ts', import.meta.url);

const logger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message, fields) => process.stderr.write(`[bench] ${message} ${JSON.stringify(fields)}\n`),
  error: (message, fields) => process.stderr.write(`[bench] ${message} ${JSON.stringify(fields)}\n`),
};

type Reader = WorkerClient<typeof READER_CALLS>;

export class StorageRig {
  readonly #file: string;
  readonly #writer = new WorkerClient({ name: 'storage writer', url: WRITER_URL, calls: WRITER_CALLS, logger });
  readonly #recorder: Recorder;
  /** When the end of an exchange was given to the recorder, by exchange. Earlier steps may never leave it. */
  readonly #givenAtMs = new Map<string, number>();
  #reader: Reader | null = null;
  /** From giving the end of an exchange to its commit, ms; emptied by who reads it. */
  commitDelaysMs: number[] = [];

  constructor(file: string) {
    this.#file = file;
    this.#recorder = new Recorder({
      clock: systemClock,
      logger,
      canSend: () => this.#writer.isAlive,
      send: async (batch) => {
        const { refused } = await this.#writer.call('record', { records: [...batch] });
        const nowMs = performance.now();
        for (const record of batch) if (record.step === 'finished') this.#committed(record.exchange.id, nowMs);
        return refused;
      },
    });
  }

  async start(): Promise<void> {
    await this.#writer.call('open', { file: this.#file, nowMs: Date.now() });
  }

  async stop(): Promise<void> {
    await this.#recorder.stop();
    await this.#endReader();
    await this.#writer.call('close', null);
    await this.#writer.terminate();
  }

  /** As the data path does; the delay until the commit is noted. */
  record(record: ExchangeRecord): void {
    switch (record.step) {
      case 'started':
        this.#recorder.started(record.exchange);
        return;
      case 'attempted':
        this.#recorder.attempted(record.exchangeId, record.attempt);
        return;
      case 'finished':
        this.#givenAtMs.set(record.exchange.id, performance.now());
        this.#recorder.finished(record.exchange, record.attempts);
        return;
    }
  }

  #committed(exchangeId: string, nowMs: number): void {
    this.commitDelaysMs.push(nowMs - (this.#givenAtMs.get(exchangeId) ?? nowMs));
    this.#givenAtMs.delete(exchangeId);
  }

  /** The answer, and ms from asking to having it, as the core sees it: after what was recorded is committed, both threads' checks included. */
  async ask<Q extends Question>(question: Q): Promise<{ readonly answer: unknown; readonly tookMs: number }> {
    const reader = this.#reader ?? (await this.#startReader());
    const startMs = performance.now();
    await this.#recorder.settled();
    const answer: unknown = await reader.call(question.call, question.input);
    return { answer, tookMs: performance.now() - startMs };
  }

  /** The next question finds a new thread with an empty cache, and the file out of the system's cache too where that can be had. */
  async coolDown(): Promise<void> {
    await this.#endReader();
    await this.#startReader();
    // GNU dd tells the system to drop what it holds of the file; elsewhere only the thread is new.
    spawnSync('dd', [`if=${this.#file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  }

  async #startReader(): Promise<Reader> {
    const reader: Reader = new WorkerClient({ name: 'storage reader', url: READER_URL, calls: READER_CALLS, logger });
    await reader.call('open', { file: this.#file });
    this.#reader = reader;
    return reader;
  }

  async #endReader(): Promise<void> {
    await this.#reader?.call('close', null);
    await this.#reader?.terminate();
    this.#reader = null;
  }
}
