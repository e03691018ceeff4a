import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Launcher, type LauncherOptions } from '../../../../../src-main/claude-code/launch/launcher.ts';
import { type LaunchInputRaw, launchInputSchema } from '../../../../../src-shared/schemas/launch.ts';
import { DEFAULT_SETTINGS } from '../../../../../src-shared/schemas/settings.ts';
import { quoteForShell } from '../../../../../src-shared/shell-words.ts';
import { TOKEN, VALUES } from '../../../../support/claude-settings-rig.ts';
import { eventually } from '../../../../support/eventually.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

/** A stand-in for a terminal: notes how it was called, then runs what it was given in the background, as gnome-terminal does. */
const TERMINAL = (log: string) => `#!/bin/sh
printf '%s\\0' "$@" >> '${log}'
shift
PATH='${process.env.PATH ?? ''}' "$@" < /dev/null > /dev/null 2>&1 &
`;

async function setUp(changes: Partial<LauncherOptions> = {}, terminal = TERMINAL) {
  const folder = await tempFolder();
  const bin = join(folder, 'bin');
  const project = join(folder, "it's a $project");
  await Promise.all([mkdir(bin), mkdir(project)]);
  const log = join(folder, 'terminal.log');
  const program = async (name: string, text: string) => {
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  };
  await program('xterm', terminal(log));
  // Notes its arguments, its folder and a copy of the settings that it was given.
  await program(
    'claude',
    `#!/bin/sh\n[ "$1" = --version ] && echo '2.1.329 (Claude Code)' && exit\npwd > ${folder}/pwd; printf '%s\\n' "$@" > ${folder}/args; [ -f "$2" ] && cp "$2" ${folder}/seen.json\ntouch ${folder}/ran\n`,
  );
  const known: string[] = [];
  const recent: string[] = [];
  const options: LauncherOptions = {
    platform: 'linux',
    environment: { PATH: bin, DISPLAY: ':0', HOME: folder },
    launches: join(folder, 'data', 'launches'),
    dataFolder: join(folder, 'data'),
    projects: async () => known,
    cliCommand: null,
    settings: () => ({ ...DEFAULT_SETTINGS.launch, recentFolders: [...recent] }),
    rememberFolders: async (folders) => void recent.splice(0, recent.length, ...folders),
    values: async () => VALUES,
    ...changes,
  };
  const launcher = new Launcher(options);
  const input = (wanted: LaunchInputRaw) => launchInputSchema.parse(wanted);
  const ended = () => eventually(() => readdir(options.launches)).toEqual([]);
  return { folder, project, recent, known, launcher, input, options, log, ended, bin };
}

