/** The verbs of `service` as a process of their own, with stand-ins for the system's programs, and what the unit starts in reality. */
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { cli, cliHome, cliJson } from '../support/cli-process.ts';
import { eventually } from '../support/eventually.ts';
import { StubSystems } from '../support/stub-systems.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Some ten processes, one after the other: 3 s on an idle machine. */
const LIMIT_MS = 120_000;
const HAS_SYSTEMD = process.platform === 'linux';

it.skipIf(!HAS_SYSTEMD)(
  'installs a unit that starts a working host, tells nobody how to log in, and puts Claude Code’s settings back at the end',
  { timeout: LIMIT_MS },
  async () => {
    const stubs = await StubSystems.in(await tempFolder());
    const home = await cliHome({ PATH: stubs.path });
    const before = '{ "model": "opus" }\n';
    await writeFile(home.claudeSettings, before);
    const unitFile = join(home.folder, '.config', 'systemd', 'user');

    const shown = await cli(home, ['service', 'install', '--dry-run', '--port', '0', '--admin-port', '0']);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(await stubs.commands()).toEqual([]);

    await stubs.answer('systemctl', ['--user', 'show'], { out: 'ActiveState=failed\nMainPID=0\nNRestarts=0\nExecMainCode=0\nExecMainStatus=0\n' });
    expect(await cliJson(home, ['service', 'install', '--yes', '--port', '0', '--admin-port', '0'])).toMatchObject({
      installed: true,
      status: { isInstalled: true },
    });
    const [name = ''] = await readdir(unitFile);
    expect(name).toMatch(/^code-proxy-[0-9a-f]{8}\.service$/);
    const unit = await readFile(join(unitFile, name), 'utf8');
    for (const line of unit.trimEnd().split('\n')) expect(shown.out).toContain(line);

    const host = startUnit(unit);
    const line = await host.firstLine;
    expect(line).toMatch(/^Code Proxy \S+ is ready: proxy http:\/\/127\.0\.0\.1:\d+, dashboard http:\/\/127\.0\.0\.1:\d+ /);
    expect(line).not.toContain('#');
    await eventually(() => readFile(home.claudeSettings, 'utf8')).toContain('ANTHROPIC_BASE_URL');
    expect(await cliJson(home, ['service', 'status'])).toMatchObject({ instance: { host: 'headless', pid: host.pid } });

    // A second start, as by hand beside the service, finds the first one and leaves in order.
    expect(await startUnit(unit).exitCode).toBe(0);
    expect(await host.end()).toBe(0);
    expect(await readFile(home.claudeSettings, 'utf8')).toBe(before);
    expect(await cli(home, ['service', 'logs'])).toMatchObject({ code: 0, out: expect.stringContaining('code-proxy.log') });

    await stubs.forget();
    expect((await cli(home, ['service', 'uninstall'])).out).toContain('nothing of it is left');
    expect(await readdir(unitFile)).toEqual([]);
    expect(await stubs.commands()).toEqual([
      `systemctl --user disable ${name}`,
      'systemctl --user daemon-reload',
      `systemctl --user reset-failed ${name}`,
    ]);
  },
);

/** Runs what the unit says, with the environment that it gives and nothing else. */
function startUnit(unit: string) {
  const words = (line: string) =>
    [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replaceAll('%%', '%').replaceAll('$$', '$'));
  const lines = unit.split('\n');
  const [program = '', ...args] = words(lines.find((line) => line.startsWith('ExecStart=')) ?? '');
  const variables = lines.filter((line) => line.startsWith('Environment=')).flatMap(words);
  const environment = Object.fromEntries(
    variables.map((variable) => [variable.slice(0, variable.indexOf('=')), variable.slice(variable.indexOf('=') + 1)]),
  );
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const exitCode = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exitCode;
  });
  return {
    pid: child.pid,
    exitCode,
    firstLine: new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    end() {
      child.kill('SIGTERM');
      return exitCode;
    },
  };
}
