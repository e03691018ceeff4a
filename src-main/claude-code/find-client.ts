/** Finds the program of Claude Code: on the PATH, else where its installers put it. */
import { access, constants, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';

export interface FindClientOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly homeFolder?: string;
  /** Left out: asks the file system. */
  readonly isProgram?: (path: string) => Promise<boolean>;
}

/** What Windows tries when PATHEXT is not set. Only kinds that can be started as a program. */
const DEFAULT_EXTENSIONS = '.COM;.EXE;.BAT;.CMD';

/** @returns An absolute path. @throws PROGRAM_NOT_FOUND, which says how to install it. */
export async function findClient(options: FindClientOptions): Promise<string> {
  const isProgram = options.isProgram ?? isProgramHere(options.platform ?? process.platform);
  for (const candidate of candidates(options)) {
    if (await isProgram(candidate)) return candidate;
  }
  throw new AppError(
    'PROGRAM_NOT_FOUND',
    'Claude Code ("claude") was not found on the PATH, in ~/.local/bin or in ~/.claude/local. Install it with "npm install -g @anthropic-ai/claude-code" (Node 22 or newer) and try again.',
  );
}

/** All paths that may be the program, best first. */
export function candidates({ environment, platform = process.platform, homeFolder = homedir() }: FindClientOptions): readonly string[] {
  const isWindows = platform === 'win32';
  const paths = isWindows ? win32 : posix;
  const onPath = foldersOnPath(environment, platform);
  // Apps on macOS do not get the PATH of the user's shell, and so not what Homebrew put there.
  const further = platform === 'darwin' ? ['/opt/homebrew/bin', '/usr/local/bin'] : [];
  const folders = [...onPath, paths.join(homeFolder, '.local', 'bin'), paths.join(homeFolder, '.claude', 'local'), ...further];
  const extensions = isWindows ? extensionsOf(environment) : [''];
  return folders.flatMap((folder) => extensions.map((extension) => paths.join(folder, `claude${extension}`)));
}

/** The absolute folders of the PATH, in their order. */
export function foldersOnPath(environment: FindClientOptions['environment'], platform: NodeJS.Platform): readonly string[] {
  const isWindows = platform === 'win32';
  const paths = isWindows ? win32 : posix;
  // Windows does not tell PATH from Path.
  const text = Object.entries(environment).find(([name]) => (isWindows ? name.toUpperCase() : name) === 'PATH')?.[1] ?? '';
  return (
    text
      .split(isWindows ? ';' : ':')
      .map((folder) => folder.trim().replace(/^"(.*)"$/, '$1'))
      // A relative or empty entry means the current folder: a project must not be able to bring its own "claude".
      .filter((folder) => paths.isAbsolute(folder))
  );
}

function extensionsOf(environment: FindClientOptions['environment']): readonly string[] {
  const listed = (environment.PATHEXT ?? DEFAULT_EXTENSIONS).toLowerCase().split(';');
  const startable = DEFAULT_EXTENSIONS.toLowerCase().split(';');
  return listed.filter((extension) => startable.includes(extension));
}

function isProgramHere(platform: NodeJS.Platform): (path: string) => Promise<boolean> {
  return async (path) => {
    try {
      if (!(await stat(path)).isFile()) return false;
      if (platform !== 'win32') await access(path, constants.X_OK);
      return true;
    } catch {
      // Not there, or not for us: the next candidate decides.
      return false;
    }
  };
}
