/** Which skills the list shows, and in which order. */
import type { SkillView } from '../../../src-shared/schemas/skills.ts';
import { placeKey } from './skill-key.ts';

export const SKILL_SORTS = ['name', 'newest', 'largest'] as const;
export type SkillSort = (typeof SKILL_SORTS)[number];

export const SKILL_STATES = ['all', 'enabled', 'disabled', 'broken', 'changed'] as const;
export type SkillState = (typeof SKILL_STATES)[number];

export interface SkillFilter {
  readonly text: string;
  /** `placeKey` of one place; null: all of them. */
  readonly place: string | null;
  readonly state: SkillState;
  readonly sort: SkillSort;
}

/** What Claude Code calls it, or the folder's name. */
export function titleOf(skill: Pick<SkillView, 'name' | 'folderName'>): string {
  return skill.name ?? skill.folderName;
}

export function shownSkills(skills: readonly SkillView[], filter: SkillFilter, locale: string): readonly SkillView[] {
  const words = filter.text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const byName = (a: SkillView, b: SkillView) => compare(titleOf(a), titleOf(b)) || compare(a.path, b.path);
  const orders: Record<SkillSort, (a: SkillView, b: SkillView) => number> = {
    name: byName,
    // Those that were there before us come last: when is not known.
    newest: (a, b) => (b.installedAtMs ?? -1) - (a.installedAtMs ?? -1) || byName(a, b),
    largest: (a, b) => b.sizeBytes - a.sizeBytes || byName(a, b),
  };
  return skills
    .filter((skill) => (filter.place === null || placeKey(skill.place) === filter.place) && isIn(skill, filter.state) && holds(skill, words, locale))
    .sort(orders[filter.sort]);
}

function isIn(skill: SkillView, state: SkillState): boolean {
  switch (state) {
    case 'all':
      return true;
    case 'enabled':
      return skill.isEnabled;
    case 'disabled':
      return !skill.isEnabled;
    case 'broken':
      return skill.problems.length > 0;
    case 'changed':
      return skill.hasLocalChanges;
  }
}

/** Every word somewhere in its names, its description, its tools or its source. */
function holds(skill: SkillView, words: readonly string[], locale: string): boolean {
  if (words.length === 0) return true;
  const { source } = skill;
  const origin = source?.kind === 'github' ? `${source.owner}/${source.repo}` : '';
  const text = [titleOf(skill), skill.folderName, skill.description ?? '', ...skill.allowedTools, origin].join('\n').toLocaleLowerCase(locale);
  return words.every((word) => text.includes(word));
}
