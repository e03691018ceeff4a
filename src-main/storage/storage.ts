/**
 * What the core sees of the database: a recorder that never waits, stores whose writes are durable, and questions that are
 * answered on a thread of their own. The relaying thread never touches the disk.
 */
import { AppError } from '../../src-shared/app-error.ts';
import type {
  ExchangeCount,
  ExchangeDetail,
  ExchangeExportInput,
  ExchangeExportPart,
  ExchangeFilter,
  ExchangeListInput,
  ExchangePage,
} from '../../src-shared/schemas/exchange.ts';
import type { Recalculation } from '../../src-shared/schemas/pricing.ts';
import type {
  UsageBreakdown,
  UsageBreakdownInput,
  UsageHours,
  UsageHoursInput,
  UsageInput,
  UsageOverview,
  UsageOverviewInput,
  UsageReport,
  UsageSeries,
  UsageSeriesInput,
} from '../../src-shared/schemas/usage.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Change } from './configuration-store.ts';
import { Recorder } from './recorder.ts';
import type { SealedText } from './sealed-columns.ts';
import {
  READER_CALLS,
  type RepricingInput,
  type RestChangeRecord,
  type StoredEndpointRecord,
  type StoredMcpServerRecord,
  type StoredRestRecord,
  type StoredRulesRecord,
  type StoredTokenRecord,
  WRITER_CALLS,
} from './worker-calls.ts';
import { WorkerClient } from './worker-client.ts';

export interface StorageOptions {
  /** Path of proxy.db; its folder must exist. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The writer's module; left out: the real one. */
  readonly writerUrl?: URL;
}

/** A store of configuration; a write is on disk, as one transaction, when it resolves. */
export interface ConfigurationTable<T> {
  load(): Promise<readonly T[]>;
  write(change: Change<T>): Promise<void>;
}

type Writer = WorkerClient<typeof WRITER_CALLS>;
type Reader = WorkerClient<typeof READER_CALLS>;

interface Workers {
  readonly writer: Writer;
  /** Null until the first question. */
  reader: { readonly worker: Reader; readonly isOpen: Promise<unknown> } | null;
}

// In the bundle the workers lie beside the chunk that holds this file; run from source, beside this file.
const WORKER_ENDING = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const WRITER_URL = new URL(`./storage-writer.worker.${WORKER_ENDING}`, import.meta.url);
const READER_URL = new URL(`./storage-reader.worker.${WORKER_ENDING}`, import.meta.url);

export class Storage {
  readonly recorder: Recorder;

  readonly endpoints: ConfigurationTable<StoredEndpointRecord> = {
    load: async () => this.#running().writer.call('loadEndpoints', null),
    write: async ({ upsert, remove }) => {
      await this.#running().writer.call('writeEndpoints', { upsert: [...upsert], remove: [...remove] });
    },
  };

  readonly tokens: ConfigurationTable<StoredTokenRecord> = {
    load: async () => this.#running().writer.call('loadTokens', null),
    write: async ({ upsert, remove }) => {
      await this.#running().writer.call('writeTokens', { upsert: [...upsert], remove: [...remove] });
    },
  };

  readonly mcpServers: ConfigurationTable<StoredMcpServerRecord> = {
    load: async () => this.#running().writer.call('loadMcpServers', null),
    write: async ({ upsert, remove }) => {
      await this.#running().writer.call('writeMcpServers', { upsert: [...upsert], remove: [...remove] });
    },
  };

  readonly rules = {
    load: async (): Promise<StoredRulesRecord> => this.#running().writer.call('loadRules', null),
    /** Replaces all; on disk when it resolves. */
    write: async (rules: StoredRulesRecord): Promise<void> => {
      await this.#running().writer.call('writeRules', rules);
    },
  };

