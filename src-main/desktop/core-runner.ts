/**
 * The core's side of the desktop host, in the worker thread: starts the core, asks the main thread for what only that can
 * do, reports the state that tray and notices show, and stops the core when told to.
 */
import { isDeepStrictEqual } from 'node:util';
import type { MessagePort } from 'node:worker_threads';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import type { FeedEvent, FeedEventOf } from '../../src-shared/feed-events.ts';
import type { EndpointWithState } from '../../src-shared/schemas/endpoint.ts';
import { type LaunchInput, launchInputSchema } from '../../src-shared/schemas/launch.ts';
import type { SettingsView } from '../../src-shared/schemas/settings.ts';
import type { Status } from '../../src-shared/schemas/status.ts';
import type { StartReport } from '../core-options.ts';
import type { Keychain } from '../platform/keychain.ts';
import {
  type FromWorker,
  failureOf,
  type HostState,
  keychainAnswers,
  type Question,
  type SettingsDocument,
  settingsDocumentSchema,
  toWorkerSchema,
} from './host-messages.ts';

/** As much of the core as this host uses. */
export interface RunnableCore {
  start(): Promise<StartReport>;
  stop(reason: string): Promise<void>;
  resumed(): void;
  readonly services: {
    readonly status: () => Status;
    readonly proxy: { start(): Promise<unknown>; stop(): Promise<unknown> };
    readonly endpoints: { list(): readonly EndpointWithState[] };
    readonly settings: { get(): SettingsView };
    readonly launch: { run(input: LaunchInput): Promise<unknown> };
    readonly feed: { read(cursor: string | null, signal: AbortSignal): AsyncIterable<{ readonly event: FeedEvent }> };
  };
}

/** Keychain and settings, kept by the main thread and asked for over the port. */
export interface MainThread {
  readonly keychain: Keychain;
  readonly settingsStore: {
    read(): Promise<SettingsDocument>;
    setAside(): Promise<string>;
    write(document: Readonly<Record<string, unknown>>): Promise<void>;
  };
  /** As a proxy script answers. */
  readonly resolveProxy: (url: string) => Promise<string>;
  readonly notify: (notice: FeedEventOf<'notice'>) => void;
  readonly quitAsked: () => void;
}

export interface CoreRunnerOptions<C extends RunnableCore> {
  readonly port: MessagePort;
  readonly createCore: (mainThread: MainThread) => C;
  /** Started with the core and stopped before it, for example the demo. */
  readonly companion?: (core: C) => Promise<{ stop(): Promise<void> }>;
  /** Where the started core listens for admin calls, as instance.json says. */
  readonly adminAddress: () => Promise<{ readonly socket: string; readonly token: string }>;
}

/** What the tray shows changes with these; exchanges and their progress do not matter to it. */
const STATE_EVENTS: ReadonlySet<FeedEvent['type']> = new Set(['reset', 'proxy-changed', 'endpoints-changed', 'settings-changed']);

export class CoreRunner<C extends RunnableCore> {
  readonly #options: CoreRunnerOptions<C>;
  readonly #core: C;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  readonly #feedEnd = new AbortController();
  #lastAskId = 0;
  #reported: HostState | null = null;
  #companion: { stop(): Promise<void> } | null = null;
  #stopped: Promise<void> | null = null;

  constructor(options: CoreRunnerOptions<C>) {
    this.#options = options;
    options.port.on('message', (raw: unknown) => this.#receive(raw));
    this.#core = options.createCore(this.#mainThread());
  }

  /** Never rejects: a failed start is told to the main thread, and the thread ends. */
  async start(): Promise<void> {
    try {
      const report = await this.#core.start();
      if (report.kind === 'already-running') {
        const { host, pid } = report.instance;
        throw new AppError(
          'DATA_FOLDER_LOCKED',
          `Code Proxy already runs on this data folder (${host}, process ${pid}). Stop it first: code-proxy stop`,
        );
      }
      this.#companion = (await this.#options.companion?.(this.#core)) ?? null;
      const { socket, token } = await this.#options.adminAddress();
      this.#post({ type: 'started', socket, token });
    } catch (error) {
      this.#post({ type: 'start-failed', failure: failureOf(error) });
      await this.#stop('the start failed');
      return;
    }
    this.#reportState();
    void this.#followFeed();
  }

  async #followFeed(): Promise<void> {
    for await (const { event } of this.#core.services.feed.read(null, this.#feedEnd.signal)) {
      if (STATE_EVENTS.has(event.type)) this.#reportState();
    }
  }

