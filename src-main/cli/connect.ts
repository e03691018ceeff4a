/**
 * How a verb reaches the core: over the admin socket of the instance that runs on this data folder, whichever host it is,
 * else in this process on the data folder itself. Verbs are written once, against the caller, and need not know.
 */
import { AppError } from '../../src-shared/app-error.ts';
import type { AdminCaller } from './admin-caller.ts';
import type { LeaseAnswer, LeaseOptions } from './hold-lease.ts';

/** `any`: a data-only core will do. `running`: only a live instance can answer. */
export type ConnectionNeed = 'running' | 'any';

/** The instance that answered. */
export interface RunningInstance {
  readonly instanceId: string;
  readonly pid: number;
  readonly host: 'headless' | 'desktop';
  readonly proxyUrl: string | null;
  readonly dashboardUrl: string | null;
  readonly version: string;
}

export interface Connection {
  readonly caller: AdminCaller;
  /** Null: nothing runs, the caller works on the data folder. */
  readonly instance: RunningInstance | null;
  close(): Promise<void>;
  /** Keeps the instance for a session; absent when nothing runs. */
  lease?(options: LeaseOptions): Promise<LeaseAnswer>;
}

/** The two ways; see open-instance.ts and open-data-folder.ts. */
export interface Ways {
  /** Null when no instance answers on this data folder. */
  instance(): Promise<Connection | null>;
  dataFolder(): Promise<Connection>;
}

/** Rejects with INSTANCE_UNREACHABLE when a running instance is needed and none answers. */
export async function connect(ways: Ways, need: ConnectionNeed): Promise<Connection> {
  const running = await ways.instance();
  if (running !== null) return running;
  if (need === 'running') {
    throw new AppError('INSTANCE_UNREACHABLE', 'Code Proxy is not running on this data folder – start it with "code-proxy serve" or open the app');
  }
  try {
    return await ways.dataFolder();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'DATA_FOLDER_LOCKED') throw error;
    // One started between the two questions, or answered the first one too late.
    const started = await ways.instance();
    if (started === null) throw error;
    return started;
  }
}