  /** Everything that is sealed with the data key, whatever it is. */
  readonly sealed = { list: async (): Promise<readonly SealedText[]> => this.#running().writer.call('sealedTexts', null) };

  /** Rests of endpoints; a write is on disk, as one transaction, when it resolves. */
  readonly rests = {
    load: async (): Promise<readonly StoredRestRecord[]> => this.#running().writer.call('loadRests', null),
    write: async (changes: readonly RestChangeRecord[]): Promise<void> => {
      await this.#running().writer.call('writeRests', { changes: [...changes] });
    },
  };

  /** Answers include everything that was recorded before the question. */
  readonly exchanges = {
    list: (input: ExchangeListInput): Promise<ExchangePage> => this.#ask((reader) => reader.call('list', input)),
    count: (filter: ExchangeFilter): Promise<ExchangeCount> => this.#ask((reader) => reader.call('count', filter)),
    exportPart: (input: ExchangeExportInput): Promise<ExchangeExportPart> => this.#ask((reader) => reader.call('exportPart', input)),
    get: (id: string): Promise<ExchangeDetail | null> => this.#ask((reader) => reader.call('get', { id })),
  };

  readonly usage = {
    report: (input: UsageInput): Promise<UsageReport> => this.#ask((reader) => reader.call('usageReport', input)),
    overview: (input: UsageOverviewInput): Promise<UsageOverview> => this.#ask((reader) => reader.call('usageOverview', input)),
    series: (input: UsageSeriesInput): Promise<UsageSeries> => this.#ask((reader) => reader.call('usageSeries', input)),
    hours: (input: UsageHoursInput): Promise<UsageHours> => this.#ask((reader) => reader.call('usageHours', input)),
    breakdown: (input: UsageBreakdownInput): Promise<UsageBreakdown> => this.#ask((reader) => reader.call('usageBreakdown', input)),
  };

  readonly #options: StorageOptions;
  #workers: Workers | null = null;

  constructor(options: StorageOptions) {
    this.#options = options;
    this.recorder = new Recorder({
      clock: options.clock,
      logger: options.logger,
      send: async (batch) => (await this.#running().writer.call('record', { records: [...batch] })).refused,
      canSend: () => this.#workers?.writer.isAlive === true,
    });
  }

  /**
   * Opens the database, creating or migrating it. @returns how many exchanges an earlier run left open.
   * Fails with DATABASE_FOREIGN, DATABASE_NEWER, DATABASE_UNREADABLE or STORAGE_FAILED; then nothing is left running.
   */
  async start(): Promise<{ readonly interrupted: number }> {
    if (this.#workers !== null) throw new AppError('INTERNAL', 'the storage was started twice');
    const { file, clock, logger, writerUrl = WRITER_URL } = this.#options;
    const writer = new WorkerClient({ name: 'storage writer', url: writerUrl, calls: WRITER_CALLS, logger });
    this.#workers = { writer, reader: null };
    try {
      const { interrupted } = await writer.call('open', { file, nowMs: clock.nowMs() });
      return { interrupted };
    } catch (error) {
      this.#workers = null;
      await writer.terminate();
      throw error;
    }
  }

  /** Why nothing is recorded any more, for people; null while all is well. */
  fault(): string | null {
    return this.#workers?.writer.fault ?? null;
  }

  /** Writes what is still in memory, closes the database and ends both threads. */
  async stop(): Promise<void> {
    if (this.#workers === null) return;
    await this.recorder.stop();
    if (this.#workers === null) return; // Another stop was quicker.
    const { writer, reader } = this.#workers;
    this.#workers = null;
    // The reader first: the last connection to close folds the write-ahead log into the database.
    if (reader !== null) await this.#endWorker(reader.worker, () => reader.worker.call('close', null));
    await this.#endWorker(writer, () => writer.call('close', null));
  }

  /**
   * Deletes exchanges that started before `beforeMs` (Unix ms), in slices between which records are written; their share in
   * the usage sums stays. Sums up days that are over as well. @returns how many exchanges were deleted.
   */
  async prune(beforeMs: number): Promise<number> {
    let total = 0;
    let deleted: number;
    do {
      ({ deleted } = await this.#running().writer.call('prune', { beforeMs }));
      total += deleted;
    } while (deleted > 0);
    await this.#sumUpDays();
    return total;
  }

  /** In slices between which records are written. Batches do it as well; this is for when there are none, or many days at once. */
  async #sumUpDays(): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    while (!(await this.#running().writer.call('sumUpDays', { nowMs })).isDone);
  }

  /**
   * Prices stored attempts anew, in slices between which records are written. With `isDryRun` it is only said what would change.
   * Not atomic: stopped half way, the earlier part has its new cost, and its sums agree with it.
   */
  async reprice({ isDryRun, ...input }: Omit<RepricingInput, 'after'> & { readonly isDryRun: boolean }): Promise<Recalculation> {
    await this.recorder.settled();
    const sum = { attempts: 0, changed: 0, costBeforeMicroUsd: 0, costAfterMicroUsd: 0, newlyPriced: 0, newlyUnpriced: 0 };
    let after: RepricingInput['after'];
    do {
      const asked = after === undefined ? input : { ...input, after };
      const slice = isDryRun
        ? await this.#ask((reader) => reader.call('countRepricing', asked))
        : await this.#running().writer.call('reprice', asked);
      sum.attempts += slice.attempts;
      sum.changed += slice.changed;
      sum.costBeforeMicroUsd += slice.costBeforeMicroUsd;
      sum.costAfterMicroUsd += slice.costAfterMicroUsd;
      sum.newlyPriced += slice.newlyPriced;
      sum.newlyUnpriced += slice.newlyUnpriced;
      after = slice.next ?? undefined;
    } while (after !== undefined);
    if (!isDryRun) await this.#sumUpDays();
    return { isDryRun, ...sum };
  }

  async #endWorker(worker: { readonly isAlive: boolean; terminate(): Promise<void> }, close: () => Promise<null>): Promise<void> {
    try {
      if (worker.isAlive) await close();
    } catch (error) {
      this.#options.logger.warn('the database could not be closed in order', { error });
    }
    await worker.terminate();
  }

  async #ask<T>(question: (reader: Reader) => Promise<T>): Promise<T> {
    await this.recorder.settled();
    return question(await this.#openReader());
  }

  /** The first question starts the reader: its thread takes some 20 MB, which a proxy that nobody looks at saves. One that died is replaced. */
  async #openReader(): Promise<Reader> {
    const workers = this.#running();
    if (workers.reader?.worker.isAlive !== true) workers.reader = this.#startReader();
    const { worker, isOpen } = workers.reader;
    try {
      await isOpen;
    } catch (error) {
      await worker.terminate(); // The next question tries again.
      throw error;
    }
    return worker;
  }

  #startReader(): NonNullable<Workers['reader']> {
    const worker = new WorkerClient({ name: 'storage reader', url: READER_URL, calls: READER_CALLS, logger: this.#options.logger });
    return { worker, isOpen: worker.call('open', { file: this.#options.file }) };
  }

  #running(): Workers {
    if (this.#workers === null) throw new AppError('STORAGE_FAILED', 'the storage is not running');
    return this.#workers;
  }
}
