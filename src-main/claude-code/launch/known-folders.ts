/** Folders that a session may be started in: what the user typed, checked, and the projects that Claude Code knows itself. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, normalize } from 'node:path';
import { AppError } from '../../../src-shared/app-error.ts';

/** Of more nobody finds anything in a list. */
const MAX_PROJECTS = 50;

/** @returns The path as it is used. @throws CONFIG_INVALID, field `folder`. */
export async function checkedFolder(typed: string): Promise<string> {
  const text = typed.trim();
  const problem = (message: string) => new AppError('CONFIG_INVALID', message, { field: 'folder' });
  if (text === '') throw problem('choose a folder');
  if (text.includes('\0')) throw problem('a folder cannot have this name');
  const path = normalize(text === '~' ? homedir() : /^~[/\\]/.test(text) ? join(homedir(), text.slice(2)) : text);
  if (!isAbsolute(path)) throw problem('the path of the folder must be absolute or begin with ~');
  const found = await stat(path).catch(() => null);
  if (found === null) throw problem(`there is no folder ${path}`);
  if (!found.isDirectory()) throw problem(`${path} is not a folder`);
  return path;
}

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

/** @param projects The one added last at the end. @returns Those that are still there, the one added last first. */
export async function existingProjects(projects: readonly string[]): Promise<readonly string[]> {
  const folders = projects.toReversed();
  const there = await Promise.all(folders.map(isFolder));
  return folders.filter((_, index) => there[index] === true).slice(0, MAX_PROJECTS);
}
