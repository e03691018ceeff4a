/**
 * Tests of MCP servers as the rest of the core sees them. They run on a thread of their own, a few at a time; it starts with the
 * first and ends when none has been asked for for a while.
 */
import { Worker } from 'node:worker_threads';
import { AppError } from '../../src-shared/app-error.ts';
import type { McpTest, McpTestInput } from '../../src-shared/schemas/mcp-test.ts';
import type { CancelTimer, Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { ResolvedMcpServer, ResolveMcpServer } from './resolved-config.ts';
import { cancelledFailure, configurationFailure, type McpTestError } from './test-failure.ts';
import { fromTestThreadSchema, type TestOrder, type ToTestThread } from './test-order.ts';
import { TestPlaces } from './test-places.ts';

/** Each may start a Node or Python of its own. */
const AT_ONCE = 4;
/** The thread takes some 40 MB. */
const IDLE_END_MS = 30_000;
/** For the servers to be ended when Code Proxy stops, ms. Longer than the end of a process group takes. */
const STOP_LIMIT_MS = 3_500;

const WORKER_URL = new URL(`./mcp-test.worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

export interface ServerTestsOptions {
  readonly resolve: ResolveMcpServer;
  /** How a server's URL is reached. */
  readonly outbound: (url: string) => Promise<Pick<TestOrder, 'proxyUrl' | 'extraCaPem'>>;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class ServerTests {
  readonly #options: ServerTestsOptions;
  readonly #places = new TestPlaces(AT_ONCE);
  /** By the caller's id. */
  readonly #running = new Map<string, { readonly abort: AbortController; readonly end: Promise<unknown> }>();
  /** By the number under which the thread knows it; null: the thread ended. */
  readonly #onThread = new Map<number, (result: McpTest | null) => void>();
  #lastNumber = 0;
  #worker: Worker | null = null;
  #cancelIdle: CancelTimer | null = null;
  #isStopped = false;

  constructor(options: ServerTestsOptions) {
    this.#options = options;
  }

  /** Resolves with what came of it, whatever it is. MCP_SERVER_NOT_FOUND. */
  run(input: McpTestInput): Promise<McpTest> {
    const { id } = input;
    if (this.#isStopped) return Promise.resolve(failed('connect', cancelledFailure()));
    if (this.#running.has(id)) return Promise.reject(new AppError('CONFIG_INVALID', 'a test of this id is running already', { field: 'id' }));
    const abort = new AbortController();
    const end = this.#run(input, abort.signal).finally(() => this.#running.delete(id));
    this.#running.set(id, { abort, end });
    return end;
  }

  /** Gives the test up; does nothing when none of this id runs. */
  cancel(id: string): void {
    this.#running.get(id)?.abort.abort();
  }

  /** Gives all up and waits until their servers are ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelIdle?.();
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    const late = Promise.withResolvers<void>();
    const cancelLimit = this.#options.clock.setTimer(STOP_LIMIT_MS, late.resolve);
    await Promise.race([Promise.allSettled(running.map(({ end }) => end)), late.promise]);
    cancelLimit();
    await this.#endThread();
  }

  async #run({ target, timeoutMs }: McpTestInput, signal: AbortSignal): Promise<McpTest> {
    const resolved = await this.#resolve(target);
    if ('code' in resolved) return failed('configuration', resolved);
    const { config, folder, secrets } = resolved;
    const route = config.type === 'stdio' ? { proxyUrl: null, extraCaPem: null } : await this.#options.outbound(config.url);
    if (!(await this.#places.take(signal))) return failed('connect', cancelledFailure());
    this.#cancelIdle?.();
    try {
      return await this.#onThreadOf({ config, folder, secrets: [...secrets], timeoutMs, version: this.#options.version, ...route }, signal);
    } finally {
      this.#places.release();
      if (this.#onThread.size === 0) this.#cancelIdle = this.#options.clock.setTimer(IDLE_END_MS, () => void this.#endThread());
    }
  }

  async #resolve(target: McpTestInput['target']): Promise<ResolvedMcpServer | McpTestError> {
    try {
      return await this.#options.resolve(target);
    } catch (error) {
      if (error instanceof AppError && error.code === 'CONFIG_INVALID') return configurationFailure(error.message);
      throw error;
    }
  }

  async #onThreadOf(order: TestOrder, signal: AbortSignal): Promise<McpTest> {
    this.#lastNumber += 1;
    const id = this.#lastNumber;
    const worker = this.#thread();
    const { promise, resolve } = Promise.withResolvers<McpTest | null>();
    this.#onThread.set(id, resolve);
    // Without this, a command line that waits for nothing else would end before the answer.
    worker.ref();
    const giveUp = () => worker.postMessage({ kind: 'cancel', id } satisfies ToTestThread);
    worker.postMessage({ kind: 'run', id, order } satisfies ToTestThread);
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    const result = await promise;
    signal.removeEventListener('abort', giveUp);
    this.#onThread.delete(id);
    if (this.#onThread.size === 0) worker.unref();
    return result ?? failed('connect', { code: 'other', message: 'The thread that tests servers ended.', values: { detail: '' } });
  }

  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(WORKER_URL, { name: 'mcp-test' });
    const died = (how: string, cause: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#options.logger.error('the thread of MCP tests died', { how, cause });
      void worker.terminate();
      for (const settle of this.#onThread.values()) settle(null);
    };
    worker.on('message', (raw: unknown) => {
      const message = fromTestThreadSchema.safeParse(raw);
      if (message.success) this.#onThread.get(message.data.id)?.(message.data.result);
      else died('answered in an unknown form', message.error);
    });
    worker.on('error', (error) => died('failed', error));
    worker.on('exit', (code) => died(`ended with code ${code}`, undefined));
    this.#worker = worker;
    return worker;
  }

  async #endThread(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

function failed(stage: McpTest['stage'], error: McpTestError): McpTest {
  return { isOk: false, stage, error, server: null, protocol: null, tools: [], resources: [], prompts: [], cut: [], tookMs: 0, stderr: '' };
}
