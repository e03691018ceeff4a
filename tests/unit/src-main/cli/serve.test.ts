import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EndReason } from '../../../../src-main/cli/end-of-host.ts';
import { type ServeOptions, type ServeParts, serve } from '../../../../src-main/cli/serve.ts';
import type { Core, CoreOptions, StartedReport, StartReport } from '../../../../src-main/core-options.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { RUNNING_INSTANCE, testSession } from '../../../support/cli-run.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const services = fakeAdminServices();
const STARTED: StartedReport = {
  kind: 'started',
  instanceId: 'instance-a',
  proxy: services.status().proxy,
  proxyError: null,
  dashboardUrl: null,
  claude: services.claude.state(),
  warnings: [],
};

/** A host whose core reports `report` and which is told to end with `reason` once it waits, or whose launcher goes while so many sessions are there. */
function host(report: StartReport | AppError = STARTED, reason: EndReason = { kind: 'asked' }, sessions = 0, coreServices = services) {
  const { session, printed } = testSession({ services });
  const log: string[] = [];
  const cores: CoreOptions[] = [];
  const core: Core = {
    services: coreServices,
    async start() {
      log.push('start');
      if (report instanceof AppError) throw report;
      return report;
    },
    leases: {
      held: sessions,
      async untilUnused() {
        log.push('unused');
      },
    },
    recordPast: () => undefined,
    resumed: () => undefined,
    async stop(why, fault) {
      log.push(`stop: ${why}`);
      if (fault instanceof Error) log.push(`fault: ${fault.message}`);
    },
  };
  const parts: ServeParts = {
    createCore(options) {
      cores.push(options);
      return core;
    },
    compileEarly: () => void log.push('compile early'),
    watchForEnd: ({ hasLauncher }) => {
      log.push(`watch${hasLauncher ? ' launcher' : ''}`);
      const never = new Promise<never>(() => undefined);
      const [first, launcherGone] = reason.kind === 'launcher-gone' ? [never, Promise.resolve()] : [Promise.resolve(reason), never];
      return { reason: first, launcherGone, ask: () => void log.push('asked'), dispose: () => void log.push('dispose') };
    },
  };
  const run = (options: Partial<ServeOptions> = {}) => serve(session, { claudeSettings: true, ...options }, parts);
  return { run, log, cores, printed };
}

describe('serve', () => {
  it('starts, says where it is, and stops in order', async () => {
    const { run, log, printed } = host();
    expect(await run()).toBe(0);
    expect(log.slice(0, 4)).toEqual(['watch', 'start', 'compile early', 'stop: asked to stop']);
    expect(log.at(-1)).toBe('dispose');
    expect(printed.out).toContain('http://127.0.0.1:9001/login#code');
    expect(printed.out).toContain('Stopping (asked to stop) ...');
  });

  it("says at its end that Claude Code's settings could not be put back, and why", async () => {
    const dataFolder = await tempFolder();
    await writeFile(join(dataFolder, 'claude-settings.journal.json'), '{}');
    const left = fakeAdminServices({
      status: () => ({ ...services.status(), dataFolder }),
      claude: { ...services.claude, state: () => ({ kind: 'refused', file: '/settings.json', message: 'the disk is full' }) },
    });
    const { run, printed } = host(STARTED, { kind: 'asked' }, 0, left);
    expect(await run()).toBe(0);
    expect(printed.err).toContain('put them back with "code-proxy claude restore": the disk is full\n');
  });

  it('prints exactly one JSON line with --json', async () => {
    const { run, printed } = host();
    await run({ json: true });
    expect(printed.out.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(printed.out)).toMatchObject({ event: 'ready', instanceId: 'instance-a' });
  });

  it('hands the options on and leaves the settings to the core otherwise', async () => {
    const { run, cores } = host();
    await run({ port: 0, adminPort: 9_101, host: '0.0.0.0', allowHost: ['box.lan'], claudeSettings: false });
    await run();
    expect(cores.map((options) => options.overrides)).toEqual([
      { port: 0, adminPort: 9_101, bindHost: '0.0.0.0', allowedHosts: ['box.lan'], writeClaudeSettings: false },
      {},
    ]);
    expect(cores[0]).toMatchObject({ host: 'headless', mode: 'full', isDemo: false, paths: { folder: '/data' } });
  });

  it('warns on stderr when other machines can reach it', async () => {
    const { run, printed } = host();
    await run({ host: '0.0.0.0' });
    expect(printed.err).toContain('listens on 0.0.0.0');
  });

  it('names the instance that already runs and exits 0 without stopping it', async () => {
    const { run, log, printed } = host({ kind: 'already-running', instance: { ...RUNNING_INSTANCE, startedAtMs: 1, socket: '/s', token: 't' } });
    expect(await run()).toBe(0);
    expect(printed.out).toContain('already runs');
    expect(log).toEqual(['watch', 'start', 'dispose']);
  });

  it('stops everything and fails when the proxy cannot listen', async () => {
    const { run, log, printed } = host({ ...STARTED, proxyError: new AppError('PORT_RESERVED', 'port 80 is reserved', { repair: 'choose-port' }) });
    await expect(run()).rejects.toMatchObject({ code: 'PORT_RESERVED' });
    expect(log.some((line) => line.startsWith('stop: '))).toBe(true);
    expect(printed.out).toBe('');
  });

  it('passes on why the core did not start', async () => {
    await expect(host(new AppError('DATABASE_NEWER', 'made by a newer version')).run()).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
  });

  it('wants two ports, or any free ones', async () => {
    const { run, log } = host();
    await expect(run({ port: 9_000, adminPort: 9_000 })).rejects.toThrow(/are the same/);
    expect(log).toEqual([]);
    expect(await run({ port: 0, adminPort: 0 })).toBe(0);
  });

  it('exits 1 after a fault, says what it was, and stops all the same', async () => {
    const { run, log, printed } = host(STARTED, { kind: 'fault', error: new Error('boom') });
    expect(await run()).toBe(1);
    expect(printed.err).toContain('boom');
    expect(log).toContain('stop: fault: boom');
    expect(log).toContain('fault: boom');
  });

  it('goes with its launcher when no other session uses it', async () => {
    const { run, log, printed } = host(STARTED, { kind: 'launcher-gone' });
    expect(await run({ untilStdinEnds: true, json: true })).toBe(0);
    expect(log).toContain('stop: its launcher ended');
    expect(printed.out.trim().split('\n')).toHaveLength(1);
  });

  it('says that it stays for other sessions, and ends with the last of them', async () => {
    const { run, log, printed } = host(STARTED, { kind: 'launcher-gone' }, 2);
    expect(await run({ untilStdinEnds: true, json: true })).toBe(0);
    expect(log.indexOf('unused')).toBeLessThan(log.indexOf('stop: its launcher ended'));
    expect(JSON.parse(printed.out.trim().split('\n')[1] ?? '')).toEqual({ event: 'kept', sessions: 2 });
  });

  it('watches its launcher when told to', async () => {
    const { run, log } = host();
    await run({ untilStdinEnds: true });
    expect(log[0]).toBe('watch launcher');
  });

  it('gives the demo a folder of its own, keeps it from Claude Code, and removes the folder', async () => {
    const { run, cores } = host(new AppError('INTERNAL', 'enough seen'));
    await expect(run({ demo: true })).rejects.toThrow('enough seen');
    expect(cores[0]).toMatchObject({ isDemo: true, overrides: { writeClaudeSettings: false } });
    expect(cores[0]?.paths.folder).toContain('code-proxy-demo-');
    expect(existsSync(cores[0]?.paths.folder ?? '')).toBe(false);
  });
});
