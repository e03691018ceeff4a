/** Which files belong to which UTC day, how large they are, and how a day is taken away. Closed first: Windows deletes no open file. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MS_PER_DAY } from '../../src-shared/units.ts';
import { PRIVATE_FOLDER_MODE } from '../platform/private-files.ts';

/** `2026-11-20.db`, with what SQLite puts beside it, and what was put aside because it was broken. */
const DAY_FILE = /^(\d{4}-\d{2}-\d{2})\.db(-wal|-shm|\.broken-\d+(?:-wal|-shm)?)?$/;
const SIDE_FILES = ['', '-wal', '-shm'] as const;

/** The UTC day of a moment: `2026-11-20`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** First moment after the day, Unix ms. */
export function endOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + MS_PER_DAY;
}

export function dayFile(folder: string, day: string): string {
  return join(folder, `${day}.db`);
}

export function ensureFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
  if (process.platform !== 'win32') chmodSync(folder, PRIVATE_FOLDER_MODE);
}

/** Days with any file, oldest first, with all their bytes on the disk. */
export function listDays(folder: string): readonly { readonly day: string; readonly sizeBytes: number }[] {
  const sizes = new Map<string, number>();
  for (const name of filesIn(folder)) {
    const day = DAY_FILE.exec(name)?.[1];
    if (day !== undefined) sizes.set(day, (sizes.get(day) ?? 0) + sizeOf(join(folder, name)));
  }
  return [...sizes].map(([day, sizeBytes]) => ({ day, sizeBytes })).sort((a, b) => a.day.localeCompare(b.day));
}

export function hasDay(folder: string, day: string): boolean {
  return existsSync(dayFile(folder, day));
}

/** Deletes all files of the day. Its database must be closed. Throws what the system says when one cannot be deleted. */
export function removeDay(folder: string, day: string): void {
  for (const name of filesIn(folder)) {
    if (DAY_FILE.exec(name)?.[1] === day) rmSync(join(folder, name), { force: true, maxRetries: 10, retryDelay: 50 });
  }
}

/**
 * Puts a file that is damaged or not ours out of the way. @param isOurs False: it is kept for ever, since it is not ours to delete.
 * @returns Its new path.
 */
export function setAside(folder: string, day: string, isOurs: boolean, nowMs: number): string {
  const file = dayFile(folder, day);
  const aside = `${file}.${isOurs ? 'broken' : 'foreign'}-${nowMs}`;
  for (const ending of SIDE_FILES) if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
  return aside;
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
