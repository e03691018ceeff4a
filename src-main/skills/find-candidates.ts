/** Finds the skills in an unpacked source: every folder with a SKILL.md. Runs on the thread of skills. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import type { SkillCandidate } from '../../src-shared/schemas/skills.ts';
import { folderNameProblem } from './entry-path.ts';
import { MAX_SKILLS } from './limits.ts';
import { readSkill, SKILL_FILE } from './read-skill.ts';
import { refuse, SkillRefusal } from './skill-refusal.ts';
import { hashTree } from './skill-tree.ts';

export interface FindOptions {
  /** Folder that everything was unpacked to. */
  readonly root: string;
  /** Folder in the source that was asked for; '' is its top. */
  readonly under: string;
  /** For a skill at the top of the source, which has no folder name of its own. */
  readonly sourceName: string;
  /** What the gate left out. */
  readonly left: readonly SkillProblem[];
}

/** @throws SkillRefusal when there is no skill at all: the first thing that was left out, else `no-skills`. */
export function findCandidates({ root, under, sourceName, left }: FindOptions): readonly Omit<SkillCandidate, 'existsIn'>[] {
  const paths: string[] = [];
  const visit = (path: string): void => {
    if (paths.length >= MAX_SKILLS) return;
    if (isFile(join(root, path, SKILL_FILE))) paths.push(path);
    const folders = readdirSync(join(root, path), { withFileTypes: true }).filter((found) => found.isDirectory());
    for (const { name } of folders.toSorted((a, b) => (a.name < b.name ? -1 : 1))) visit(path === '' ? name : `${path}/${name}`);
  };
  if (existsSync(join(root, under))) visit(under);
  if (paths.length === 0) {
    const [first] = left;
    if (first !== undefined) throw new SkillRefusal(first);
    refuse('no-skills');
  }
  return paths.map((path) => candidateAt(root, path, sourceName, left));
}

/** @param path Folder with a SKILL.md in an unpacked source. */
export function candidateAt(root: string, path: string, sourceName: string, left: readonly SkillProblem[]): Omit<SkillCandidate, 'existsIn'> {
  const folder = join(root, path);
  const { files, problems, ...content } = readSkill(folder);
  const folderName = path === '' ? topName(content.name, sourceName) : basename(path);
  const named = folderNameProblem(folderName);
  return {
    ...content,
    path,
    folderName,
    allowedTools: [...content.allowedTools],
    executableCount: files.filter(({ isExecutable }) => isExecutable).length,
    contentHash: hashTree(folder, files),
    problems: [...problems, ...(named === null ? [] : [named]), ...left.filter((found) => concerns(found, path))],
  };
}

/** The front matter's name if it can be a folder's, else the source's name with what cannot be in one replaced. */
function topName(name: string | null, sourceName: string): string {
  if (name !== null && folderNameProblem(name) === null) return name;
  return sourceName
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 64);
}

/** What was left out belongs to a skill when it lies in its folder, or is a name that its folder clashes with. */
function concerns({ values }: SkillProblem, path: string): boolean {
  return [values.path, values.other].some(
    (named) => named !== undefined && (path === '' || named === path || named.startsWith(`${path}/`) || path.startsWith(`${named}/`)),
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
