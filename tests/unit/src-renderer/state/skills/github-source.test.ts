import { describe, expect, it } from 'vitest';
import { readGithubSource } from '../../../../../src-renderer/state/skills/github-source.ts';

describe('readGithubSource', () => {
  it.each([
    ['anthropics/skills', ''],
    ['  anthropics/skills/ ', ''],
    ['https://github.com/anthropics/skills', ''],
    ['http://www.github.com/anthropics/skills.git', ''],
    ['github.com/anthropics/skills', ''],
    ['https://github.com/anthropics/skills?tab=readme#top', ''],
    ['anthropics/skills/tree/main', 'main'],
    ['anthropics/skills/skills/pdf', 'skills/pdf'],
    ['https://github.com/anthropics/skills/blob/main/skills/pdf/SKILL.md', 'main/skills/pdf/SKILL.md'],
    ['git@github.com:anthropics/skills.git', ''],
    ['https://github.com/anthropics/skills/tree/feature/x/skills/pdf%20forms/', 'feature/x/skills/pdf forms'],
  ])('knows %s', (text, rest) => {
    expect(readGithubSource(text)).toEqual({ kind: 'repository', owner: 'anthropics', repo: 'skills', rest });
  });

  it.each([
    'a',
    'anthropics',
    'anthropics/',
    '/skills',
    'https://github.com/',
    'https://',
    'anthropics/skills/tree',
    'anthropics/skills/blob/main',
    'an owner/repo',
    '../etc',
    'a/..',
  ])('waits for more of %j', (text) => {
    expect(readGithubSource(text).kind).toBe('incomplete');
  });

  it('says when it is another site, and that nothing was typed yet', () => {
    expect(readGithubSource('https://gitlab.com/a/b')).toEqual({ kind: 'other-site', host: 'gitlab.com' });
    expect(readGithubSource('https://github.com.evil.example/a/b')).toMatchObject({ kind: 'other-site' });
    expect(readGithubSource('git@gitlab.com:a/b.git')).toEqual({ kind: 'other-site', host: 'gitlab.com' });
    expect(readGithubSource('  ')).toEqual({ kind: 'empty' });
  });

  it('knows the site that repositories are got from instead', () => {
    expect(readGithubSource('https://git.acme.example/a/b', 'git.acme.example')).toMatchObject({ kind: 'repository', owner: 'a', repo: 'b' });
  });

  it('reads half of an escape as it stands', () => {
    expect(readGithubSource('a/b/tree/main/50%')).toMatchObject({ rest: 'main/50%' });
  });
});
