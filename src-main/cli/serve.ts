/**
 * The headless host's life: start the core, say where it is, wait for the end, put everything back. `--demo` lives in a
 * throw-away data folder and never touches Claude Code's files.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { createCore } from '../compose.ts';
import type { Core, CoreOptions, StartedReport } from '../core-options.ts';
import { systemClock } from '../platform/clock.ts';
import { compileEarly } from '../platform/compile-early.ts';
import { NO_KEYCHAIN } from '../platform/keychain.ts';
import { type DataPaths, dataFolder, dataPaths } from '../platform/paths.ts';
import { cliCommand } from './cli-command.ts';
import { type EndOfHost, type EndReason, endText, watchForEnd } from './end-of-host.ts';
import { hasLeftEdits, LEFT_EDITS } from './left-edits.ts';
import { showLiveLine } from './live-line.ts';
import { withPortOwner } from './port-owner.ts';
import { rendererFolder } from './renderer-folder.ts';
import { alreadyRunningJson, alreadyRunningText, openHostWarning, readyJson, readyText, serviceText } from './serve-text.ts';
import type { CliSession, ExitCode } from './session.ts';
import { UsageError } from './usage-error.ts';

/** A core that hangs while stopping must not keep a broken process alive. */
const FAULT_STOP_PATIENCE_MS = 10_000;

/** The options of the command line. */
export interface ServeOptions {
  readonly port?: number;
  readonly adminPort?: number;
  readonly host?: string;
  readonly allowHost?: readonly string[];
  /** False: --no-claude-settings. */
  readonly claudeSettings: boolean;
  readonly demo?: boolean;
  /** Hidden, for `launch`: stop when standard input ends, so that no proxy is left behind by a launcher that died. */
  readonly untilStdinEnds?: boolean;
  /** Left out: as the environment says. */
  readonly dataFolder?: string;
  /** Hidden, for the system's service manager: what is printed may be read by others than the user, so no login link is. */
  readonly service?: boolean;
  readonly json?: boolean;
}

/** What the host needs of the process; tests hand in their own. */
export interface ServeParts {
  readonly createCore: (options: CoreOptions) => Core;
  readonly watchForEnd: (needs: { readonly hasLauncher: boolean }) => EndOfHost;
  /** Once it is up. */
  readonly compileEarly: () => void;
}

