/**
 * How each known terminal is told to run a program, on all three systems. Pure. What runs is always a script of ours at a path
 * that we chose, so that no folder or argument of the user's passes through a terminal's or a shell's idea of quoting.
 */
import type { TerminalId } from '../../../src-shared/schemas/launch.ts';

export type LaunchPlatform = 'linux' | 'darwin' | 'win32';

/** One start of a program. */
export interface TerminalCall {
  readonly program: string;
  readonly args: readonly string[];
  /** Windows: `args` is one command line as it stands. */
  readonly isVerbatim: boolean;
}

export interface KnownTerminal {
  readonly id: TerminalId;
  readonly name: string;
  /** Names of the program on the PATH, or of the app on macOS; the first that is there counts. */
  readonly programs: readonly string[];
  /** @param program Path of what was found. @param script Path of the script to run. */
  readonly call: (program: string, script: string) => TerminalCall;
}

/** The system, or the nearest one of its kind. */
export function launchPlatform(platform: NodeJS.Platform): LaunchPlatform {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}

/** The program and arguments that run a script of ours. */
export function scriptCommand(platform: LaunchPlatform, script: string): readonly string[] {
  // By the shell's name: the data folder may lie on a disk from which nothing may be executed.
  return platform === 'win32' ? ['cmd.exe', '/d', '/c', script] : ['/bin/sh', script];
}

/** In the order in which `auto` looks. */
export const KNOWN_TERMINALS: Readonly<Record<LaunchPlatform, readonly KnownTerminal[]>> = {
  linux: [
    // The user's own choice on Debian and its kin.
    linux('x-terminal-emulator', 'Default terminal', '-e'),
    linux('ptyxis', 'Ptyxis', '--new-window', '--'),
    linux('gnome-terminal', 'GNOME Terminal', '--'),
    linux('kgx', 'GNOME Console', '--'),
    linux('konsole', 'Konsole', '-e'),
    linux('xfce4-terminal', 'Xfce Terminal', '-x'),
    linux('mate-terminal', 'MATE Terminal', '-x'),
    linux('terminator', 'Terminator', '-x'),
    linux('kitty', 'kitty'),
    linux('alacritty', 'Alacritty', '-e'),
    linux('wezterm', 'WezTerm', 'start', '--'),
    linux('ghostty', 'Ghostty', '-e'),
    linux('foot', 'foot'),
    linux('urxvt', 'rxvt-unicode', '-e'),
    linux('xterm', 'XTerm', '-e'),
  ],
  darwin: [
    // `open` starts a .command file in the user's login shell, which knows the PATH that apps do not get.
    { id: 'terminal', name: 'Terminal', programs: ['Terminal.app'], call: (app, script) => plain('/usr/bin/open', '-a', app, script) },
    { id: 'iterm2', name: 'iTerm2', programs: ['iTerm.app', 'iTerm2.app'], call: (_app, script) => plain('/usr/bin/osascript', ...ITERM, script) },
    macos('ghostty', 'Ghostty', 'Ghostty.app', '-e'),
    macos('kitty', 'kitty', 'kitty.app'),
    macos('alacritty', 'Alacritty', 'Alacritty.app', '-e'),
    macos('wezterm', 'WezTerm', 'WezTerm.app', 'start', '--'),
  ],
  win32: [
    {
      id: 'wt',
      name: 'Windows Terminal',
      programs: ['wt.exe'],
      // It separates commands by semicolons, also within words.
      call: (program, script) =>
        plain(program, '-w', '-1', 'new-tab', '--title', 'Claude Code', 'cmd.exe', '/d', '/c', script.replaceAll(';', '\\;')),
    },
    inNewConsole(
      'pwsh',
      'PowerShell',
      'pwsh.exe',
      (program, script) => `"${program}" -NoLogo -NoProfile -Command "& '${script.replaceAll("'", "''")}'"`,
    ),
    inNewConsole(
      'powershell',
      'Windows PowerShell',
      'powershell.exe',
      (program, script) => `"${program}" -NoLogo -NoProfile -Command "& '${script.replaceAll("'", "''")}'"`,
    ),
    inNewConsole('cmd', 'Command Prompt', 'cmd.exe', (program, script) => `"${program}" /d /c "${script}"`),
  ],
};

/** The script's path arrives as an argument and is quoted by AppleScript itself. */
const ITERM = [
  '-e',
  'on run argv',
  '-e',
  'tell application "iTerm"',
  '-e',
  'activate',
  '-e',
  'create window with default profile command ("/bin/sh " & quoted form of item 1 of argv)',
  '-e',
  'end tell',
  '-e',
  'end run',
] as const;

function plain(program: string, ...args: readonly string[]): TerminalCall {
  return { program, args, isVerbatim: false };
}

/** @param before What stands before the program to run. */
function linux(id: TerminalId, name: string, ...before: readonly string[]): KnownTerminal {
  return { id, name, programs: [id], call: (program, script) => plain(program, ...before, ...scriptCommand('linux', script)) };
}

function macos(id: TerminalId, name: string, app: string, ...before: readonly string[]): KnownTerminal {
  return {
    id,
    name,
    programs: [app],
    call: (path, script) => plain('/usr/bin/open', '-n', '-a', path, '--args', ...before, ...scriptCommand('darwin', script)),
  };
}

/** `start` gives a program a console window of its own; a program that is merely spawned shares ours, or has none. */
function inNewConsole(id: TerminalId, name: string, file: string, line: (program: string, script: string) => string): KnownTerminal {
  return {
    id,
    name,
    programs: [file],
    call: (program, script) => ({ program: 'cmd.exe', args: ['/d', '/s', '/c', `"start "Claude Code" ${line(program, script)}"`], isVerbatim: true }),
  };
}