describe.runIf(process.platform !== 'win32')('Launcher', () => {
  it('runs Claude Code in the terminal with settings of its own, which are private and gone afterwards', async () => {
    const { launcher, input, project, folder, recent, ended, log } = await setUp();
    const started = await launcher.run(input({ folder: project, model: 'opus', args: `-p "say 'hi'"` }));
    expect(started).toMatchObject({ terminal: 'XTerm', folder: project });
    await eventually(() => existsSync(join(folder, 'ran'))).toBe(true);
    await ended();
    const args = (await readFile(join(folder, 'args'), 'utf8')).trim().split('\n');
    expect(args.slice(2)).toEqual(['--model', 'opus', '-p', "say 'hi'"]);
    expect(args[0]).toBe('--settings');
    expect((await readFile(join(folder, 'pwd'), 'utf8')).trim()).toBe(project);
    expect(JSON.parse(await readFile(join(folder, 'seen.json'), 'utf8')).env).toMatchObject({ ANTHROPIC_AUTH_TOKEN: TOKEN });
    expect((await stat(join(folder, 'seen.json'))).mode & 0o077).toBe(0);
    expect(await readFile(log, 'utf8')).not.toContain(TOKEN);
    expect(recent).toEqual([project]);
  });

  it('runs our own command line where there is one', async () => {
    const folder = await tempFolder();
    const cli = join(folder, 'cli.sh');
    await writeFile(cli, `printf '%s\\n' "$CODE_PROXY_HOME" "$@" > ${folder}/called.new && mv ${folder}/called.new ${folder}/called\n`);
    const { launcher, input, project, options, ended } = await setUp({ cliCommand: ['/bin/sh', cli] });
    const { command } = await launcher.run(input({ folder: project, args: ['-c', 'a b'] }));
    await eventually(() => existsSync(join(folder, 'called'))).toBe(true);
    expect((await readFile(join(folder, 'called'), 'utf8')).trim().split('\n')).toEqual([
      options.dataFolder,
      'launch',
      '--cd',
      project,
      '--',
      '-c',
      'a b',
    ]);
    expect(command).toBe(
      `CODE_PROXY_HOME=${quoteForShell(options.dataFolder)} /bin/sh ${cli} launch --cd '${project.replace("'", "'\\''")}' -- -c 'a b'`,
    );
    await ended();
  });

  it('tells in the terminal’s own words why it did not run, and leaves nothing behind', async () => {
    const { launcher, input, project, options, recent } = await setUp({}, () => '#!/bin/sh\necho "cannot open display" >&2\nexit 3\n');
    await expect(launcher.run(input({ folder: project }))).rejects.toMatchObject({
      code: 'TERMINAL_FAILED',
      message: 'XTerm did not run the command: it ended with exit code 3 – cannot open display',
    });
    expect(await readdir(options.launches)).toEqual([]);
    expect(recent).toEqual([]);
  });

  it('says what to type where no window can be opened', async () => {
    const { launcher, input, project, bin } = await setUp({ environment: { PATH: '/nowhere' }, cliCommand: ['code-proxy'] });
    await expect(launcher.run(input({ folder: project }))).rejects.toMatchObject({
      code: 'NOT_SUPPORTED_HERE',
      message: expect.stringMatching(/no display.+ – type this yourself: CODE_PROXY_HOME=.+ code-proxy launch --cd /),
    });
    expect((await launcher.options()).noTerminal).toContain('no display');
    expect(bin).not.toBe('');
  });

  it('needs Claude Code before it opens anything', async () => {
    const { launcher, input, project, options } = await setUp({ environment: { PATH: '/nowhere', DISPLAY: ':0' } });
    const own = input({ folder: project, terminal: '/bin/sh -c true {command}' });
    await expect(launcher.run(own)).rejects.toMatchObject({ code: 'PROGRAM_NOT_FOUND', message: expect.stringContaining('npm install -g') });
    expect(existsSync(options.launches)).toBe(false);
    expect((await launcher.options()).claude).toMatchObject({ kind: 'missing' });
  });

  it.each([
    ['', 'choose a folder'],
    ['relative/path', 'must be absolute'],
    ['/no/such/folder', 'there is no folder /no/such/folder'],
    ['/etc/hostname', 'is not a folder'],
  ])('refuses the folder %j', async (folder, message) => {
    const { launcher, input } = await setUp();
    await expect(launcher.run(input({ folder }))).rejects.toMatchObject({ code: 'CONFIG_INVALID', field: 'folder' });
    expect((await launcher.preview(input({ folder }))).problem).toEqual({ field: 'folder', message: expect.stringContaining(message) });
  });

  it('shows the arguments as they are understood, and what is wrong with them', async () => {
    const { launcher, input, project } = await setUp();
    expect(await launcher.preview(input({ folder: project, model: 'haiku', args: `-p 'a b'` }))).toEqual({
      command: `cd '${project.replace("'", "'\\''")}' && claude --model haiku -p 'a b'`,
      args: ['--model', 'haiku', '-p', 'a b'],
      terminal: 'XTerm',
      problem: null,
    });
    expect((await launcher.preview(input({ folder: project, args: `-p 'a` }))).problem).toEqual({
      field: 'args',
      message: "a quotation mark (') is not closed",
    });
    expect((await launcher.preview(input({ folder: project, terminal: 'kitty' }))).problem).toMatchObject({ field: 'terminal' });
  });

  it('knows the version, the recent folders and the projects of Claude Code that are still there', async () => {
    const { launcher, project, folder, known } = await setUp();
    const other = join(folder, 'other');
    await mkdir(other);
    known.push(other, project, '/gone');
    await launcher.remember(project);
    await launcher.remember('/gone/too');
    expect(await launcher.options()).toMatchObject({
      terminals: [{ id: 'xterm', name: 'XTerm' }],
      terminal: 'auto',
      noTerminal: null,
      recentFolders: [project],
      projects: [other],
      claude: { kind: 'found', version: '2.1.329' },
    });
    await launcher.forget(project);
    expect((await launcher.options()).recentFolders).toEqual([]);
  });
});
