import { describe, expect, it } from 'vitest';
import { chooseTerminal, findTerminals, type TerminalSearch, whyNoTerminal } from '../../../../../src-main/claude-code/launch/find-terminals.ts';

const SCRIPT = '/data/launches/session-1/run.command';

function search(there: readonly string[], changes: Partial<TerminalSearch> = {}): TerminalSearch {
  return {
    platform: 'linux',
    environment: { PATH: '/usr/bin:relative:/opt/bin', DISPLAY: ':0' },
    exists: async (path) => there.includes(path),
    homeFolder: '/home/user',
    ...changes,
  };
}
const ids = async (wanted: TerminalSearch) => (await findTerminals(wanted)).map(({ id }) => id);

describe('findTerminals', () => {
  it('finds what is on the PATH, with its path, and no program of the current folder', async () => {
    expect(await findTerminals(search(['/opt/bin/kitty', 'relative/xterm', '/usr/bin/konsole']))).toEqual([
      { id: 'konsole', name: 'Konsole', program: '/usr/bin/konsole' },
      { id: 'kitty', name: 'kitty', program: '/opt/bin/kitty' },
    ]);
  });

  it('begins with what the user or the desktop says', async () => {
    const there = ['/usr/bin/gnome-terminal', '/usr/bin/konsole', '/usr/bin/kitty'];
    const environment = { PATH: '/usr/bin', DISPLAY: ':0' };
    expect((await ids(search(there)))[0]).toBe('gnome-terminal');
    expect((await ids(search(there, { environment: { ...environment, XDG_CURRENT_DESKTOP: 'KDE' } })))[0]).toBe('konsole');
    expect((await ids(search(there, { environment: { ...environment, XDG_CURRENT_DESKTOP: 'KDE', TERMINAL: '/usr/bin/kitty' } })))[0]).toBe('kitty');
  });

  it('finds none without a display, Wayland counting as one', async () => {
    const there = ['/usr/bin/kitty'];
    expect(await ids(search(there, { environment: { PATH: '/usr/bin', DISPLAY: '' } }))).toEqual([]);
    expect(await ids(search(there, { environment: { PATH: '/usr/bin', WAYLAND_DISPLAY: 'wayland-0' } }))).toEqual(['kitty']);
    expect(whyNoTerminal({ platform: 'linux', environment: {} })).toContain('neither DISPLAY nor WAYLAND_DISPLAY');
    expect(whyNoTerminal({ platform: 'darwin', environment: {} })).toBeNull();
  });

  it('finds apps of macOS, also in the home folder', async () => {
    const there = ['/System/Applications/Utilities/Terminal.app', '/home/user/Applications/iTerm.app'];
    expect(await ids(search(there, { platform: 'darwin', environment: {} }))).toEqual(['terminal', 'iterm2']);
  });

  it('finds Windows Terminal where the store puts it, and what the system brings', async () => {
    const there = ['C:\\Users\\u\\AppData\\Local\\Microsoft\\WindowsApps\\wt.exe', 'C:\\Windows\\System32\\cmd.exe'];
    const environment = { Path: 'C:\\tools', LOCALAPPDATA: 'C:\\Users\\u\\AppData\\Local', SystemRoot: 'C:\\Windows' };
    expect(await ids(search(there, { platform: 'win32', environment }))).toEqual(['wt', 'cmd']);
  });
});

describe('chooseTerminal', () => {
  it('takes the first one, or the one that is named', async () => {
    const wanted = search(['/usr/bin/konsole', '/usr/bin/kitty']);
    expect((await chooseTerminal('auto', wanted)).name).toBe('Konsole');
    expect((await chooseTerminal('kitty', wanted)).call(SCRIPT, '/w')).toEqual({
      program: '/usr/bin/kitty',
      args: ['/bin/sh', SCRIPT],
      isVerbatim: false,
    });
  });

  it('says which one is missing, and why none can be opened', async () => {
    await expect(chooseTerminal('foot', search([]))).rejects.toMatchObject({ code: 'PROGRAM_NOT_FOUND', message: expect.stringContaining('foot') });
    await expect(chooseTerminal('auto', search([]))).rejects.toMatchObject({ code: 'NOT_SUPPORTED_HERE' });
    await expect(chooseTerminal('auto', search(['/usr/bin/kitty'], { environment: { PATH: '/usr/bin' } }))).rejects.toThrow('no display');
  });

  it('takes a $TERMINAL that nobody knows by the option that all understand', async () => {
    const wanted = search(['/usr/bin/st', '/usr/bin/kitty'], { environment: { PATH: '/usr/bin', DISPLAY: ':0', TERMINAL: 'st' } });
    expect((await chooseTerminal('auto', wanted)).call(SCRIPT, '/w')).toEqual({
      program: '/usr/bin/st',
      args: ['-e', '/bin/sh', SCRIPT],
      isVerbatim: false,
    });
    const gone = search(['/usr/bin/kitty'], { environment: { PATH: '/usr/bin', DISPLAY: ':0', TERMINAL: 'st' } });
    expect((await chooseTerminal('auto', gone)).name).toBe('kitty');
  });

  it('fills in a command line of the user’s own, a hostile folder as one word', async () => {
    const folder = `/w/it's "a" $HOME \`id\` \n{command} ü`;
    const wanted = search(['/usr/bin/tmux'], { environment: { PATH: '/usr/bin' } });
    const { call, name } = await chooseTerminal(`tmux new-window -c {folder} '--title=x {folder}' {command}`, wanted);
    expect(name).toBe('tmux');
    expect(call(SCRIPT, folder)).toEqual({
      program: '/usr/bin/tmux',
      args: ['new-window', '-c', folder, `--title=x ${folder}`, '/bin/sh', SCRIPT],
      isVerbatim: false,
    });
    const inOneWord = await chooseTerminal(`tmux new-window "exec {command}"`, wanted);
    expect(inOneWord.call("/da'ta/run.command", '/w').args).toEqual(['new-window', `exec /bin/sh '/da'\\''ta/run.command'`]);
  });

  it('reads a command line of Windows with its backslashes', async () => {
    const wanted = search(['C:\\Program Files\\ConEmu\\x.exe'], { platform: 'win32', environment: {} });
    const { call } = await chooseTerminal('"C:\\Program Files\\ConEmu\\x.exe" -run {command}', wanted);
    expect(call('C:\\d\\run.cmd', 'C:\\w').args).toEqual(['-run', 'cmd.exe', '/d', '/c', 'C:\\d\\run.cmd']);
  });

  it('refuses one whose program is not there', async () => {
    await expect(chooseTerminal('nowhere {command}', search([]))).rejects.toMatchObject({ code: 'PROGRAM_NOT_FOUND', field: 'terminal' });
  });
});
