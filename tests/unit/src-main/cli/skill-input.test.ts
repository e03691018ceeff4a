import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installSource, isWanted, placeFor, selectionsOf, skillNamed } from '../../../../src-main/cli/skill-input.ts';
import { sampleCandidate, sampleSkill, USER_PLACE } from '../../../support/skill-double.ts';

describe('installSource', () => {
  it.each([
    ['acme/skills', { kind: 'github', text: 'acme/skills' }],
    ['https://github.com/acme/skills/archive.zip', { kind: 'github', text: 'https://github.com/acme/skills/archive.zip' }],
    ['./skills', { kind: 'folder', path: resolve('skills') }],
    ['.', { kind: 'folder', path: resolve('.') }],
    ['../a.zip', { kind: 'zip', path: resolve('../a.zip') }],
    ['skills.ZIP', { kind: 'zip', path: resolve('skills.ZIP') }],
    ['/tmp/x', { kind: 'folder', path: resolve('/tmp/x') }],
    ['~/x', { kind: 'folder', path: join(homedir(), 'x') }],
  ])('reads %s', (text, source) => {
    expect(installSource(text)).toEqual(source);
  });
});

describe('skillNamed', () => {
  const project = { kind: 'project', project: resolve('/projects/shop') } as const;
  const places = [{ place: USER_PLACE, skillsFolder: '', isDefault: true, exists: true, problem: null }];
  const [mine, theirs] = [sampleSkill(), sampleSkill({ place: project })];

  it('takes the user’s own before a project’s, and the project’s when it is named', () => {
    expect(skillNamed('pdf', {}, { items: [theirs, mine], places })).toBe(mine);
    expect(skillNamed('pdf', { project: '/projects/shop' }, { items: [theirs, mine], places })).toBe(theirs);
  });

  it('knows a skill by the name in its front matter, too', () => {
    const named = sampleSkill({ folderName: 'x', name: 'paper' });
    expect(skillNamed('paper', {}, { items: [named], places })).toBe(named);
  });

  it('does not choose between two projects', () => {
    const other = sampleSkill({ place: { kind: 'project', project: '/elsewhere' } });
    expect(() => skillNamed('pdf', {}, { items: [theirs, other], places })).toThrow(/several places/);
    expect(() => skillNamed('none', {}, { items: [], places })).toThrow(/no skill "none"/);
  });

  it('looks only at what was asked for', () => {
    expect(isWanted(USER_PLACE, {})).toBe(true);
    expect(isWanted(USER_PLACE, { project: '/projects/shop' })).toBe(false);
    expect(placeFor({}, { places })).toEqual(USER_PLACE);
  });
});

describe('selectionsOf', () => {
  it('takes the only one without a word', () => {
    expect(selectionsOf({ candidates: [sampleCandidate()] }, { as: 'paper' })).toEqual([{ path: 'skills/pdf', replace: false, folderName: 'paper' }]);
  });

  it('says in words why one cannot be installed, and which file it is about', () => {
    const broken = sampleCandidate({ problems: [{ code: 'name-clash', values: { path: 'pdf/A.txt', other: 'pdf/a.txt' } }] });
    expect(() => selectionsOf({ candidates: [broken] }, {})).toThrow(
      'pdf cannot be installed: To some systems pdf/A.txt and pdf/a.txt are the same file.',
    );
    const whole = sampleCandidate({ path: 'skills/doc', folderName: 'doc' });
    expect(() => selectionsOf({ candidates: [broken, whole] }, { all: true })).toThrow(/take others with --only NAME/);
    expect(selectionsOf({ candidates: [broken, whole] }, { only: ['doc'] })).toEqual([{ path: 'skills/doc', replace: false }]);
  });

  it('lets a folder whose name cannot be used have another one', () => {
    const candidate = sampleCandidate({ problems: [{ code: 'folder-name-invalid', values: { name: 'a:b' } }] });
    expect(() => selectionsOf({ candidates: [candidate] }, {})).toThrow(/cannot be installed/);
    expect(selectionsOf({ candidates: [candidate] }, { as: 'ab' })).toEqual([{ path: 'skills/pdf', replace: false, folderName: 'ab' }]);
  });
});
