/** What a host hands to the core, and what it gets back. */
import type { AppError } from '../src-shared/app-error.ts';
import type { FeedEventOf } from '../src-shared/feed-events.ts';
import type { ExchangeDetail } from '../src-shared/schemas/exchange.ts';
import type { ClaudeSettingsState, ProxyState } from '../src-shared/schemas/status.ts';
import type { AdminServices } from './admin/ports.ts';
import type { SettingsStore } from './configuration/ports.ts';
import type { Clock } from './platform/clock.ts';
import type { LogLevel } from './platform/file-logger.ts';
import type { Instance } from './platform/instance-file.ts';
import type { Keychain } from './platform/keychain.ts';
import type { Logger } from './platform/logger.ts';
import type { DataPaths } from './platform/paths.ts';

/** Command-line options of one run; each wins over its setting and is never stored. */
export interface CoreOverrides {
  readonly port?: number;
  readonly adminPort?: number;
  readonly bindHost?: string;
  readonly allowedHosts?: readonly string[];
  /** False: Claude Code's settings.json is not touched by this run. */
  readonly writeClaudeSettings?: boolean;
}

/** What our own log file can do beside taking lines. */
export interface CoreLogger extends Logger {
  setLevel?(level: LogLevel): void;
  /** Resolves when all lines so far are in the file. */
  flush?(): Promise<void>;
}

export interface CoreOptions {
  readonly paths: DataPaths;
  readonly host: 'headless' | 'desktop';
  /** `data-only`: no listeners, no Claude Code settings; for commands when nothing runs. */
  readonly mode: 'full' | 'data-only';
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isDemo: boolean;
  readonly overrides: CoreOverrides;
  /** May seal the data key: decision 0183. */
  readonly keychain: Keychain;
  /** Tells people outside the dashboard, for example by a system notice. */
  readonly notify: (notice: FeedEventOf<'notice'>) => void;
  /** Where settings are kept; left out: settings.json in the data folder. */
  readonly settingsStore?: SettingsStore;
  /** Proxy that the operating system's settings name for a URL, from memory; left out: environment variables. */
  readonly systemProxyFor?: (url: URL) => string | null;
  /** Brings that memory up to date for these URLs, or for all it knows. @returns Warnings for the user. Never rejects. */
  readonly learnSystemProxies?: (urls: readonly string[] | 'all') => Promise<readonly string[]>;
  /** Folder of the built dashboard to serve to browsers; null: it is not served. */
  readonly rendererFolder: string | null;
  /** Program and arguments that run our own command line, in front of a verb; left out: there is none here. */
  readonly cliCommand?: readonly string[];
  /** Called when an orderly stop was asked for over the admin router. */
  readonly onShutDownAsked: () => void;
  /** Left out: the system's clock. */
  readonly clock?: Clock;
  /** Left out: a rotating file in the data folder. */
  readonly logger?: CoreLogger;
}

/** `already-running`: another instance lives on this data folder; nothing was started. */
export type StartReport = { readonly kind: 'already-running'; readonly instance: Instance } | StartedReport;

export interface StartedReport {
  readonly kind: 'started';
  readonly instanceId: string;
  readonly proxy: ProxyState;
  /** Why the proxy did not start; null when it runs or was not asked to. */
  readonly proxyError: AppError | null;
  readonly dashboardUrl: string | null;
  readonly claude: ClaudeSettingsState;
  readonly warnings: readonly string[];
}

export interface Core {
  /** Once. Rejects with an AppError when the data folder, database, key or dashboard port cannot be used; everything is undone then. */
  start(): Promise<StartReport>;
  /**
   * Puts Claude Code's settings back, lets streams finish for `proxy.stopGraceMs`, flushes, releases the data folder. Safe to call twice.
   * @param fault  What broke the process, if something did: it is in the log file before anything else is tried.
   */
  stop(reason: string, fault?: unknown): Promise<void>;
  /** For the demo: stores an exchange that has ended as if it had been relayed, and tells nobody. Only between start and stop. */
  recordPast(exchange: ExchangeDetail): void;
  /** Sessions that `launch` started and that need this instance. */
  readonly leases: { readonly held: number; untilUnused(): Promise<void> };
  /** The host says that the machine woke up: connections kept open are replaced. Before a start it does nothing. */
  resumed(): void;
  /** Throws before start() has resolved to `started`. */
  readonly services: AdminServices;
}
