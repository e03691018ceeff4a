/** What is wrong with a skill, in English. The sentences are those of the dashboard. */
import { skills as english } from '../../src-shared/i18n/en/skills.ts';
import { fillGaps } from '../../src-shared/i18n/fill-gaps.ts';
import { problemValues } from '../../src-shared/problem-values.ts';
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import { bytes, count } from './amounts.ts';

export function problemText({ code, values }: SkillProblem): string {
  return fillGaps(english.problem[code], problemValues(values, { bytes, count }));
}