/** Resolves with the exit code once everything is put back. Rejects with an AppError when the host cannot start. */
export async function serve(session: CliSession, options: ServeOptions, parts: ServeParts = processParts(session)): Promise<ExitCode> {
  if (options.port !== undefined && options.port !== 0 && options.port === options.adminPort)
    throw new UsageError('--port and --admin-port are the same – the proxy and the dashboard need one each', '--admin-port');
  const isDemo = options.demo === true;
  const folder = isDemo ? await mkdtemp(join(tmpdir(), 'code-proxy-demo-')) : resolve(options.dataFolder ?? dataFolder(session.io.environment));
  try {
    return await serveFolder(session, options, parts, dataPaths(folder));
  } finally {
    if (isDemo) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

async function serveFolder(session: CliSession, options: ServeOptions, parts: ServeParts, paths: DataPaths): Promise<ExitCode> {
  const end = parts.watchForEnd({ hasLauncher: options.untilStdinEnds === true });
  const core = parts.createCore(coreOptions(session, options, paths, () => end.ask()));
  try {
    const report = await core.start();
    if (report.kind === 'already-running') {
      say(session, options, alreadyRunningJson(report.instance, paths.folder), () => alreadyRunningText(session.style, report.instance));
      return 0;
    }
    return await serveUntilEnd({ session, options, end, core, report }, parts.compileEarly);
  } catch (error) {
    throw error instanceof AppError ? await withPortOwner(error) : error;
  } finally {
    end.dispose();
  }
}

interface Running {
  readonly session: CliSession;
  readonly options: ServeOptions;
  readonly end: EndOfHost;
  readonly core: Core;
  readonly report: StartedReport;
}

async function serveUntilEnd(running: Running, compileEarly: () => void): Promise<ExitCode> {
  const { session, options, end, core, report } = running;
  const closers: (() => Promise<unknown>)[] = [];
  try {
    if (report.proxyError !== null) throw report.proxyError;
    if (options.demo === true) {
      const { startDemo } = await import('../start-demo.ts');
      const demo = await startDemo(core);
      closers.push(() => demo.stop());
    }
    announce(running);
    compileEarly();
    if (options.json !== true && options.service !== true && session.io.isTerminal) closers.push(startLiveLine(session, core));
    const reason = await Promise.race([end.reason, afterLaunchers(running)]);
    for (const close of closers.splice(0)) await close();
    tellEnd(session, options, reason);
    await stopCore(core, reason);
    await tellLeftEdits(running);
    return reason.kind === 'fault' ? 1 : 0;
  } finally {
    for (const close of closers) await close();
    await core.stop('the host ends');
  }
}

/** A host that a launcher started goes with the last session that uses it, which need not be that launcher's own. */
async function afterLaunchers({ session, options, end, core: { leases } }: Running): Promise<EndReason> {
  await end.launcherGone;
  // The launcher waits for this line or for the end, whichever comes.
  if (leases.held > 0 && options.json === true) session.io.out(`${JSON.stringify({ event: 'kept', sessions: leases.held })}\n`);
  await leases.untilUnused();
  return { kind: 'launcher-gone' };
}

function announce({ session, options, core }: Running): void {
  const { services } = core;
  const status = services.status();
  if (options.service === true) session.io.out(`${serviceText(status)}\n`);
  else {
    const loginUrl = services.loginLink();
    say(session, options, readyJson(status, loginUrl), () => readyText(session.style, status, loginUrl));
  }
  const warning = openHostWarning(session.style, options.host ?? services.settings.get().settings.proxy.host);
  if (warning !== null) session.io.err(`${warning}\n`);
}

/** A line of JSON for programs, or a text for people. */
function say(session: CliSession, options: ServeOptions, json: unknown, text: () => string): void {
  session.io.out(`${options.json === true ? JSON.stringify(json) : text()}\n`);
}

function startLiveLine({ io, style }: CliSession, core: Core): () => Promise<void> {
  const ending = new AbortController();
  const shown = showLiveLine({
    events: core.services.feed.read(null, ending.signal),
    status: () => core.services.status(),
    style,
    write: (text) => io.out(text),
    setTimer: (delayMs, task) => systemClock.setTimer(delayMs, task),
  });
  return () => {
    ending.abort();
    return shown;
  };
}

function tellEnd(session: CliSession, options: ServeOptions, reason: EndReason): void {
  if (reason.kind === 'fault') {
    const { error } = reason;
    session.io.err(`code-proxy: something went wrong inside: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  if (options.json !== true) session.io.out(`Stopping (${endText(reason)}) ...\n`);
}

async function tellLeftEdits({ session, core: { services } }: Running): Promise<void> {
  if (!(await hasLeftEdits(services.status().dataFolder))) return;
  const { kind, message } = services.claude.state();
  session.io.err(`code-proxy: ${LEFT_EDITS}${kind === 'refused' ? `: ${message}` : ''}\n`);
}

/** After a fault the core may be unable to stop; what it then leaves behind is put back at the next start. */
async function stopCore(core: Core, reason: EndReason): Promise<void> {
  if (reason.kind !== 'fault') return core.stop(endText(reason));
  const gaveUp = new Promise<void>((resolve) => systemClock.setTimer(FAULT_STOP_PATIENCE_MS, resolve));
  await Promise.race([core.stop(endText(reason), reason.error), gaveUp]);
}

function coreOptions(session: CliSession, options: ServeOptions, paths: DataPaths, onShutDownAsked: () => void): CoreOptions {
  const command = cliCommand();
  return {
    paths,
    host: 'headless',
    mode: 'full',
    ...(command === null ? {} : { cliCommand: command }),
    version: session.version,
    environment: session.io.environment,
    isDemo: options.demo === true,
    overrides: {
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.adminPort === undefined ? {} : { adminPort: options.adminPort }),
      ...(options.host === undefined ? {} : { bindHost: options.host }),
      ...(options.allowHost === undefined ? {} : { allowedHosts: options.allowHost }),
      ...(options.claudeSettings && options.demo !== true ? {} : { writeClaudeSettings: false }),
    },
    keychain: NO_KEYCHAIN,
    notify: () => undefined,
    rendererFolder: rendererFolder(import.meta.url),
    onShutDownAsked,
  };
}

function processParts({ io }: CliSession): ServeParts {
  return {
    createCore,
    compileEarly,
    watchForEnd: ({ hasLauncher }) =>
      watchForEnd({
        events: process,
        launcher: hasLauncher ? process.stdin : null,
        monotonicMs: () => systemClock.monotonicMs(),
        force(signal) {
          io.err(`code-proxy: ${signal} again: leaving at once; what is not put back now is put back at the next start\n`);
          process.exit(1);
        },
      }),
  };
}
