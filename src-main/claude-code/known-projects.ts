/** Where Claude Code keeps what it knows of a folder, and which projects it has seen. */
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import type { ClaudeFolder } from './claude-folders.ts';
import type { FileOperations } from './file-operations.ts';
import { readJsonValues } from './json-text.ts';

const configSchema = z.object({ projects: z.record(z.string(), z.unknown()).catch({}) });

/** What clients of long ago wrote in the place of .claude.json. */
export function olderConfigFile({ folder }: Pick<ClaudeFolder, 'folder'>): string {
  return join(folder, '.config.json');
}

/** The client prefers the older one if there is one (measured). */
export async function configFileOf(place: ClaudeFolder, files: Pick<FileOperations, 'info'>): Promise<string> {
  const older = olderConfigFile(place);
  return (await files.info(older)) === null ? place.configFile : older;
}

/** Absolute paths, the one added last at the end. A file that cannot be read knows none, and is for others to complain about. */
export async function projectsOf(folder: ClaudeFolder, files: Pick<FileOperations, 'info' | 'read' | 'target'>): Promise<readonly string[]> {
  try {
    const file = await configFileOf(folder, files);
    const { projects } = configSchema.parse(readJsonValues(await files.read(await files.target(file)), file));
    return Object.keys(projects).filter((project) => isAbsolute(project));
  } catch {
    return [];
  }
}
