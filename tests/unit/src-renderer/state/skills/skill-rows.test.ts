import { describe, expect, it } from 'vitest';
import { type SkillFilter, shownSkills } from '../../../../../src-renderer/state/skills/skill-rows.ts';
import { sampleSkill, USER_PLACE } from '../../../../support/skill-double.ts';

const project = { kind: 'project', project: '/srv/shop' } as const;
const skills = [
  sampleSkill({ folderName: 'pdf', name: 'PDF', description: 'Forms and pages', installedAtMs: 5, sizeBytes: 10 }),
  sampleSkill({
    folderName: 'deploy',
    name: null,
    description: null,
    allowedTools: ['Bash(git:*)'],
    source: null,
    installedAtMs: null,
    sizeBytes: 900,
  }),
  sampleSkill({ folderName: 'äpfel-10', name: 'Äpfel 10', isEnabled: false, installedAtMs: 9, place: project, sizeBytes: 30 }),
  sampleSkill({
    folderName: 'apfel-9',
    name: 'apfel 9',
    hasLocalChanges: true,
    problems: [{ code: 'no-skill-md', values: {} }],
    installedAtMs: 1,
    sizeBytes: 20,
  }),
];
const all: SkillFilter = { text: '', place: null, state: 'all', sort: 'name' };
const names = (filter: Partial<SkillFilter>) => shownSkills(skills, { ...all, ...filter }, 'en').map(({ folderName }) => folderName);

describe('shownSkills', () => {
  it('sorts by name as people do: without case, accents aside, numbers by value', () => {
    expect(names({})).toEqual(['apfel-9', 'äpfel-10', 'deploy', 'pdf']);
  });

  it('sorts by age with unknown dates last, and by size', () => {
    expect(names({ sort: 'newest' })).toEqual(['äpfel-10', 'pdf', 'apfel-9', 'deploy']);
    expect(names({ sort: 'largest' })).toEqual(['deploy', 'äpfel-10', 'apfel-9', 'pdf']);
  });

  it('finds every word somewhere: in names, description, tools or source', () => {
    expect(names({ text: ' forms  PDF ' })).toEqual(['pdf']);
    expect(names({ text: 'git' })).toEqual(['deploy']);
    expect(names({ text: 'acme/skills äpfel' })).toEqual(['äpfel-10']);
    expect(names({ text: 'forms nothing' })).toEqual([]);
  });

  it('narrows to a place and to a state', () => {
    expect(names({ place: 'project:/srv/shop' })).toEqual(['äpfel-10']);
    expect(names({ place: `user:${USER_PLACE.folder}` })).toHaveLength(3);
    expect(names({ state: 'enabled' })).toEqual(['apfel-9', 'deploy', 'pdf']);
    expect(names({ state: 'disabled' })).toEqual(['äpfel-10']);
    expect(names({ state: 'broken' })).toEqual(['apfel-9']);
    expect(names({ state: 'changed' })).toEqual(['apfel-9']);
  });
});
