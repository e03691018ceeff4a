/** Runs one command line of the CLI in this process against admin services, and keeps what it printed. */
import type { AdminServices } from '../../src-main/admin/ports.ts';
import { connect, type RunningInstance } from '../../src-main/cli/connect.ts';
import { runProgram } from '../../src-main/cli/program.ts';
import type { CliIo, CliSession } from '../../src-main/cli/session.ts';
import { createTextStyle } from '../../src-main/cli/text-style.ts';
import { createLocalCaller } from '../../src-main/local-caller.ts';
import { INSTANCE_ID } from './admin-services.ts';

/** 2026-11-20 12:00 UTC. */
export const CLI_NOW_MS = Date.UTC(2026, 10, 20, 12);

export const RUNNING_INSTANCE: RunningInstance = {
  instanceId: INSTANCE_ID,
  pid: 4_711,
  host: 'headless',
  proxyUrl: 'http://127.0.0.1:9000',
  dashboardUrl: 'http://127.0.0.1:9001',
  version: '0.0.0-test',
};

export interface CliRunOptions {
  readonly services: AdminServices;
  /** Null: nothing runs, the services are those of the data folder. */
  readonly instance?: RunningInstance | null;
  readonly stdin?: string;
  readonly environment?: CliIo['environment'];
  readonly isTerminal?: boolean;
}

export interface CliRun {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** How often a connection was opened and closed. */
  readonly opened: number;
  readonly closed: number;
}

export interface TestSession {
  readonly session: CliSession;
  readonly printed: { out: string; err: string; opened: number; closed: number };
}

export function testSession(options: CliRunOptions): TestSession {
  const printed = { out: '', err: '', opened: 0, closed: 0 };
  const environment = options.environment ?? { CODE_PROXY_HOME: '/data' };
  const isTerminal = options.isTerminal === true;
  const io: CliIo = {
    out(text) {
      printed.out += text;
    },
    err(text) {
      printed.err += text;
    },
    readInput: async () => (options.stdin ?? '').trim(),
    environment,
    isTerminal,
    columns: isTerminal ? 100 : null,
    nowMs: () => CLI_NOW_MS,
  };
  const open = (instance: RunningInstance | null) => {
    printed.opened += 1;
    const close = async () => {
      printed.closed += 1;
    };
    return { caller: createLocalCaller(options.services), instance, close };
  };
  const instance = options.instance === undefined ? RUNNING_INSTANCE : options.instance;
  const ways = { instance: async () => (instance === null ? null : open(instance)), dataFolder: async () => open(null) };
  const session: CliSession = {
    io,
    style: createTextStyle({ isTerminal, columns: io.columns, environment }),
    version: '0.0.0-test',
    exitCode: 0,
    connect: (need) => connect(ways, need),
  };
  return { session, printed };
}

export async function runCli(args: readonly string[], options: CliRunOptions): Promise<CliRun> {
  const { session, printed } = testSession(options);
  const exitCode = await runProgram(session, args);
  return { exitCode, ...printed };
}
