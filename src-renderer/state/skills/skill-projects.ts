/** Project folders that the user told the page of, beside those that the core finds by itself. Kept by this browser. */
import { z } from 'zod';

const STORAGE_KEY = 'code-proxy-skill-projects';
const MAX_PROJECTS = 20;
const projectsSchema = z.array(z.string().min(1).max(4_096)).max(MAX_PROJECTS);

export function readSkillProjects(storage: Storage): readonly string[] {
  try {
    return projectsSchema.parse(JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]'));
  } catch {
    // Nothing is lost but a list that can be entered again.
    return [];
  }
}

/** The newest first. @returns What is kept now. */
export function addSkillProject(storage: Storage, project: string): readonly string[] {
  return write(storage, [project, ...readSkillProjects(storage).filter((other) => other !== project)]);
}

export function removeSkillProject(storage: Storage, project: string): readonly string[] {
  return write(
    storage,
    readSkillProjects(storage).filter((other) => other !== project),
  );
}

function write(storage: Storage, projects: readonly string[]): readonly string[] {
  const kept = projects.slice(0, MAX_PROJECTS);
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(kept));
  } catch {
    // A browser without storage keeps them until the page is left.
  }
  return kept;
}
