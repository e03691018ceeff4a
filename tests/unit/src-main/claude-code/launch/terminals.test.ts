import { describe, expect, it } from 'vitest';
import { KNOWN_TERMINALS, launchPlatform, scriptCommand, type TerminalCall } from '../../../../../src-main/claude-code/launch/terminals.ts';

const SCRIPT = "/data of Jörg & Co/it's $HOME/launches/session-1/run.command";
const WINDOWS_SCRIPT = "C:\\Users\\O'Neil & Söhne; x\\launches\\session-1\\run.cmd";

function call(platform: 'linux' | 'darwin' | 'win32', id: string): TerminalCall {
  const found = KNOWN_TERMINALS[platform].find((terminal) => terminal.id === id) ?? expect.fail(`no ${id}`);
  return found.call(platform === 'win32' ? `C:\\Program Files\\${id}.exe` : `/usr/bin/${id}`, platform === 'win32' ? WINDOWS_SCRIPT : SCRIPT);
}

it('takes every other system for one of the kind of Linux', () => {
  expect(
    ['linux', 'darwin', 'win32', 'freebsd', 'aix'].map((name) =>
      launchPlatform(name === 'aix' ? 'aix' : name === 'freebsd' ? 'freebsd' : name === 'win32' ? 'win32' : name === 'darwin' ? 'darwin' : 'linux'),
    ),
  ).toEqual(['linux', 'darwin', 'win32', 'linux', 'linux']);
});

describe('on Linux', () => {
  it.each([
    ['x-terminal-emulator', ['-e']],
    ['ptyxis', ['--new-window', '--']],
    ['gnome-terminal', ['--']],
    ['kgx', ['--']],
    ['konsole', ['-e']],
    ['xfce4-terminal', ['-x']],
    ['mate-terminal', ['-x']],
    ['terminator', ['-x']],
    ['kitty', []],
    ['alacritty', ['-e']],
    ['wezterm', ['start', '--']],
    ['ghostty', ['-e']],
    ['foot', []],
    ['urxvt', ['-e']],
    ['xterm', ['-e']],
  ])('%s gets the script as words of its own behind %j', (id, before) => {
    expect(call('linux', id)).toEqual({ program: `/usr/bin/${id}`, args: [...before, '/bin/sh', SCRIPT], isVerbatim: false });
  });
});

describe('on macOS', () => {
  it('opens the script with Terminal, which runs it in a login shell', () => {
    expect(call('darwin', 'terminal')).toEqual({ program: '/usr/bin/open', args: ['-a', '/usr/bin/terminal', SCRIPT], isVerbatim: false });
  });

  it('gives iTerm2 the path as an argument that AppleScript quotes, never as a part of the script', () => {
    const { program, args } = call('darwin', 'iterm2');
    expect(program).toBe('/usr/bin/osascript');
    expect(args.at(-1)).toBe(SCRIPT);
    expect(args.slice(0, -1).join('\n')).not.toContain('Jörg');
    expect(args.join('\n')).toContain('quoted form of item 1 of argv');
  });

  it.each(['ghostty', 'kitty', 'alacritty', 'wezterm'])('%s gets the script as the last words', (id) => {
    const { program, args } = call('darwin', id);
    expect([program, ...args.slice(0, 3)]).toEqual(['/usr/bin/open', '-n', '-a', `/usr/bin/${id}`]);
    expect(args.slice(-2)).toEqual(['/bin/sh', SCRIPT]);
  });
});

describe('on Windows', () => {
  it('keeps semicolons from Windows Terminal, which separates commands by them', () => {
    const { args, isVerbatim } = call('win32', 'wt');
    expect(isVerbatim).toBe(false);
    expect(args.slice(-4)).toEqual(['cmd.exe', '/d', '/c', WINDOWS_SCRIPT.replace(';', '\\;')]);
  });

  it('opens a console of its own for the others, the path in quotes', () => {
    expect(call('win32', 'cmd')).toEqual({
      program: 'cmd.exe',
      args: ['/d', '/s', '/c', `"start "Claude Code" "C:\\Program Files\\cmd.exe" /d /c "${WINDOWS_SCRIPT}""`],
      isVerbatim: true,
    });
    expect(call('win32', 'pwsh').args.at(-1)).toBe(
      `"start "Claude Code" "C:\\Program Files\\pwsh.exe" -NoLogo -NoProfile -Command "& '${WINDOWS_SCRIPT.replace("'", "''")}'""`,
    );
    expect(call('win32', 'powershell').args.at(-1)).toContain("O''Neil & Söhne");
  });

  it('runs scripts by cmd', () => {
    expect(scriptCommand('win32', WINDOWS_SCRIPT)).toEqual(['cmd.exe', '/d', '/c', WINDOWS_SCRIPT]);
  });
});
