/** What is wrong with a skill, in English. The sentences are those of the dashboard. */
import { skills as english } from '../../src-shared/i18n/en/skills.ts';
import type { SkillProblem } from '../../src-shared/schemas/skill-problem.ts';
import { bytes, count } from './amounts.ts';

export function problemText({ code, values }: SkillProblem): string {
  return english.problem[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => amount(name, values[name] ?? ''));
}

function amount(name: string, value: string): string {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return value;
  if (name.endsWith('Bytes')) return bytes(number);
  return name === 'limit' ? count(number) : value;
}
