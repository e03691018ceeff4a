/** Which of the skills that were found are to be installed, and what stands in the way of each. */
import type { SkillSelection } from '../../../src-shared/schemas/skill-job.ts';
import type { SkillCandidate, SkillPlace } from '../../../src-shared/schemas/skills.ts';
import { placeKey } from './skill-key.ts';

/** By `path` of the candidate. */
export interface SkillChoice {
  readonly chosen: ReadonlySet<string>;
  /** Where the skill that is there already goes to the backups. */
  readonly replaced: ReadonlySet<string>;
}

/** One that can be installed without asking further is chosen from the start when it is the only one. */
export function firstChoice(candidates: readonly SkillCandidate[]): SkillChoice {
  const [only] = candidates;
  const isOnly = only !== undefined && candidates.length === 1 && only.problems.length === 0;
  return { chosen: new Set(isOnly ? [only.path] : []), replaced: new Set() };
}

export function isThere(candidate: SkillCandidate, place: SkillPlace): boolean {
  return candidate.existsIn.some((other) => placeKey(other) === placeKey(place));
}

/** Null: it can be installed. */
export function obstacleOf(candidate: SkillCandidate, place: SkillPlace, choice: SkillChoice): 'problems' | 'there' | null {
  if (candidate.problems.length > 0) return 'problems';
  return isThere(candidate, place) && !choice.replaced.has(candidate.path) ? 'there' : null;
}

/** What to ask the core for; `blocked`: how many of the chosen ones wait for an answer of the user's. */
export function selectionsOf(
  candidates: readonly SkillCandidate[],
  place: SkillPlace,
  choice: SkillChoice,
): {
  readonly selections: readonly SkillSelection[];
  readonly blocked: number;
} {
  const chosen = candidates.filter(({ path }) => choice.chosen.has(path));
  const free = chosen.filter((candidate) => obstacleOf(candidate, place, choice) === null);
  return {
    selections: free.map((candidate) => ({ path: candidate.path, replace: isThere(candidate, place) })),
    blocked: chosen.length - free.length,
  };
}

export function toggled(set: ReadonlySet<string>, path: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (isIn) next.add(path);
  else next.delete(path);
  return next;
}
