import { describe, expect, it } from 'vitest';
import { auditPatternProblem } from '../../../src-shared/audit-pattern.ts';
import { appSettingsSchema } from '../../../src-shared/schemas/settings.ts';

it.each(['AKIA[0-9A-Z]{16}', 'ghp_\\w{36}', '(?:sk|pk)-[a-z]+', 'password=\\S+', '[(]x+[)]{2}', '(abc){3}', '\\(a+\\)+'])('takes %s', (pattern) => {
  expect(auditPatternProblem(pattern)).toBeNull();
});

describe('refuses', () => {
  it.each([
    ['(a+)+', /repeat a group/],
    ['(a|a)*b', /repeat a group/],
    ['((ab)*)*x', /repeat a group/],
    ['(x(a{2,}))+', /repeat a group/],
    ['(?:\\w+\\s?)+x', /repeat a group/],
    ['(a)\\1', /refer back/],
    ['(?=secret)', /must not/],
    ['(?<!x)y+', /look ahead or behind/],
    ['a*', /empty text/],
    ['(', /not a regular expression/],
    ['größe', /ASCII/],
    ['a'.repeat(201), /at most 200/],
  ])('%s', (pattern, why) => {
    expect(auditPatternProblem(pattern)).toMatch(why);
  });
});

it('names the pattern at fault in the settings', () => {
  const result = appSettingsSchema.safeParse({ audit: { patterns: ['good\\d', '(a+)+'] } });
  expect(result.error?.issues[0]).toMatchObject({ path: ['audit', 'patterns', 1], message: expect.stringContaining('repeat') });
});
