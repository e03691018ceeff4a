/** What is in one skill folder: SKILL.md, how large it is, and what is wrong with it. Runs on the thread of skills. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import type { SkillText } from '../../src-shared/schemas/skills.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { SHOWN_FILES, SHOWN_TEXT_BYTES, SKILL_MD_BYTES } from './limits.ts';
import { problem, problemOf, SkillRefusal } from './skill-refusal.ts';
import { listTree, sizeOf, type TreeFile } from './skill-tree.ts';

/** In this case only; elsewhere than on Windows and macOS another one is not found by Claude Code. */
export const SKILL_FILE = 'SKILL.md';

export interface SkillContent extends Omit<FrontMatter, 'body' | 'problem'> {
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly files: readonly TreeFile[];
  readonly problems: readonly SkillProblem[];
}

export function readSkill(folder: string): SkillContent {
  const problems: SkillProblem[] = [];
  const files = orProblem(problems, folder, () => listTree(folder)) ?? [];
  const source = orProblem(problems, SKILL_FILE, () => readSkillFile(folder)) ?? '';
  const { body: _body, problem: fault, ...head } = readFrontMatter(source);
  if (fault !== null) problems.push(fault);
  return { ...head, sizeBytes: sizeOf(files), fileCount: files.length, files, problems };
}

/** For people: SKILL.md as far as it is shown, and the other files by name. */
export function readSkillText(folder: string): SkillText {
  const files = listTree(folder);
  const bytes = readStart(join(folder, SKILL_FILE), SHOWN_TEXT_BYTES + 1);
  const isCut = bytes.length > SHOWN_TEXT_BYTES;
  const text = bytes.subarray(0, SHOWN_TEXT_BYTES).toString('utf8');
  return {
    text,
    body: readFrontMatter(text).body,
    isCut,
    files: files.slice(0, SHOWN_FILES).map(({ path, sizeBytes, isExecutable }) => ({ path, sizeBytes, isExecutable })),
    fileCount: files.length,
  };
}

/** At most `limitBytes` from the beginning of a file. */
export function readStart(file: string, limitBytes: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(limitBytes);
    let length = 0;
    for (let read = -1; read !== 0 && length < limitBytes; length += read) read = readSync(handle, bytes, length, limitBytes - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

/** Whatever a stranger's text is, it is UTF-8 or it is said that it is not. */
function readSkillFile(folder: string): string {
  const file = join(folder, SKILL_FILE);
  // A pipe of that name would be waited for without end.
  if (!statSync(file).isFile()) throw new SkillRefusal(problem('no-skill-md'));
  const bytes = readStart(file, SKILL_MD_BYTES + 1);
  if (bytes.length > SKILL_MD_BYTES) throw new SkillRefusal(problem('skill-md-too-large', { limitBytes: SKILL_MD_BYTES }));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SkillRefusal(problem('skill-md-unreadable', { reason: 'it is not UTF-8 text' }), { cause });
  }
}

function orProblem<T>(problems: SkillProblem[], path: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    problems.push(readingProblem(error, path));
    return null;
  }
}

function readingProblem(error: unknown, path: string): SkillProblem {
  const code = errorCodeOf(error);
  if (code === null) return problemOf(error);
  if (path === SKILL_FILE) {
    return code === 'ENOENT' || code === 'ENOTDIR' ? problem('no-skill-md') : problem('skill-md-unreadable', { reason: code });
  }
  return problem('unreadable', { path, reason: code });
}
