/** Which of the known terminals are installed, and which one is meant: by name, by a command line of the user's own, or by itself. */
import { homedir } from 'node:os';
import { basename, posix, win32 } from 'node:path';
import { AppError } from '../../../src-shared/app-error.ts';
import { COMMAND_PLACEHOLDER, FOLDER_PLACEHOLDER, type TerminalView, terminalIdSchema } from '../../../src-shared/schemas/launch.ts';
import { parseShellWords, quoteForShell, quoteForWindows } from '../../../src-shared/shell-words.ts';
import { foldersOnPath } from '../find-client.ts';
import { KNOWN_TERMINALS, type KnownTerminal, type LaunchPlatform, scriptCommand, type TerminalCall } from './terminals.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface TerminalSearch {
  readonly platform: LaunchPlatform;
  readonly environment: Environment;
  /** Whether there is something at this path. */
  readonly exists: (path: string) => Promise<boolean>;
  /** Left out: that of the user. */
  readonly homeFolder?: string;
}

/** What is to be opened. */
export interface ChosenTerminal {
  readonly name: string;
  readonly call: (script: string, folder: string) => TerminalCall;
}

/** The first is the one that `auto` takes. Without a display there is none. */
export async function findTerminals(search: TerminalSearch): Promise<readonly TerminalView[]> {
  if (whyNoTerminal(search) !== null) return [];
  const found = await Promise.all(KNOWN_TERMINALS[search.platform].map((terminal) => lookFor(terminal, search)));
  const views = found.filter((view) => view !== null);
  const first = preferred(search.environment);
  return [...views.filter(({ id }) => id === first), ...views.filter(({ id }) => id !== first)];
}

/** Null when a window can be opened here. */
export function whyNoTerminal({ platform, environment }: Pick<TerminalSearch, 'platform' | 'environment'>): string | null {
  if (platform !== 'linux') return null;
  const hasDisplay = [environment.DISPLAY, environment.WAYLAND_DISPLAY].some((name) => name !== undefined && name !== '');
  return hasDisplay ? null : 'there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

/**
 * @param setting As `launch.terminal` has it.
 * @throws NOT_SUPPORTED_HERE without a display or without any terminal, PROGRAM_NOT_FOUND for one that is not installed, CONFIG_INVALID.
 */
export async function chooseTerminal(setting: string, search: TerminalSearch): Promise<ChosenTerminal> {
  const { platform, environment } = search;
  const id = terminalIdSchema.safeParse(setting);
  if (setting !== 'auto' && !id.success) return ownTerminal(setting, search);
  const why = whyNoTerminal(search);
  if (why !== null) throw new AppError('NOT_SUPPORTED_HERE', `no terminal can be opened: ${why}`);
  if (!id.success && platform === 'linux' && isSet(environment.TERMINAL) && !terminalIdSchema.safeParse(basename(environment.TERMINAL)).success) {
    const own = await ownTerminal(`${quoteForShell(environment.TERMINAL)} -e ${COMMAND_PLACEHOLDER}`, search).catch(() => null);
    if (own !== null) return own;
  }
  const found = await findTerminals(search);
  const view = id.success ? found.find((terminal) => terminal.id === id.data) : found[0];
  const known = KNOWN_TERMINALS[platform].find((terminal) => terminal.id === view?.id);
  if (view !== undefined && known !== undefined) return { name: view.name, call: (script) => known.call(view.program, script) };
  if (id.success) throw new AppError('PROGRAM_NOT_FOUND', `the terminal ${id.data} is not installed here`, { field: 'terminal' });
  throw new AppError('NOT_SUPPORTED_HERE', 'no terminal can be opened: none of the known ones is installed');
}

/** A command line of the user's own: `{command}` and `{folder}` are filled in, nothing else is expanded. */
async function ownTerminal(template: string, search: TerminalSearch): Promise<ChosenTerminal> {
  const { platform } = search;
  const parsed = parseShellWords(template, platform === 'win32' ? 'windows' : 'posix');
  if (!parsed.isOk) throw new AppError('CONFIG_INVALID', `the command of the terminal: ${parsed.problem}`, { field: 'terminal' });
  const [name = '', ...words] = parsed.words;
  const program = await programOnPath(name, search);
  if (program === null) throw new AppError('PROGRAM_NOT_FOUND', `the terminal ${name} is not installed here`, { field: 'terminal' });
  const quote = platform === 'win32' ? quoteForWindows : quoteForShell;
  return {
    name: basename(name),
    call(script, folder) {
      const command = scriptCommand(platform, script);
      const args = words.flatMap((word) =>
        word === COMMAND_PLACEHOLDER
          ? command
          : [word.replaceAll(COMMAND_PLACEHOLDER, () => command.map(quote).join(' ')).replaceAll(FOLDER_PLACEHOLDER, () => folder)],
      );
      return { program, args, isVerbatim: false };
    },
  };
}

async function lookFor(terminal: KnownTerminal, search: TerminalSearch): Promise<TerminalView | null> {
  for (const name of terminal.programs) {
    const program = await programOnPath(name, search);
    if (program !== null) return { id: terminal.id, name: terminal.name, program };
  }
  return null;
}

/** Path of a program by its name, or by its path; null when it is not there. */
export async function programOnPath(name: string, search: TerminalSearch): Promise<string | null> {
  const { platform, environment, exists, homeFolder = homedir() } = search;
  const paths = platform === 'win32' ? win32 : posix;
  if (paths.isAbsolute(name)) return (await exists(name)) ? name : null;
  for (const folder of folders(platform, environment, homeFolder)) {
    const path = paths.join(folder, name);
    if (await exists(path)) return path;
  }
  return null;
}

function folders(platform: LaunchPlatform, environment: Environment, homeFolder: string): readonly string[] {
  const onPath = foldersOnPath(environment, platform);
  if (platform === 'darwin')
    return ['/System/Applications/Utilities', '/Applications', '/Applications/Utilities', posix.join(homeFolder, 'Applications'), ...onPath];
  if (platform === 'linux') return onPath;
  const { LOCALAPPDATA, SystemRoot = 'C:\\Windows' } = environment;
  // Apps of the store put their names here, and not always on the PATH of a service.
  const store = isSet(LOCALAPPDATA) ? [win32.join(LOCALAPPDATA, 'Microsoft', 'WindowsApps')] : [];
  return [...onPath, ...store, win32.join(SystemRoot, 'System32'), win32.join(SystemRoot, 'System32', 'WindowsPowerShell', 'v1.0')];
}

/** What the user or the desktop says before our own order counts. */
function preferred({ TERMINAL, XDG_CURRENT_DESKTOP = '' }: Environment): string | null {
  if (isSet(TERMINAL)) return basename(TERMINAL);
  const desktop = XDG_CURRENT_DESKTOP.toUpperCase();
  return DESKTOP_TERMINALS.find(([name]) => desktop.includes(name))?.[1] ?? null;
}

/** Desktops whose terminal is known; the alternatives system may name another one that nobody chose. */
const DESKTOP_TERMINALS = [
  ['KDE', 'konsole'],
  ['XFCE', 'xfce4-terminal'],
  ['MATE', 'mate-terminal'],
] as const;

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
