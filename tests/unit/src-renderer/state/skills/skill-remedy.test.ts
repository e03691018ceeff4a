import { expect, it } from 'vitest';
import { SKILL_REMEDIES } from '../../../../../src-renderer/state/skills/skill-remedy.ts';
import { en } from '../../../../../src-shared/i18n/en.ts';
import { SKILL_PROBLEM_CODES } from '../../../../../src-shared/schemas/skill-problem.ts';

it('has words and a remedy for everything that can be wrong, and no words for anything else', () => {
  expect(Object.keys(en.skills.problem).toSorted()).toEqual([...SKILL_PROBLEM_CODES].toSorted());
  expect(Object.keys(SKILL_REMEDIES).toSorted()).toEqual([...SKILL_PROBLEM_CODES].toSorted());
  expect(new Set(Object.values(SKILL_REMEDIES))).toEqual(new Set(Object.keys(en.skills.remedy)));
});
