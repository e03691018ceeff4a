/** Against stand-ins of the systems' own programs on the PATH, which write down how they were called. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findServiceSystem } from '../../../../src-main/service/find-service-system.ts';
import { commandRunner } from '../../../../src-main/service/run-command.ts';
import { ServiceManager, type ServiceManagerOptions } from '../../../../src-main/service/service-manager.ts';
import { serviceOptionsSchema } from '../../../../src-shared/schemas/service.ts';
import { StubSystems } from '../../../support/stub-systems.ts';
import { useTempFolder } from '../../../support/temp-folder.ts';

let folder: string;
let stubs: StubSystems;
beforeEach(async () => {
  folder = await useTempFolder();
  stubs = await StubSystems.in(folder);
});

const OPTIONS = serviceOptionsSchema.parse({});
const OWN_PID = 4_000;

function manager(platform: NodeJS.Platform, changes: Partial<ServiceManagerOptions> = {}) {
  const environment = { PATH: stubs.path, SECRET: 'not for the service', HTTPS_PROXY: 'http://user:pw@proxy:8080' };
  const run = commandRunner(environment);
  const dataFolder = join(folder, 'data');
  return new ServiceManager({
    system: findServiceSystem({ platform, environment, dataFolder, run, home: join(folder, 'home') }),
    run,
    cli: ['/opt/node', '/opt/cli.js'],
    isDemo: false,
    dataFolder,
    isDefaultFolder: true,
    environment,
    logFile: join(dataFolder, 'logs', 'code-proxy.log'),
    outputFile: join(dataFolder, 'logs', 'service.log'),
    instance: async () => null,
    stopInstance: async () => undefined,
    ownPid: OWN_PID,
    startTurns: 0,
    ...changes,
  });
}

const unitState = (text: string) => stubs.answer('systemctl', ['--user', 'show'], { out: text });
const RUNNING = 'ActiveState=active\nMainPID=4711\nNRestarts=2\nExecMainCode=0\nExecMainStatus=0\n';
const FAILED = 'ActiveState=failed\nMainPID=0\nNRestarts=5\nExecMainCode=1\nExecMainStatus=1\n';
const unitFile = () => join(folder, 'home', '.config', 'systemd', 'user', 'code-proxy.service');

describe('under systemd', () => {
  it('shows what would be written and run, and does neither', async () => {
    const plan = await manager('linux').plan(OPTIONS);
    expect(plan).toMatchObject({ system: 'systemd', name: 'code-proxy', files: [{ path: unitFile(), change: 'new' }], notes: [] });
    expect(plan.commands).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable code-proxy.service',
      'systemctl --user restart code-proxy.service',
    ]);
    expect(await stubs.commands()).toEqual([]);
    await expect(stat(unitFile())).rejects.toThrow();
  });

  it('writes exactly that, private, and runs exactly these', async () => {
    const service = manager('linux');
    const plan = await service.plan(OPTIONS);
    await unitState(RUNNING);
    expect(await service.install(OPTIONS)).toMatchObject({ isInstalled: true, activity: 'running', pid: 4_711, restarts: 2, lastExitCode: null });
    expect(await readFile(unitFile(), 'utf8')).toBe(plan.files[0]?.text);
    expect((await stat(unitFile())).mode & 0o777).toBe(0o600);
    expect(await stubs.commands()).toEqual(plan.commands);
    expect((await service.plan(OPTIONS)).files).toMatchObject([{ change: 'same' }]);
    expect((await service.plan({ ...OPTIONS, port: 9_100 })).files).toMatchObject([{ change: 'changed' }]);
  });

  it('passes on ports and data folder, PATH, and proxy variables only when asked', async () => {
    const service = manager('linux', { isDefaultFolder: false });
    const [file] = (await service.plan({ port: 0, adminPort: 9_101, claudeSettings: false, keepProxyVariables: true })).files;
    expect(file?.text).toContain(
      `"serve" "--service" "--data-folder" "${join(folder, 'data')}" "--port" "0" "--admin-port" "9101" "--no-claude-settings"`,
    );
    expect(file?.text).toContain('HTTPS_PROXY=http://user:pw@proxy:8080');
    expect(file?.path).toMatch(/code-proxy-[0-9a-f]{8}\.service$/);
    const [without] = (await service.plan(OPTIONS)).files;
    expect(without?.text).toContain(`Environment="PATH=${stubs.path}"`);
    expect(without?.text).not.toMatch(/HTTPS_PROXY|SECRET/);
  });

  it('leaves nothing behind: stopped in order first, then disabled, removed and forgotten', async () => {
    const service = manager('linux');
    await unitState(RUNNING);
    await service.install(OPTIONS);
    await stubs.forget();
    await service.uninstall();
    expect(await stubs.commands()).toEqual([
      'systemctl --user stop code-proxy.service',
      'systemctl --user disable code-proxy.service',
      'systemctl --user daemon-reload',
      'systemctl --user reset-failed code-proxy.service',
    ]);
    expect(await readdir(join(folder, 'home', '.config', 'systemd', 'user'))).toEqual([]);
    await stubs.forget();
    await service.uninstall();
    expect(await stubs.commands()).toEqual([]);
  });

  it('stops itself last, and does not wait for its own end', async () => {
    const service = manager('linux', { ownPid: 4_711 });
    await mkdir(join(unitFile(), '..'), { recursive: true });
    await writeFile(unitFile(), 'a unit');
    await unitState(RUNNING);
    await service.uninstall();
    expect(await stubs.commands()).toEqual([
      'systemctl --user disable code-proxy.service',
      'systemctl --user daemon-reload',
      'systemctl --user stop --no-block code-proxy.service',
    ]);
    await expect(service.install(OPTIONS)).rejects.toMatchObject({ code: 'NOT_SUPPORTED_HERE' });
  });

  it('reads the system’s view: failed too often, starting, and whether it outlives the log-out', async () => {
    const service = manager('linux');
    await unitState(FAILED);
    await stubs.answer('loginctl', ['show-user'], { out: 'Linger=no\n' });
    expect(await service.status()).toMatchObject({
      activity: 'failed',
      pid: null,
      restarts: 5,
      lastExitCode: 1,
      outlivesLogout: false,
      problem: null,
    });
    expect((await service.plan(OPTIONS)).notes).toEqual(['ends-at-logout']);
    await unitState('ActiveState=activating\nMainPID=0\nNRestarts=1\nExecMainCode=1\nExecMainStatus=1\n');
    await stubs.answer('loginctl', ['show-user'], { out: 'Linger=yes\n' });
    expect(await service.status()).toMatchObject({ activity: 'starting', outlivesLogout: true });
  });

  it('says in the system’s words why a command failed, and where systemd does not answer at all', async () => {
    const service = manager('linux');
    await stubs.answer('systemctl', ['--user', 'enable'], { code: 1, err: 'Failed to enable unit: Unit file is masked.' });
    await expect(service.install(OPTIONS)).rejects.toMatchObject({
      code: 'SERVICE_FAILED',
      message: expect.stringMatching(/systemctl --user enable code-proxy.service failed: .*masked/),
    });
    await stubs.answer('systemctl', ['--user', 'show'], { code: 1, err: 'Failed to connect to bus: No medium found' });
    expect(await service.status()).toMatchObject({ obstacle: 'no-service-manager', problem: 'Failed to connect to bus: No medium found' });
    await expect(service.install(OPTIONS)).rejects.toMatchObject({ code: 'NOT_SUPPORTED_HERE', message: expect.stringContaining('No medium found') });
  });

  it('tells that another instance holds the data folder, so that the service must wait', async () => {
    const service = manager('linux', { instance: async () => ({ pid: 99, host: 'desktop' }) });
    await unitState('ActiveState=inactive\nMainPID=0\nNRestarts=0\nExecMainCode=1\nExecMainStatus=0\n');
    expect((await service.plan(OPTIONS)).notes).toEqual(['instance-runs']);
    expect(await service.install(OPTIONS)).toMatchObject({ activity: 'stopped', lastExitCode: 0, instance: { pid: 99, host: 'desktop' } });
  });

  it('starts and stops only what is installed', async () => {
    const service = manager('linux');
    for (const verb of ['start', 'stop'] as const) await expect(service[verb]()).rejects.toMatchObject({ code: 'SERVICE_FAILED' });
    await unitState(RUNNING);
    await service.install(OPTIONS);
    await stubs.forget();
    await service.start();
    await service.stop();
    expect(await stubs.commands()).toEqual([
      'systemctl --user reset-failed code-proxy.service',
      'systemctl --user start code-proxy.service',
      'systemctl --user stop code-proxy.service',
    ]);
  });

  it('shows the end of our own log and of the journal', async () => {
    await mkdir(join(folder, 'data', 'logs'), { recursive: true });
    await writeFile(join(folder, 'data', 'logs', 'code-proxy.log'), 'one\ntwo\nthree\n');
    await stubs.answer('journalctl', ['--user'], { out: '2026-11-21T10:00:00 ready\n' });
    const log = await manager('linux').logs(2);
    expect(log.lines).toEqual(['two', 'three']);
    expect(log.system).toEqual({
      source: 'journalctl --user --unit code-proxy.service --lines 2 --no-pager --output short-iso',
      lines: ['2026-11-21T10:00:00 ready'],
    });
    await stubs.answer('journalctl', ['--user'], { code: 1, err: 'No journal files were found.' });
    expect((await manager('linux').logs(2)).system).toBeNull();
  });
});

describe('under launchd', () => {
  const { uid } = { uid: process.getuid?.() ?? 0 };
  const agent = () => join(folder, 'home', 'Library', 'LaunchAgents', 'dev.codeproxy.code-proxy.plist');
  const target = `gui/${uid}/dev.codeproxy.code-proxy`;

  it('loads a fresh definition in the place of an old one', async () => {
    const service = manager('darwin');
    await stubs.answer('launchctl', ['bootout'], { code: 3, err: 'Boot-out failed: 3: No such process' });
    await stubs.answer('launchctl', ['print'], { out: `${target} = {\n\tstate = running\n\tpid = 4711\n\tlast exit code = (never exited)\n}\n` });
    expect(await service.install(OPTIONS)).toMatchObject({ isInstalled: true, activity: 'running', pid: 4_711, outlivesLogout: false });
    expect(await stubs.commands()).toEqual([
      `launchctl bootout ${target}`,
      `launchctl enable ${target}`,
      `launchctl bootstrap gui/${uid} ${agent()}`,
    ]);
    expect(await readFile(agent(), 'utf8')).toContain('<string>dev.codeproxy.code-proxy</string>');
  });

  it('stops by the signal that the program heeds, and leaves nothing behind, its output included', async () => {
    const service = manager('darwin');
    await stubs.answer('launchctl', ['print'], { out: '\tstate = running\n\tpid = 4711\n' });
    await service.install(OPTIONS);
    await mkdir(join(folder, 'data', 'logs'), { recursive: true });
    await writeFile(join(folder, 'data', 'logs', 'service.log'), 'ready\n');
    expect((await service.logs(5)).system).toEqual({ source: join(folder, 'data', 'logs', 'service.log'), lines: ['ready'] });
    await stubs.forget();
    await service.uninstall();
    expect(await stubs.commands()).toEqual([`launchctl kill SIGTERM ${target}`, `launchctl bootout ${target}`]);
    expect(await readdir(join(folder, 'data', 'logs'))).toEqual([]);
    expect(await readdir(join(folder, 'home', 'Library', 'LaunchAgents'))).toEqual([]);
  });

  it('tells a service that is not loaded from one that failed', async () => {
    await stubs.answer('launchctl', ['print'], { code: 113, err: 'Could not find service' });
    expect(await manager('darwin').status()).toMatchObject({ activity: 'stopped', problem: null });
    await stubs.answer('launchctl', ['print'], { out: '\tstate = not running\n\tlast exit code = 1\n' });
    expect(await manager('darwin').status()).toMatchObject({ activity: 'failed', lastExitCode: 1 });
  });
});

describe('under the Task Scheduler', () => {
  const query = (result: string) =>
    stubs.answer('schtasks', ['/Query'], {
      out: `"PC","\\code-proxy","N/A","Wird ausgeführt","Nur interaktiv","21.11.2026 10:00","${result}","PC\\me"\r\n`,
    });

  it('gives the definition in UTF-16, and reads the state from numbers, whatever the language of Windows', async () => {
    const service = manager('win32');
    await query('267009');
    expect(await service.install(OPTIONS)).toMatchObject({ isInstalled: true, activity: 'running' });
    const file = join(folder, 'data', 'code-proxy.task.xml');
    expect((await readFile(file)).subarray(0, 4)).toEqual(Buffer.from('\ufeff<', 'utf16le'));
    expect(await stubs.commands()).toEqual([`schtasks /Create /TN code-proxy /XML ${file} /F`, 'schtasks /Run /TN code-proxy']);
    expect((await service.plan(OPTIONS)).files).toMatchObject([{ change: 'same' }]);
    for (const [result, activity, lastExitCode] of [
      ['0', 'stopped', 0],
      ['1', 'failed', 1],
      ['267011', 'stopped', null],
      ['odd', 'unknown', null],
    ] as const) {
      await query(result);
      expect(await service.status()).toMatchObject({ activity, lastExitCode });
    }
  });

  it('never kills the program: it asks the instance to end, and then removes the task', async () => {
    let stops = 0;
    const service = manager('win32', {
      instance: async () => ({ pid: 99, host: 'headless' }),
      stopInstance: async () => {
        stops += 1;
      },
    });
    await query('267009');
    await service.install(OPTIONS);
    await stubs.forget();
    await service.uninstall();
    expect(stops).toBe(1);
    expect(await stubs.commands()).toEqual(['schtasks /Delete /TN code-proxy /F']);
    expect(await readdir(join(folder, 'data'))).toEqual([]);
  });

  it('says that variables do not reach a task', async () => {
    await stubs.answer('schtasks', ['/Query'], { code: 1, err: 'ERROR: The system cannot find the file specified.' });
    expect((await manager('win32').plan({ ...OPTIONS, keepProxyVariables: true })).notes).toEqual(['no-environment']);
  });
});

describe('where there is nothing to install', () => {
  it.each([
    ['an unknown system', 'aix', {}, 'no-service-manager'],
    ['the desktop app', 'linux', { cli: null }, 'desktop-app'],
    ['the demo', 'linux', { isDemo: true }, 'demo'],
  ] as const)('says so: %s', async (_what, platform, changes, obstacle) => {
    const service = manager(platform, changes);
    expect(await service.status()).toMatchObject({ obstacle, isInstalled: false });
    await expect(service.plan(OPTIONS)).rejects.toMatchObject({ code: 'NOT_SUPPORTED_HERE' });
    await expect(service.install(OPTIONS)).rejects.toMatchObject({ code: 'NOT_SUPPORTED_HERE' });
    expect(await stubs.commands()).toEqual([]);
  });

  it('finds no systemctl at all', async () => {
    const environment = { PATH: join(folder, 'empty') };
    const run = commandRunner(environment);
    const system = findServiceSystem({ platform: 'linux', environment, dataFolder: folder, run, home: folder });
    expect(await manager('linux', { system, run }).status()).toMatchObject({ obstacle: 'no-service-manager', activity: 'unknown' });
  });
});
