import { describe, expect, it } from 'vitest';
import { folderNameProblem, sameNameKey, segmentProblem, splitEntryPath } from '../../../../src-main/skills/entry-path.ts';
import { SkillRefusal } from '../../../../src-main/skills/skill-refusal.ts';

describe('splitEntryPath', () => {
  it('leaves out what means the folder itself', () => {
    expect(splitEntryPath('./a//b/./c/')).toEqual(['a', 'b', 'c']);
    expect(splitEntryPath('')).toEqual([]);
  });

  it.each([
    '../a',
    'a/../../b',
    'a/..',
    '/etc/passwd',
    '//server/share',
    '\\windows',
    'C:\\x',
    'c:/x',
    'C:x',
    '..\\a',
    'a\\..\\..\\b',
    'a/.. /b',
    'a/.../../b',
    'a/..../b',
    'a\0b',
  ])('condemns a path that could lead elsewhere: %j', (path) => {
    // Three dots climb nowhere by themselves, but Windows drops what follows two of them.
    expect(() => splitEntryPath(path)).toThrow(SkillRefusal);
  });

  it('takes names that only look like it', () => {
    expect(splitEntryPath('a..b/..c/d..e')).toEqual(['a..b', '..c', 'd..e']);
  });
});

describe('segmentProblem', () => {
  it.each([
    'CON',
    'nul.txt',
    'Aux.md',
    'COM1',
    'lpt9.log',
    'com¹',
    'a.',
    'a ',
    'a:b',
    'file:stream',
    'a*',
    'a?',
    'a|b',
    'a\\b',
    'a\u0007',
    'a\u202eb',
    '\ud800x',
  ])('says that not every system can keep %j', (name) => {
    expect(segmentProblem(name, name)?.code).toBe('name-not-portable');
  });

  it.each(['SKILL.md', '.gitignore', 'ünïcode', '数据', 'a b', 'console', 'com10', 'nullable.txt', 'a'.repeat(255)])(
    'has nothing against %s',
    (name) => {
      expect(segmentProblem(name, name)).toBeNull();
    },
  );

  it('refuses a name that is too long in bytes', () => {
    expect(segmentProblem('ü'.repeat(128), 'x')?.code).toBe('path-too-long');
  });
});

describe('sameNameKey', () => {
  it.each([
    ['SKILL.md', 'skill.MD'],
    ['\u00e9', 'e\u0301'],
    ['ﬁ', 'fi'],
    ['straße', 'STRASSE'],
  ])('takes %s and %s for one file', (a, b) => {
    expect(sameNameKey(a)).toBe(sameNameKey(b));
  });

  it('keeps different names apart', () => {
    expect(sameNameKey('a')).not.toBe(sameNameKey('b'));
  });
});

describe('folderNameProblem', () => {
  it.each(['pdf', 'my-skill_2.0', '数据分析', 'Über uns', 'a'.repeat(64)])('allows %s', (name) => {
    expect(folderNameProblem(name)).toBeNull();
  });

  it.each(['', '.', '..', '.hidden', '-x', 'a/b', 'a\\b', 'con', 'a.', 'a ', 'e\u0301', 'a'.repeat(65), 'a\nb', 'C:', '~'])('refuses %j', (name) => {
    expect(folderNameProblem(name)).toMatchObject({ code: 'folder-name-invalid' });
  });
});
