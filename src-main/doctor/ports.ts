/**
 * What the doctor needs of the rest, as interfaces; compose-doctor.ts fills them. Whatever rejects is taken as "cannot be told",
 * and the check says so.
 */
import type { SecureContext } from 'node:tls';
import type { AppError } from '../../src-shared/app-error.ts';
import type { DoctorProblem } from '../../src-shared/schemas/doctor.ts';
import type { ConnectionTest, ModelMap } from '../../src-shared/schemas/endpoint.ts';
import type { AppSettings } from '../../src-shared/schemas/settings.ts';
import type { ClaudeSettingsState, ProxyState } from '../../src-shared/schemas/status.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { DataPaths } from '../platform/paths.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** This program and the system under it. */
export interface ProgramFacts {
  readonly version: string;
  readonly host: 'headless' | 'desktop';
  readonly node: string;
  /** Null outside the desktop app. */
  readonly electron: string | null;
  readonly platform: NodeJS.Platform;
  readonly release: string;
  readonly arch: string;
  /** Of this user, on this machine: what a report leaves out. */
  readonly userName: string;
  readonly machineName: string;
  readonly homeFolder: string;
}

/** An enabled endpoint and how it is asked. */
export interface CheckedEndpoint {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly modelMap: ModelMap;
  /** Why it is not used although it is enabled; null when nothing is in the way. */
  readonly unusable: string | null;
  /** Raw header lines with its credential, first as it is sent, then in the other style; empty without one. */
  readonly credentialHeaders: readonly (readonly [name: string, value: string])[];
}

/** How connections to endpoints are made at present. */
export interface CheckedOutbound {
  readonly connectTimeoutMs: number;
  /** Proxy URL for a URL; null: direct. Loopback is never asked. */
  readonly proxyFor: (url: URL) => string | null;
  /** The authorities that are trusted. Slow at the first call, some 10 ms. */
  trusted(): SecureContext;
  /** A sentence of the core when a setting could not be followed. */
  readonly warning: string | null;
}

export interface KeyStatus {
  /** Null: there is none yet. */
  readonly home: 'keyfile' | 'keychain' | null;
  readonly file: string | null;
  /** A sentence of the core; null: it can be opened. */
  readonly problem: string | null;
}

export interface NamedProblems {
  readonly name: string;
  /** What is wrong with it; empty: nothing. */
  readonly problems: readonly DoctorProblem[];
}

/** Another place that sets what we set in Claude Code's settings. */
export interface SettingsConflict {
  /** The variable or key; never its value. Empty: the file cannot be read. */
  readonly key: string;
  /** Null: the environment. */
  readonly file: string | null;
  /** Ours has no effect where it applies, or both take effect. */
  readonly isHarmful: boolean;
}

/** What only an open data folder can tell. */
export interface CorePorts {
  /** False: nothing listens in this process, because no instance runs. */
  readonly isServing: boolean;
  readonly instanceId: string;
  settings(): AppSettings;
  /** Sentences of the core: broken settings, records that are not kept, an unreadable price file. */
  warnings(): readonly string[];
  /** Asks the database a question of each kind: it is open and answers. Rejects with why not. */
  askDatabase(): Promise<void>;
  /** Where the key of the credentials is, and why it cannot be opened here. */
  keyStatus(): Promise<KeyStatus>;
  readonly proxy: { state(): ProxyState; start(): Promise<ProxyState> };
  /** Base URL of the dashboard; null where none is served. */
  dashboardUrl(): string | null;
  /** This start's own local token. */
  localToken(): string;
  /** The enabled ones. */
  endpoints(): readonly CheckedEndpoint[];
  endpointCounts(): { readonly all: number; readonly enabled: number; readonly resting: number };
  /** Sends one tiny real message. */
  testEndpoint(id: string): Promise<ConnectionTest>;
  outbound(): Promise<CheckedOutbound>;
  readonly claude: {
    state(): ClaudeSettingsState;
    /** Whether settings.json holds what it should; rejects when it cannot be read. */
    isAsWanted(): Promise<boolean>;
    conflicts(): Promise<readonly SettingsConflict[]>;
    apply(): Promise<void>;
  };
  mcpServers(): Promise<readonly NamedProblems[]>;
  skills(): Promise<readonly NamedProblems[]>;
  /** Everything that must not appear anywhere in a report. */
  secrets(): readonly string[];
}

/** What settings.json of Claude Code says of a Code Proxy: the address and token that one of them wrote. */
export interface WrittenAddress {
  readonly file: string;
  /** Null: it holds none. */
  readonly url: string | null;
  readonly token: string | null;
}

export interface DoctorPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly program: ProgramFacts;
  readonly environment: Environment;
  readonly paths: DataPaths;
  /** Loads the native module and opens a database in memory. @returns The version of SQLite. */
  loadDatabaseModule(): Promise<string>;
  readonly claudeCode: {
    /** Absolute path; PROGRAM_NOT_FOUND. */
    find(): Promise<string>;
    /** Of each settings.json that it uses. Rejects when one cannot be read. */
    writtenAddresses(): Promise<readonly WrittenAddress[]>;
    /** Takes back what a Code Proxy that is gone left in that settings.json. */
    restore(address: { readonly file: string; readonly url: string }): Promise<void>;
  };
  /** Why the data folder could not be opened, when it could not. */
  readonly core: CorePorts | AppError;
}
