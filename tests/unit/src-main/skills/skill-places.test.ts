import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { isId, spotKey } from '../../../../src-main/skills/kept-records.ts';
import { SkillPlaces } from '../../../../src-main/skills/skill-places.ts';

const places = new SkillPlaces({ environment: { CLAUDE_CONFIG_DIR: '/c' }, furtherFolders: () => ['/d'] });

it('knows Claude Code’s folders and projects', () => {
  expect(places.users().map(({ skillsFolder, isDefault }) => [skillsFolder, isDefault])).toEqual([
    [join(resolve('/c'), 'skills'), true],
    [join(resolve('/d'), 'skills'), false],
  ]);
  expect(places.foldersOf({ kind: 'project', project: '/p/../q' }).skillsFolder).toBe(join(resolve('/q'), '.claude', 'skills'));
});

it('gives each skill a place and a key of its own', () => {
  const spot = places.spotOf({ place: { kind: 'user', folder: '/c' }, folderName: 'pdf' });
  expect(spot.target).toBe(join(resolve('/c'), 'skills', 'pdf'));
  expect(spot.key).toBe(spotKey(spot.skillsFolder, 'pdf'));
  expect(spot.key).not.toBe(spotKey(spot.skillsFolder, 'docx'));
});

it.each(['..', '.', 'a/b', 'a\\b', 'a\0'])('lets no name lead elsewhere: %j', (folderName) => {
  expect(() => places.spotOf({ place: { kind: 'user', folder: '/c' }, folderName })).toThrow(/without a path/);
});

it('takes no id for a path', () => {
  expect(['1795276401118-617a1a5ed57a9545', '../x', 'a/b', '', '.'].map(isId)).toEqual([true, false, false, false, false]);
});