  #reportState(): void {
    const { status, endpoints, settings } = this.#core.services;
    const { desktop, ui, proxy, launch } = settings.get().settings;
    const current = endpoints.list().find((endpoint) => endpoint.state.kind === 'ready');
    const state: HostState = {
      proxy: status().proxy,
      currentEndpoint: current?.name ?? null,
      settings: { desktop, ui, launch },
      stopGraceMs: proxy.stopGraceMs,
    };
    // Endpoints change with every failure; a tray that shows the same as before need not be drawn again.
    if (isDeepStrictEqual(state, this.#reported)) return;
    this.#reported = state;
    this.#post({ type: 'state', state });
  }

  #receive(raw: unknown): void {
    const message = toWorkerSchema.parse(raw);
    if (message.type === 'stop') void this.#stop(message.reason);
    else if (message.type === 'resumed') this.#core.resumed();
    else if (message.type === 'proxy') void this.#switchProxy(message.action);
    else if (message.type === 'launch') void this.#launch(message.folder);
    else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.result.isOk) waiting?.resolve(message.result.value);
      else waiting?.reject(new AppError(message.result.failure.code, message.result.failure.message));
    }
  }

  async #switchProxy(action: 'start' | 'stop'): Promise<void> {
    try {
      await this.#core.services.proxy[action]();
    } catch {
      // The proxy's state says why it failed; tray and dashboard show that.
    }
    this.#reportState();
  }

  async #launch(folder: string): Promise<void> {
    try {
      await this.#core.services.launch.run(launchInputSchema.parse({ folder }));
    } catch (error) {
      this.#post({ type: 'launch-failed', failure: failureOf(error) });
    }
  }

  #stop(reason: string): Promise<void> {
    this.#stopped ??= this.#stopOnce(reason);
    return this.#stopped;
  }

  async #stopOnce(reason: string): Promise<void> {
    this.#feedEnd.abort();
    try {
      await this.#companion?.stop();
      await this.#core.stop(reason);
    } finally {
      this.#post({ type: 'stopped' });
      this.#options.port.close();
    }
  }

  #mainThread(): MainThread {
    const bytes = (base64: string) => Buffer.from(base64, 'base64');
    return {
      keychain: {
        state: async () => keychainAnswers.state.parse(await this.#ask({ kind: 'keychain-state' })),
        seal: async (text) => bytes(keychainAnswers.sealed.parse(await this.#ask({ kind: 'seal', text }))),
        open: async (sealed) => {
          const answer = await this.#ask({ kind: 'unseal', sealed: Buffer.from(sealed).toString('base64') });
          const { text, resealed } = keychainAnswers.opened.parse(answer);
          return { text, resealed: resealed === null ? null : bytes(resealed) };
        },
      },
      settingsStore: {
        read: async () => settingsDocumentSchema.parse(await this.#ask({ kind: 'read-settings' })),
        setAside: async () => z.string().parse(await this.#ask({ kind: 'set-settings-aside' })),
        write: async (document) => {
          await this.#ask({ kind: 'write-settings', document });
        },
      },
      resolveProxy: async (url) => z.string().parse(await this.#ask({ kind: 'resolve-proxy', url })),
      notify: (notice) => this.#post({ type: 'notice', notice }),
      quitAsked: () => this.#post({ type: 'quit-asked' }),
    };
  }

  #ask(question: Question): Promise<unknown> {
    this.#lastAskId += 1;
    const id = this.#lastAskId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: 'ask', id, question });
    });
  }

  #post(message: FromWorker): void {
    this.#options.port.postMessage(message);
  }
}
