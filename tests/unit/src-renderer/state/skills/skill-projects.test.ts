import { beforeEach, expect, it } from 'vitest';
import { addSkillProject, readSkillProjects, removeSkillProject } from '../../../../../src-renderer/state/skills/skill-projects.ts';

beforeEach(() => localStorage.clear());

it('keeps projects over visits, the newest first and each once', () => {
  addSkillProject(localStorage, '/a');
  addSkillProject(localStorage, '/b');
  expect(addSkillProject(localStorage, '/a')).toEqual(['/a', '/b']);
  expect(readSkillProjects(localStorage)).toEqual(['/a', '/b']);
  expect(removeSkillProject(localStorage, '/a')).toEqual(['/b']);
  expect(readSkillProjects(localStorage)).toEqual(['/b']);
});

it('forgets the oldest beyond twenty', () => {
  for (let index = 0; index < 25; index += 1) addSkillProject(localStorage, `/${index}`);
  expect(readSkillProjects(localStorage)).toHaveLength(20);
  expect(readSkillProjects(localStorage)[0]).toBe('/24');
});

it.each(['{', '"x"', '[1]', '[""]'])('begins anew where %s was kept', (text) => {
  localStorage.setItem('code-proxy-skill-projects', text);
  expect(readSkillProjects(localStorage)).toEqual([]);
});
