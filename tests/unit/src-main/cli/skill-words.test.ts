import { expect, it } from 'vitest';
import { problemText } from '../../../../src-main/cli/skill-words.ts';
import { SKILL_PROBLEM_CODES } from '../../../../src-shared/schemas/skill-problem.ts';

it('has words for every problem', () => {
  for (const code of SKILL_PROBLEM_CODES) expect(problemText({ code, values: {} })).toMatch(/\.$|: $|\w$/);
});

it('writes amounts with their unit, and leaves all else as it is', () => {
  expect(problemText({ code: 'too-large', values: { limitBytes: '536870912' } })).toContain('512.0 MiB');
  expect(problemText({ code: 'too-many-files', values: { limit: '10000' } })).toContain('10,000');
  expect(problemText({ code: 'source-not-found', values: { what: 'acme/10' } })).toContain('acme/10');
});
