/**
 * Claude Code through the proxy for one session: reuse the instance that runs or start one in the background, run the client,
 * and end only what was started here. The address and token reach the client in a settings file of its own.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { AppSettings } from '../../src-shared/schemas/settings.ts';
import { findClaudeCode, launchClaudeCode } from '../launch-claude-code.ts';
import { startBackgroundServe } from './background-serve.ts';
import type { Connection } from './connect.ts';
import type { CliSession, ExitCode } from './session.ts';
import { UsageError } from './usage-error.ts';

/** The options of the command line. */
export interface LaunchOptions {
  readonly cd?: string;
  readonly port?: number;
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
  readonly startBackgroundServe: (args: readonly string[]) => Promise<{ stop(): Promise<void> }>;
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
    const exitCode = await parts.launchClaudeCode({
      program,
      args,
      cwd,
      environment: session.io.environment,
      proxyUrl: proxy.url,
      token: proxy.token,
      settings: proxy.settings,
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
  end(): Promise<void>;
}

async function ensureProxy(session: CliSession, options: LaunchOptions, parts: LaunchParts): Promise<ReadyProxy> {
  const running = await connectIfRunning(session);
  if (running !== null) return reuse(running);
  const port = options.port === undefined ? [] : ['--port', String(options.port)];
  const started = await parts.startBackgroundServe(['--no-claude-settings', ...port]);
  try {
    const proxy = await reuse(await session.connect('running'));
    return {
      ...proxy,
      isStartedHere: true,
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

/** Asks a running instance for what the client needs; a proxy that was switched off there is on for as long as the client runs. */
async function reuse({ caller, close }: Connection): Promise<ReadyProxy> {
  try {
    const before = (await caller.status.get()).proxy;
    const proxy = before.kind === 'running' ? before : await caller.proxy.start();
    if (proxy.url === null) throw new AppError('INSTANCE_UNREACHABLE', proxy.error ?? 'the proxy of the running instance does not start');
    const { token } = await caller.tokens.current();
    const { settings } = await caller.settings.get();
    const end = async () => {
      if (before.kind !== 'running') await caller.proxy.stop();
      await close();
    };
    return { url: proxy.url, token, settings: settings.claude, isStartedHere: before.kind !== 'running', end };
  } catch (error) {
    await close();
    throw error;
  }
}

async function workingFolder(folder: string | undefined): Promise<string> {
  const path = resolve(folder ?? '.');
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() !== true) throw new UsageError(`--cd ${path} is not a folder – name an existing one`, '--cd');
  return path;
}

/** Runs this CLI again, whether it is the built one or the sources. */
function processParts({ io }: CliSession): LaunchParts {
  const script = process.argv[1];
  return {
    findClaudeCode,
    launchClaudeCode,
    startBackgroundServe: (args) => {
      if (script === undefined) throw new AppError('NOT_SUPPORTED_HERE', 'launch does not know its own script');
      return startBackgroundServe({ command: [process.execPath, ...process.execArgv, script], args, environment: io.environment });
    },
  };
}
