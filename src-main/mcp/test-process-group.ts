/** Ends a program and everything it started: first it may leave by itself, then it is asked to, then it is made to. */
import { type ChildProcess, execFile } from 'node:child_process';
import type { Clock } from '../platform/clock.ts';

/** For a server to notice that its input has ended, ms. */
const LEAVE_MS = 400;
/** For a server to tidy up after SIGTERM, ms. */
const TIDY_MS = 1_000;
/** For the system to take a killed process away, ms. */
const KILLED_MS = 300;
const LOOK_EVERY_MS = 20;

/** Resolves when all of it is gone, at the latest after some 1.7 s. The child must lead a group of its own (`detached`), except on Windows. */
export async function endProcessGroup(child: ChildProcess, clock: Clock, platform: NodeJS.Platform = process.platform): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  child.stdin?.end();
  const isGone = () => hasEnded(child) && (platform === 'win32' || !isGroupAlive(pid));
  if (await within(LEAVE_MS, isGone, clock)) return;
  if (platform === 'win32') {
    await killTree(pid);
    return;
  }
  signalGroup(pid, 'SIGTERM');
  if (await within(TIDY_MS, isGone, clock)) return;
  signalGroup(pid, 'SIGKILL');
  await within(KILLED_MS, isGone, clock);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function isGroupAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    // ESRCH: nobody is in it any more. EPERM cannot be: they are our own descendants.
    return false;
  }
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone meanwhile.
  }
}

/** Windows has no groups; the tree is what counts there. */
function killTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
  });
}

/** @returns Whether it came true in time. */
function within(limitMs: number, isTrue: () => boolean, clock: Clock): Promise<boolean> {
  const untilMs = clock.monotonicMs() + limitMs;
  return new Promise((resolve) => {
    const look = () => {
      if (isTrue()) resolve(true);
      else if (clock.monotonicMs() >= untilMs) resolve(false);
      else clock.setTimer(LOOK_EVERY_MS, look);
    };
    look();
  });
}
