/** The CLI as a process of its own, run from the sources, in a home folder that exists only for one test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { tempFolder } from './temp-folder.ts';

/** Compiled once for all processes: a test starts dozens of them. */
const COMPILE_CACHE = fileURLToPath(new URL('../../.cache/compile', import.meta.url));
const ENTRY = fileURLToPath(new URL('../../src-main/cli/entry.ts', import.meta.url));

const readySchema = z.object({
  event: z.enum(['ready', 'already-running']),
  proxyUrl: z.string().nullable(),
  dashboardUrl: z.string().nullable(),
  loginUrl: z.string().nullable(),
  instanceId: z.string(),
  pid: z.number(),
  dataFolder: z.string(),
});
export type ReadyLine = z.infer<typeof readySchema>;

export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliHome {
  readonly folder: string;
  readonly dataFolder: string;
  /** Claude Code's settings.json; not there unless a test writes it. */
  readonly claudeSettings: string;
  readonly environment: Readonly<Record<string, string>>;
}

export async function cliHome(changes: Readonly<Record<string, string>> = {}): Promise<CliHome> {
  const folder = await tempFolder();
  const dataFolder = join(folder, 'data');
  const claudeFolder = join(folder, '.claude');
  await mkdir(claudeFolder);
  const { PATH = '' } = process.env;
  const environment = {
    PATH,
    HOME: folder,
    USERPROFILE: folder,
    CODE_PROXY_HOME: dataFolder,
    CLAUDE_CONFIG_DIR: claudeFolder,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    ...changes,
  };
  return { folder, dataFolder, claudeSettings: join(claudeFolder, 'settings.json'), environment };
}

/** Runs one verb to its end. */
export async function cli(home: CliHome, args: readonly string[], stdin = ''): Promise<Finished> {
  const child = start(home, args);
  child.stdin?.end(stdin);
  return finished(child);
}

export interface RunningCli {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** Runs one verb beside the test; it ends with the test at the latest. */
export function startCli(home: CliHome, args: readonly string[]): RunningCli {
  const child = start(home, args);
  const whole = finished(child);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await whole;
  });
  return { child, finished: whole };
}

/** What a verb printed with --json, which must be all that it printed. */
export async function cliJson(home: CliHome, args: readonly string[], stdin = ''): Promise<unknown> {
  const { out } = await cli(home, [...args, '--json'], stdin);
  return JSON.parse(out);
}

export interface Serve {
  readonly ready: ReadyLine;
  readonly child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly finished: Promise<Finished>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Finished>;
}

/** `serve` on free ports; ends with the test at the latest. */
export async function startServe(home: CliHome, args: readonly string[] = []): Promise<Serve> {
  const child = start(home, ['serve', '--port', '0', '--admin-port', '0', ...args, '--json']);
  const whole = finished(child);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await whole;
  });
  const line = await Promise.race([firstLine(child), whole.then(({ out, err }) => Promise.reject(new Error(`serve ended early: ${out}${err}`)))]);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return whole;
  };
  return { ready: readySchema.parse(JSON.parse(line)), child, finished: whole, end };
}

function start(home: CliHome, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [ENTRY, ...args], { env: home.environment, cwd: home.folder, stdio: 'pipe' });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', resolve);
  });
}

function finished(child: ChildProcess): Promise<Finished> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
