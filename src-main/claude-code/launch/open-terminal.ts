/**
 * Opens a terminal and waits until it runs the script: that the program could be started says little, for some hand the command
 * to a process that is already there, and some do not understand it.
 */
import { spawn } from 'node:child_process';
import { access, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../src-shared/app-error.ts';
import { BEGAN_FILE } from './session-script.ts';
import type { TerminalCall } from './terminals.ts';

/** A cold start of a terminal on a busy machine takes a few seconds. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 50;
const SAID_FILE = 'terminal.log';
const MAX_SAID_CHARACTERS = 400;

export interface OpenTerminalOptions {
  readonly call: TerminalCall;
  /** For people. */
  readonly name: string;
  /** The launch's own folder. */
  readonly ownFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** @throws TERMINAL_FAILED in the terminal's own words. */
export async function openTerminal({ call, name, ownFolder, environment }: OpenTerminalOptions): Promise<void> {
  // A file and no pipe: the terminal outlives us. Windows cannot remove a folder with an open file.
  const said = process.platform === 'win32' ? null : await open(join(ownFolder, SAID_FILE), 'w', 0o600);
  const ended = Promise.withResolvers<string>();
  const child = spawn(call.program, [...call.args], {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', said?.fd ?? 'ignore'],
    env: { ...withoutAppImage(environment) },
    windowsVerbatimArguments: call.isVerbatim,
    windowsHide: true,
  });
  child.once('error', (error) => ended.resolve(error.message));
  child.once('exit', (code, signal) => {
    // 0: it gave the command to somebody else.
    if (code !== 0) ended.resolve(`it ended with ${signal ?? `exit code ${code}`}`);
  });
  const ending = new AbortController();
  try {
    const problem = await Promise.race([ended.promise, whenBegun(ownFolder, ending.signal)]);
    // What began and failed at once did run: Claude Code itself says why in the window.
    if (problem === null || (await hasBegun(ownFolder))) return;
    const words = said === null ? '' : (await readFile(join(ownFolder, SAID_FILE), 'utf8')).trim().slice(-MAX_SAID_CHARACTERS);
    throw new AppError('TERMINAL_FAILED', `${name} did not run the command: ${problem}${words === '' ? '' : ` – ${words}`}`);
  } finally {
    ending.abort();
    // It lives on without us.
    child.unref();
    await said?.close();
  }
}

/** Null once the script runs; otherwise why it is given up. */
async function whenBegun(ownFolder: string, signal: AbortSignal): Promise<string | null> {
  const patientUntilMs = performance.now() + PATIENCE_MS;
  while (!(await hasBegun(ownFolder))) {
    if (signal.aborted || performance.now() > patientUntilMs) return `nothing happened within ${PATIENCE_MS / 1_000} s`;
    await sleep(LOOK_EVERY_MS);
  }
  return null;
}

/** A folder that is gone has been used and left already. */
async function hasBegun(ownFolder: string): Promise<boolean> {
  const isThere = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );
  return (await isThere(join(ownFolder, BEGAN_FILE))) || !(await isThere(ownFolder));
}

/** Variables that only describe the AppImage we may run from. */
const OF_APP_IMAGE = ['APPDIR', 'APPIMAGE', 'ARGV0', 'OWD'];

/** Without the paths into an AppImage: a terminal that loads our libraries instead of its own does not start. */
export function withoutAppImage(environment: OpenTerminalOptions['environment']): Readonly<Record<string, string>> {
  const { APPDIR = '' } = environment;
  const known = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (APPDIR === '') return Object.fromEntries(known);
  const kept = known.flatMap(([name, value]): [string, string][] => {
    if (OF_APP_IMAGE.includes(name)) return [];
    if (!value.includes(APPDIR)) return [[name, value]];
    const outside = value.split(':').filter((path) => path !== '' && !path.startsWith(APPDIR));
    return outside.length === 0 ? [] : [[name, outside.join(':')]];
  });
  return Object.fromEntries(kept);
}
