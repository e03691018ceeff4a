/**
 * Runs Claude Code through the proxy for one session without touching its settings.json: address and token go into a
 * private temporary file that `--settings` names (it wins over settings.json), never into the arguments, which every
 * user of the machine can read.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import spawn from 'cross-spawn';
import { parse } from 'jsonc-parser';
import { z } from 'zod';
import { AppError } from '../../src-shared/app-error.ts';
import { findClient } from './find-client.ts';
import { createLaunchFolder, isProcessAlive, markLaunchFolder, removeLaunchFolder, removeStaleLaunches } from './launch/launch-folders.ts';
import { type ClaudeValues, launchSettings } from './plan-edit.ts';

export interface LaunchOptions {
  /** Arguments for Claude Code. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly values: ClaudeValues;
  /** The folder of all launches, below the data folder. */
  readonly launches: string;
  /** Left out: found by findClient. */
  readonly program?: string;
  /** Where our own signals arrive; left out: this process. */
  readonly signals?: SignalSource;
}

export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): unknown;
}

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Signals shown as 128 + their number, as shells do. */
const SIGNAL_EXIT_BASE = 128;

const settingsSchema = z.looseObject({ env: z.record(z.string(), z.unknown()).optional() });

/**
 * Resolves when Claude Code has ended. @returns Its exit code; 128 + n after signal n.
 * @throws PROGRAM_NOT_FOUND; CONFIG_INVALID for a `--settings` of the user's that cannot be read.
 */
export async function launchClient(options: LaunchOptions): Promise<number> {
  const program = options.program ?? (await findClient({ environment: options.environment }));
  await removeStaleLaunches(options.launches, { isAlive: isProcessAlive, nowMs: Date.now() });
  const folder = await createLaunchFolder(options.launches);
  try {
    await markLaunchFolder(folder, process.pid);
    const { file, rest } = await writeSessionSettings(folder, options);
    return await run(program, ['--settings', file, ...rest], options);
  } finally {
    await removeLaunchFolder(folder);
  }
}

/** Variables that would be sent beside the token, or lead elsewhere. */
export const CREDENTIAL_VARIABLES = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL'] as const;
/** Where no outbound proxy may stand in between. */
export const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '::1'] as const;

/**
 * @returns The file, readable by its owner only, and the arguments without the `--settings` that was merged into it.
 * @throws CONFIG_INVALID for a `--settings` of the user's that cannot be read.
 */
export async function writeSessionSettings(
  folder: string,
  { args, cwd, values }: Pick<LaunchOptions, 'args' | 'cwd' | 'values'>,
): Promise<{ readonly file: string; readonly rest: readonly string[] }> {
  const { rest, settings } = await takeSettings(args, cwd);
  const file = join(folder, 'settings.json');
  const ours = launchSettings(values);
  const merged = { ...settings, ...ours, env: { ...settings.env, ...ours.env } };
  await writeFile(file, `${JSON.stringify(merged, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return { file, rest };
}

/** The client's environment: no credential that would be sent beside the token, and no proxy between it and us. */
export function childEnvironment(environment: LaunchOptions['environment']): Record<string, string> {
  const kept = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const isUnwanted = (name: string) => CREDENTIAL_VARIABLES.some((unwanted) => unwanted === name.toUpperCase());
  const result: Record<string, string> = Object.fromEntries(kept.filter(([name]) => !isUnwanted(name)));
  const direct = [result.NO_PROXY ?? result.no_proxy ?? '', ...LOOPBACK_NAMES].filter((entry) => entry !== '').join(',');
  return { ...result, NO_PROXY: direct, no_proxy: direct };
}

function run(program: string, args: readonly string[], options: LaunchOptions): Promise<number> {
  const signals: SignalSource = options.signals ?? process;
  const child = spawn(program, [...args], { cwd: options.cwd, env: childEnvironment(options.environment), stdio: 'inherit' });
  const listeners = FORWARDED.map((signal) => {
    // On a terminal Ctrl+C reaches the client directly; all that is left to do here is not to die of it.
    const isShared = signal === 'SIGINT' && process.stdin.isTTY === true;
    const listener = () => {
      if (!isShared) child.kill(signal);
    };
    signals.on(signal, listener);
    return { signal, listener };
  });
  return new Promise<number>((settle, fail) => {
    child.once('error', (cause) => {
      fail(new AppError('PROGRAM_NOT_FOUND', `${program} could not be started. Check that Claude Code is installed and works by itself.`, { cause }));
    });
    child.once('exit', (code, signal) => settle(code ?? SIGNAL_EXIT_BASE + (signal === null ? 0 : constants.signals[signal])));
  }).finally(() => {
    for (const { signal, listener } of listeners) signals.off(signal, listener);
  });
}

/** Takes the user's own `--settings` out of the arguments: the client reads only one, so theirs is merged into ours. */
async function takeSettings(args: readonly string[], cwd: string): Promise<{ rest: readonly string[]; settings: z.infer<typeof settingsSchema> }> {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const index = args.findIndex((arg, at) => at < end && (arg === '--settings' || arg.startsWith('--settings=')));
  const found = args[index];
  if (found === undefined) return { rest: args, settings: {} };
  const isJoined = found !== '--settings';
  const value = isJoined ? found.slice('--settings='.length) : args[index + 1];
  const rest = args.toSpliced(index, isJoined ? 1 : 2);
  try {
    const text = value === undefined ? '' : value.trimStart().startsWith('{') ? value : await readFile(resolve(cwd, value), 'utf8');
    return { rest, settings: settingsSchema.parse(parse(text, [], { allowTrailingComma: true })) };
  } catch (cause) {
    throw new AppError(
      'CONFIG_INVALID',
      'The --settings given to Claude Code cannot be read: it must be a JSON object or the path of a file with one.',
      {
        cause,
        field: '--settings',
      },
    );
  }
}
