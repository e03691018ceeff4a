/** What the words of a `skill` command line mean: a source, a place, one of the skills that are there. Pure but for the folders that are there. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { SkillInstallSource, SkillJob, SkillSelection } from '../../src-shared/schemas/skill-job.ts';
import type { SkillCandidate, SkillList, SkillPlace, SkillView } from '../../src-shared/schemas/skills.ts';
import { problemText } from './skill-words.ts';
import { UsageError } from './usage-error.ts';

export interface SkillPlaceOptions {
  readonly project?: string;
}

export interface InstallOptions extends SkillPlaceOptions {
  readonly only?: readonly string[];
  readonly all?: boolean;
  readonly as?: string;
  readonly replace?: boolean;
}

/** Begins like a path, or ends like an archive; all else is meant for GitHub. */
export function installSource(text: string): SkillInstallSource {
  const isHome = text === '~' || text.startsWith('~/');
  const isPath = isHome || /^(?:\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:[/\\])/.test(text) || (/\.zip$/i.test(text) && !/^https?:/i.test(text));
  if (!isPath) return { kind: 'github', text };
  const path = isHome ? join(homedir(), text.slice(1)) : resolve(text);
  return /\.zip$/i.test(path) ? { kind: 'zip', path } : { kind: 'folder', path };
}

/** A slip in a path must not make folders that nobody looks into. */
export async function refuseMissingProject({ project }: SkillPlaceOptions): Promise<void> {
  if (project === undefined) return;
  const found = await stat(resolve(project)).catch(() => null);
  if (found?.isDirectory() !== true) throw new UsageError(`--project ${project} is not a folder – name an existing one`, '--project');
}

/** Where skills are looked for beside the places that are known anyway. */
export function projectsOf({ project }: SkillPlaceOptions): string[] {
  return project === undefined ? [] : [resolve(project)];
}

export function isWanted(place: SkillPlace, { project }: SkillPlaceOptions): boolean {
  return project === undefined || (place.kind === 'project' && place.project === resolve(project));
}

/** The project's, else the user folder that is in use. */
export function placeFor({ project }: SkillPlaceOptions, { places }: Pick<SkillList, 'places'>): SkillPlace {
  if (project !== undefined) return { kind: 'project', project: resolve(project) };
  const found = places.find(({ isDefault }) => isDefault);
  if (found === undefined) throw new AppError('INTERNAL', 'there is no folder of Claude Code');
  return found.place;
}

/** By folder name, else by the name in its front matter; in the user folder in use before any other place. @throws SKILL_NOT_FOUND */
export function skillNamed(name: string, options: SkillPlaceOptions, { items, places }: SkillList): SkillView {
  const here = items.filter(({ place }) => isWanted(place, options));
  const byFolder = here.filter((item) => item.folderName === name);
  const found = byFolder.length > 0 ? byFolder : here.filter((item) => item.name === name);
  const isDefault = ({ place }: SkillView) => places.some((each) => each.isDefault && JSON.stringify(each.place) === JSON.stringify(place));
  const [first, second] = found.toSorted((a, b) => Number(isDefault(b)) - Number(isDefault(a)));
  if (first === undefined) throw new AppError('SKILL_NOT_FOUND', `there is no skill "${name}" – see "code-proxy skill list"`);
  if (second !== undefined && !isDefault(first)) throw new UsageError(`"${name}" is in several places; name one with --project`);
  return first;
}

/** @throws UsageError when it is not clear which of several are meant; SKILL_REFUSED, in words, when one of them cannot be installed. */
export function selectionsOf(
  { candidates }: Pick<SkillJob, 'candidates'>,
  { only, all, as, replace = false }: InstallOptions,
): readonly SkillSelection[] {
  const chosen = only === undefined ? candidates : only.map((name) => candidateNamed(name, candidates));
  if (only === undefined && all !== true && chosen.length > 1) {
    const names = candidates.map(({ folderName }) => folderName).join(', ');
    throw new UsageError(`there are ${candidates.length} skills: ${names}. Choose with --only NAME, or take --all`);
  }
  if (as !== undefined && chosen.length !== 1) throw new UsageError('--as is for a single skill');
  for (const candidate of chosen) refuseBroken(candidate, { isRenamed: as !== undefined, isOneOfSeveral: candidates.length > 1 });
  return chosen.map(({ path }) => ({ path, replace, ...(as === undefined ? {} : { folderName: as }) }));
}

function refuseBroken(
  { folderName, problems }: SkillCandidate,
  { isRenamed, isOneOfSeveral }: { readonly isRenamed: boolean; readonly isOneOfSeveral: boolean },
): void {
  // A folder whose name cannot be used may be given another one.
  const found = problems.filter(({ code }) => !(isRenamed && code === 'folder-name-invalid'));
  if (found.length === 0) return;
  const others = isOneOfSeveral ? ' Nothing was installed; take others with --only NAME.' : '';
  throw new AppError('SKILL_REFUSED', `${folderName} cannot be installed: ${found.map(problemText).join(' ')}${others}`);
}

function candidateNamed(name: string, candidates: readonly SkillCandidate[]): SkillCandidate {
  const found = candidates.find(({ path }) => path === name) ?? candidates.find((each) => each.folderName === name || each.name === name);
  if (found !== undefined) return found;
  throw new UsageError(`there is no skill "${name}" in it; there are ${candidates.map(({ folderName }) => folderName).join(', ')}`);
}
