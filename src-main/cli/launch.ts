/**
 * Claude Code through the proxy for one session: reuse the instance that runs or start one in the background, run the client,
 * and end only what was started here. The address and token reach the client in a settings file of its own.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../src-shared/app-error.ts';
import type { AppSettings } from '../../src-shared/schemas/settings.ts';
import { findClaudeCode, launchClaudeCode } from '../launch-claude-code.ts';
import { dataFolder, dataPaths } from '../platform/paths.ts';
import { type BackgroundServe, startBackgroundServe } from './background-serve.ts';
import { cliCommand } from './cli-command.ts';
import type { Connection } from './connect.ts';
import type { LeaseAnswer } from './hold-lease.ts';
import type { CliSession, ExitCode } from './session.ts';
import { UsageError } from './usage-error.ts';

/** The options of the command line. */
export interface LaunchOptions {
  readonly cd?: string;
  readonly port?: number;
  readonly model?: string;
  readonly json?: boolean;
}

export interface LaunchResult {
  /** Of Claude Code. */
  readonly exitCode: ExitCode;
  readonly proxyUrl: string;
  /** False: a running one was reused and left running. */
  readonly startedProxy: boolean;
}

/** What launching needs of the system; tests hand in their own. */
export interface LaunchParts {
  readonly findClaudeCode: typeof findClaudeCode;
  readonly launchClaudeCode: typeof launchClaudeCode;
  readonly startBackgroundServe: (args: readonly string[]) => Promise<BackgroundServe>;
}

/** Rejects with PROGRAM_NOT_FOUND without Claude Code, before anything is started. */
export async function launch(
  session: CliSession,
  options: LaunchOptions,
  args: readonly string[],
  parts: LaunchParts = processParts(session),
): Promise<LaunchResult> {
  const cwd = await workingFolder(options.cd);
  const program = await parts.findClaudeCode(session.io.environment);
  const proxy = await ensureProxy(session, options, parts);
  try {
    await proxy.remember(cwd);
    const exitCode = await parts.launchClaudeCode({
      program,
      args: [...(options.model === undefined ? [] : ['--model', options.model]), ...args],
      cwd,
      environment: session.io.environment,
      proxyUrl: proxy.url,
      token: proxy.token,
      settings: proxy.settings,
      launches: dataPaths(dataFolder(session.io.environment)).launches,
    });
    return { exitCode, proxyUrl: proxy.url, startedProxy: proxy.isStartedHere };
  } finally {
    await proxy.end();
  }
}

interface ReadyProxy {
  readonly url: string;
  readonly token: string;
  readonly settings: AppSettings['claude'];
  readonly isStartedHere: boolean;
  remember(folder: string): Promise<void>;
  end(): Promise<void>;
}

/** How long an instance may take to end before a new one can start. */
const ENDING_PATIENCE_MS = 20_000;
const LOOK_AGAIN_MS = 100;

async function ensureProxy(session: CliSession, options: LaunchOptions, parts: LaunchParts): Promise<ReadyProxy> {
  const patientUntilMs = performance.now() + ENDING_PATIENCE_MS;
  for (;;) {
    const running = await connectIfRunning(session);
    const proxy = running === null ? await startProxy(session, options, parts) : await reuse(running, { isOurs: false });
    if (proxy !== null) return proxy;
    if (performance.now() > patientUntilMs)
      throw new AppError('INSTANCE_UNREACHABLE', 'the running Code Proxy is about to end and does not come to an end – try again');
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Null: another instance was there meanwhile, and ends. */
async function startProxy(session: CliSession, options: LaunchOptions, parts: LaunchParts): Promise<ReadyProxy | null> {
  const port = options.port === undefined ? [] : ['--port', String(options.port)];
  const started = await parts.startBackgroundServe(['--no-claude-settings', ...port]);
  try {
    // Our own goes with the pipe to it. One that was faster belongs to somebody else, and is shared.
    const proxy = await reuse(await session.connect('running'), { isOurs: started.isOurs });
    if (proxy === null) {
      await started.stop();
      return null;
    }
    return {
      ...proxy,
      isStartedHere: started.isOurs,
      async end() {
        await proxy.end();
        await started.stop();
      },
    };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function connectIfRunning(session: CliSession): Promise<Connection | null> {
  try {
    return await session.connect('running');
  } catch (error) {
    if (error instanceof AppError && error.code === 'INSTANCE_UNREACHABLE') return null;
    throw error;
  }
}

/**
 * Asks a running instance for what the client needs, and keeps it for as long as the client runs; a proxy that was switched off there
 * is on until no session needs it. Null: the instance is about to end.
 */
async function reuse({ caller, close, lease }: Connection, { isOurs }: { readonly isOurs: boolean }): Promise<ReadyProxy | null> {
  let held: LeaseAnswer | null = null;
  try {
    const before = (await caller.status.get()).proxy;
    const switchesProxyOff = before.kind !== 'running';
    held = isOurs ? null : ((await lease?.({ switchesProxyOff })) ?? null);
    if (held?.kind === 'ending') {
      await close();
      return null;
    }
    const proxy = switchesProxyOff ? await caller.proxy.start() : before;
    if (proxy.url === null) throw new AppError('INSTANCE_UNREACHABLE', proxy.error ?? 'the proxy of the running instance does not start');
    const { token } = await caller.tokens.current();
    const { settings } = await caller.settings.get();
    const release = held?.release;
    // A convenience: an instance of an earlier version does not know it.
    const remember = (folder: string) => caller.launch.remember({ folder }).catch(() => undefined);
    const end = async () => {
      release?.();
      await close();
    };
    return { url: proxy.url, token, settings: settings.claude, isStartedHere: switchesProxyOff, remember, end };
  } catch (error) {
    if (held?.kind === 'held') held.release();
    await close();
    throw error;
  }
}

export async function workingFolder(folder: string | undefined): Promise<string> {
  const path = resolve(folder ?? '.');
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() !== true) throw new UsageError(`--cd ${path} is not a folder – name an existing one`, '--cd');
  return path;
}

function processParts({ io }: CliSession): LaunchParts {
  return {
    findClaudeCode,
    launchClaudeCode,
    startBackgroundServe: (args) => {
      const [program, ...leading] = cliCommand() ?? [];
      if (program === undefined) throw new AppError('NOT_SUPPORTED_HERE', 'launch does not know its own script');
      return startBackgroundServe({ command: [program, ...leading], args, environment: io.environment });
    },
  };
}
