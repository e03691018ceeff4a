/** Where an administrator's settings for Claude Code lie, which win over everything of the user's. Pure. */
import { posix, win32 } from 'node:path';

/** Folders with managed-settings.json and managed-settings.d/*.json. Policies of a registry or a profile are not files and not looked at. */
export function managedFolders(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (platform === 'darwin') return ['/Library/Application Support/ClaudeCode'];
  if (platform !== 'win32') return ['/etc/claude-code'];
  // The second is where older versions looked.
  return [environment.ProgramFiles ?? 'C:\\Program Files', environment.ProgramData ?? 'C:\\ProgramData'].map((folder) =>
    win32.join(folder, 'ClaudeCode'),
  );
}

export function managedFile(folder: string): string {
  return join(folder)(folder, 'managed-settings.json');
}

/** Its *.json files are read after the file above, in the order of their names. */
export function managedDropIns(folder: string): string {
  return join(folder)(folder, 'managed-settings.d');
}

function join(folder: string): (...parts: readonly string[]) => string {
  return (folder.startsWith('/') ? posix : win32).join;
}
