/**
 * Where Claude Code keeps its files. One folder is in use unless the user names more: `CLAUDE_CONFIG_DIR`, else `~/.claude`. With
 * the variable everything lies in the folder, .claude.json too; without it that one file lies beside the folder (measured).
 */
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

export interface ClaudeFolder {
  /** Absolute. */
  readonly folder: string;
  /** The one that Claude Code uses when it is started in our environment. */
  readonly isDefault: boolean;
  readonly settingsFile: string;
  /** .claude.json: projects, MCP servers, onboarding. Read and written under its lock. */
  readonly configFile: string;
  readonly skillsFolder: string;
  readonly commandsFolder: string;
  readonly agentsFolder: string;
  /** config.json, which the plugin for VS Code reads. */
  readonly pluginFile: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder in use first, then the further ones of the user's, each once. */
export function claudeFolders(environment: Environment, further: readonly string[]): readonly ClaudeFolder[] {
  const chosen = environment.CLAUDE_CONFIG_DIR;
  const home = join(homedir(), '.claude');
  const first = chosen === undefined || chosen === '' ? home : resolve(chosen);
  const rest = [...new Set(further.map((folder) => resolve(folder)))].filter((folder) => folder !== first);
  const isHome = (folder: string) => folder === home && (folder !== first || chosen === undefined || chosen === '');
  return [first, ...rest].map((folder, index) => ({
    folder,
    isDefault: index === 0,
    settingsFile: join(folder, 'settings.json'),
    configFile: isHome(folder) ? join(dirname(folder), `${basename(folder)}.json`) : join(folder, '.claude.json'),
    skillsFolder: join(folder, 'skills'),
    commandsFolder: join(folder, 'commands'),
    agentsFolder: join(folder, 'agents'),
    pluginFile: join(folder, 'config.json'),
  }));
}
