/**
 * The private folder of each launch: settings with the token, and the script that a terminal runs. It goes when the session
 * ends; what a crash left behind goes at the next start.
 */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MS_PER_DAY } from '../../../src-shared/units.ts';
import { errorCodeOf } from '../../platform/error-code.ts';
import { PRIVATE_FOLDER_MODE } from '../../platform/private-files.ts';
import { BEGAN_FILE } from './session-script.ts';

const PREFIX = 'session-';

/** Of a session whose process cannot be asked for: a local token of an earlier start is refused after this anyway. */
const LONGEST_UNKNOWN_MS = MS_PER_DAY;

/** @param parent The folder of all launches. @returns The path of a new one, readable by its owner only. */
export async function createLaunchFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  const folder = await mkdtemp(join(parent, PREFIX));
  await chmod(folder, PRIVATE_FOLDER_MODE);
  return folder;
}

/** Notes that this process uses the folder, so that nobody takes it away meanwhile. */
export async function markLaunchFolder(folder: string, pid: number): Promise<void> {
  await writeFile(join(folder, BEGAN_FILE), `${pid}\n`, { mode: 0o600 });
}

export async function removeLaunchFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

export interface StaleLaunches {
  readonly isAlive: (pid: number) => boolean;
  readonly nowMs: number;
}

/** Takes away the folders of sessions that are over. Never rejects. @returns How many. */
export async function removeStaleLaunches(parent: string, { isAlive, nowMs }: StaleLaunches): Promise<number> {
  const names = await readdir(parent).catch(() => []);
  let removed = 0;
  for (const name of names.filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(parent, name);
    if (!(await isOver(folder, isAlive, nowMs))) continue;
    // Not ours to remove, or in use on Windows: the next start tries again.
    await removeLaunchFolder(folder).then(
      () => (removed += 1),
      () => undefined,
    );
  }
  return removed;
}

async function isOver(folder: string, isAlive: (pid: number) => boolean, nowMs: number): Promise<boolean> {
  const pid = Number.parseInt(await readFile(join(folder, BEGAN_FILE), 'utf8').catch(() => ''), 10);
  if (Number.isInteger(pid)) return !isAlive(pid);
  const info = await stat(folder).catch(() => null);
  return info !== null && nowMs - info.mtimeMs > LONGEST_UNKNOWN_MS;
}

/** Whether the process lives; one of somebody else's does too. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
}
