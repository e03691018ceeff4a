/** Where other programs keep their MCP servers on this system. */
import { join } from 'node:path';
import type { McpSource } from '../../src-shared/schemas/mcp.ts';
import type { FileOperations } from '../claude-code/file-operations.ts';
import { readImport } from './read-import.ts';
import type { Environment } from './variables.ts';

export interface SourcePlaces {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Environment;
}

type Place = Pick<McpSource, 'program' | 'file'>;

/** Beyond it nobody keeps servers by hand. */
const MAX_SOURCE_BYTES = 4_194_304;

export function sourcePlaces({ platform, home, environment }: SourcePlaces): readonly Place[] {
  const settings = applicationFolder({ platform, home, environment });
  const code = (program: Place['program'], name: string): readonly Place[] => [
    { program, file: join(settings, name, 'User', 'mcp.json') },
    { program, file: join(settings, name, 'User', 'settings.json') },
  ];
  return [
    { program: 'claude-desktop', file: join(settings, 'Claude', 'claude_desktop_config.json') },
    { program: 'cursor', file: join(home, '.cursor', 'mcp.json') },
    ...code('vscode', 'Code'),
    ...code('vscode-insiders', 'Code - Insiders'),
    { program: 'windsurf', file: join(home, '.codeium', 'windsurf', 'mcp_config.json') },
  ];
}

/** Those that are there; a VS Code settings.json only if it has servers. */
export async function findSources(places: readonly Place[], files: FileOperations): Promise<readonly McpSource[]> {
  const found = await Promise.all(
    places.map(async (place): Promise<McpSource | null> => {
      const text = await readSource(place.file, files).catch(() => '');
      if (text === null) return null;
      const serverCount = countIn(text);
      return serverCount === 0 && place.file.endsWith('settings.json') ? null : { id: place.file, ...place, serverCount };
    }),
  );
  return found.filter((source) => source !== null);
}

/** Null: there is no such file. */
export async function readSource(file: string, files: FileOperations): Promise<string | null> {
  const bytes = await files.read(file);
  return bytes === null ? null : bytes.subarray(0, MAX_SOURCE_BYTES).toString('utf8');
}

function countIn(text: string): number {
  try {
    return readImport(text).length;
  } catch {
    return 0; // The preview says why.
  }
}

function applicationFolder({ platform, home, environment }: SourcePlaces): string {
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support');
    case 'win32':
      return environment.APPDATA ?? join(home, 'AppData', 'Roaming');
    default:
      return environment.XDG_CONFIG_HOME || join(home, '.config');
  }
}
