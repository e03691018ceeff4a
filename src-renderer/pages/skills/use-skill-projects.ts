/** Project folders that the user told this browser of. */
import { useState } from 'react';
import { addSkillProject, readSkillProjects, removeSkillProject } from '../../state/skills/skill-projects.ts';

export interface SkillProjects {
  readonly projects: readonly string[];
  readonly add: (project: string) => void;
  readonly forget: (project: string) => void;
}

export function useSkillProjects(): SkillProjects {
  const [projects, setProjects] = useState(() => readSkillProjects(localStorage));
  return {
    projects,
    add: (project) => setProjects(addSkillProject(localStorage, project)),
    forget: (project) => setProjects(removeSkillProject(localStorage, project)),
  };
}
