/** The skills in one skills folder, and the commands and agents beside it. Runs on the thread of skills. */
import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import { errorCodeOf } from '../platform/error-code.ts';
import { readFrontMatter } from './front-matter.ts';
import { FRONT_MATTER_BYTES, MAX_SKILLS } from './limits.ts';
import { readSkill, readStart, type SkillContent } from './read-skill.ts';
import { problem } from './skill-refusal.ts';
import { hashTree } from './skill-tree.ts';

export interface FoundSkill extends Omit<SkillContent, 'files'> {
  readonly folderName: string;
  readonly path: string;
  readonly isLink: boolean;
  /** Null unless asked for, and when it could not be read whole. */
  readonly contentHash: string | null;
}

export interface ListedPlace {
  readonly exists: boolean;
  readonly problem: SkillProblem | null;
  readonly skills: readonly FoundSkill[];
}

/** Commands may lie in folders, whose names are then part of theirs. */
const MAX_EXTRA_DEPTH = 5;
const MAX_EXTRAS = 1_000;

/** @param hashed Names of the folders whose content hash is wanted. */
export function listPlace(skillsFolder: string, hashed: readonly string[]): ListedPlace {
  try {
    const found = readdirSync(skillsFolder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    const folders = found.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const skills = folders.slice(0, MAX_SKILLS).flatMap((entry) => skillAt(skillsFolder, entry, hashed.includes(entry.name)));
    return { exists: true, problem: null, skills };
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'ENOENT') return { exists: false, problem: null, skills: [] };
    return { exists: code !== 'ENOTDIR', problem: problem('unreadable', { path: skillsFolder, reason: code ?? String(error) }), skills: [] };
  }
}

/** A link to a file is none of our business; one that leads nowhere is shown, since a skill is missing. */
function skillAt(skillsFolder: string, entry: Dirent, isHashed: boolean): FoundSkill[] {
  const path = join(skillsFolder, entry.name);
  const target = statSync(path, { throwIfNoEntry: false });
  if (target !== undefined && !target.isDirectory()) return [];
  const found = foundSkill(path, isHashed);
  return [target === undefined ? { ...found, problems: [problem('link-broken', { path })] } : found];
}

export function foundSkill(path: string, isHashed: boolean): FoundSkill {
  const { files, ...content } = readSkill(path);
  const isWhole = content.problems.every(({ code }) => code !== 'unreadable' && code !== 'too-many-files');
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return { ...content, folderName: basename(path), path, isLink, contentHash: isHashed && isWhole ? hashTree(path, files) : null };
}

export interface FoundExtra {
  readonly name: string;
  readonly description: string | null;
  readonly path: string;
  readonly sizeBytes: number;
}

/** Markdown files; a folder that is missing or cannot be read has none. */
export function listExtras(folder: string): readonly FoundExtra[] {
  const extras: FoundExtra[] = [];
  const visit = (below: readonly string[]): void => {
    for (const entry of readFolder(join(folder, ...below))) {
      if (extras.length >= MAX_EXTRAS || entry.name.startsWith('.')) continue;
      if (entry.isDirectory() && below.length < MAX_EXTRA_DEPTH) visit([...below, entry.name]);
      else if (entry.isFile() && entry.name.endsWith('.md')) extras.push(extraAt(folder, [...below, entry.name]));
    }
  };
  visit([]);
  return extras;
}

function extraAt(folder: string, names: readonly string[]): FoundExtra {
  const path = join(folder, ...names);
  const { name, description } = readFrontMatter(readStart(path, FRONT_MATTER_BYTES).toString('utf8'));
  return { name: name ?? names.join(':').replace(/\.md$/, ''), description, path, sizeBytes: statSync(path).size };
}

function readFolder(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
