/**
 * Which names may be created on disk: only such that mean the same file, inside its folder, on all three systems. A path that
 * leads elsewhere condemns its whole archive; a name that some system cannot keep condemns the skill that it belongs to.
 */
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import { problem, refuse } from './skill-refusal.ts';

/** Of Windows, with any extension and in any case. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const FORBIDDEN = /[<>:"|?*\\\p{Cc}\p{Cf}\u2028\u2029\ufffd]/u;
const MAX_SEGMENT_BYTES = 255;
/** As long as Claude Code's own names of skills. */
const MAX_FOLDER_NAME_CHARACTERS = 64;

/**
 * Splits an entry's name at `/`.
 * @returns Its parts; none for the top itself. `.` and empty parts are left out.
 * @throws SkillRefusal when it is absolute, has a drive letter, or climbs with `..` by either kind of slash.
 */
export function splitEntryPath(path: string): readonly string[] {
  const parts = path.split(/[/\\]/);
  const isAbsolute = path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:/.test(path);
  // Blanks and dots at the end fall away on Windows, so that ".. " climbs there.
  if (isAbsolute || path.includes('\0') || parts.some((part) => /^\.\.[. ]*$/.test(part))) refuse('path-escapes', { path });
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** What is wrong with one part of a path; null: nothing. */
export function segmentProblem(segment: string, path: string): SkillProblem | null {
  const isLong = Buffer.byteLength(segment) > MAX_SEGMENT_BYTES;
  if (isLong) return problem('path-too-long', { path });
  const isBad = FORBIDDEN.test(segment) || RESERVED.test(segment) || /[. ]$/.test(segment) || hasLoneSurrogate(segment);
  return isBad ? problem('name-not-portable', { path }) : null;
}

/** The same for names that a file system might take for one another: case and Unicode form do not count. */
export function sameNameKey(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** The name of a skill's own folder: letters and digits of any script, and a few signs; no hidden folders. */
export function folderNameProblem(name: string): SkillProblem | null {
  const isPlain = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._ -]*$/u.test(name) && name.length <= MAX_FOLDER_NAME_CHARACTERS;
  const isSafe = isPlain && name === name.normalize('NFC') && segmentProblem(name, name) === null;
  return isSafe ? null : problem('folder-name-invalid', { name });
}

function hasLoneSurrogate(text: string): boolean {
  return !text.isWellFormed();
}
