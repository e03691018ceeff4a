import { describe, expect, it } from 'vitest';
import type { OsService } from '../../../../src-main/admin/system-ports.ts';
import { logText } from '../../../../src-main/cli/service-text.ts';
import { installService, printServiceLogs, runServiceVerb } from '../../../../src-main/cli/service-verbs.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import type { ServiceOptions, ServicePlan } from '../../../../src-shared/schemas/service.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { testSession } from '../../../support/cli-run.ts';
import { sampleService } from '../../../support/system-double.ts';

const PLAN: ServicePlan = {
  system: 'systemd',
  name: 'code-proxy',
  files: [{ path: '/home/user/.config/systemd/user/code-proxy.service', text: '[Unit]\nDescription=x\n', change: 'new' }],
  commands: ['systemctl --user daemon-reload'],
  notes: ['ends-at-logout', 'instance-runs'],
};

function setUp(options: { readonly stdin?: string; readonly isTerminal?: boolean; readonly service?: Partial<OsService> } = {}) {
  const done: unknown[] = [];
  const { session, printed } = testSession({ services: fakeAdminServices(), stdin: options.stdin ?? '', isTerminal: options.isTerminal ?? false });
  const service: OsService = {
    ...fakeAdminServices().service,
    plan: async () => PLAN,
    install: async (wanted) => {
      done.push(wanted);
      return sampleService({ isInstalled: true, activity: 'running', pid: 4_711, restarts: 0 });
    },
    ...options.service,
  };
  const folders: string[] = [];
  const open = (_session: unknown, folder: string) => {
    folders.push(folder);
    return service;
  };
  return { session, printed, done, folders, open };
}

describe('service install', () => {
  it('shows file, commands and what to know, and with --dry-run does nothing', async () => {
    const { session, printed, done, folders, open } = setUp();
    await installService(session, { claudeSettings: true, dryRun: true, dataFolder: '/srv/data' }, open);
    expect(done).toEqual([]);
    expect(folders).toEqual(['/srv/data']);
    expect(printed.out).toContain('/home/user/.config/systemd/user/code-proxy.service is written:\n  [Unit]\n  Description=x');
    expect(printed.out).toContain('systemctl --user daemon-reload');
    expect(printed.out).toContain('loginctl enable-linger');
    expect(printed.out).toContain('there is only ever one');
  });

  it.each([
    ['y', true],
    ['YES', true],
    ['', false],
    ['n', false],
  ])('asks on a terminal and takes %j for %s', async (stdin, isAgreed) => {
    const { session, printed, done, open } = setUp({ stdin, isTerminal: true });
    await installService(session, { claudeSettings: true }, open);
    expect(printed.out).toContain('Write this and start the service? [y/N]');
    expect(done).toHaveLength(isAgreed ? 1 : 0);
    expect(session.exitCode).toBe(isAgreed ? 0 : 1);
  });

  it('where there is nobody to ask wants --yes, and passes on the options', async () => {
    const { session, done, open } = setUp();
    await expect(installService(session, { claudeSettings: true }, open)).rejects.toThrow('--yes');
    await installService(session, { claudeSettings: false, port: 9_100, adminPort: 0, keepProxyVariables: true, yes: true }, open);
    const wanted: ServiceOptions = { port: 9_100, adminPort: 0, claudeSettings: false, keepProxyVariables: true };
    expect(done).toEqual([wanted]);
  });

  it('refuses one port for both', async () => {
    const { session, open } = setUp();
    await expect(installService(session, { claudeSettings: true, port: 9_100, adminPort: 9_100, yes: true }, open)).rejects.toThrow('the same');
  });

  it('ends with 1 when the service failed at once', async () => {
    const failed = sampleService({ isInstalled: true, activity: 'failed', lastExitCode: 1, restarts: 5 });
    const { session, printed, open } = setUp({ service: { install: async () => failed } });
    await installService(session, { claudeSettings: true, yes: true }, open);
    expect(session.exitCode).toBe(1);
    expect(printed.out).toMatch(/failed, last exit code 1, started anew 5 ×/);
  });
});

describe('service status, stop and uninstall', () => {
  it('says how it fares, and who holds the data folder meanwhile', async () => {
    const held = sampleService({ isInstalled: true, activity: 'stopped', lastExitCode: 0, instance: { pid: 99, host: 'desktop' } });
    const { session, printed, open } = setUp({ service: { status: async () => held } });
    await runServiceVerb(session, 'status', {}, open);
    expect(printed.out).toMatch(/does not run, last exit code 0/);
    expect(printed.out).toContain('held by the desktop app, process 99');
    expect(session.exitCode).toBe(0);
  });

  it('says when there is none, when the system knows none, and when it does not answer', async () => {
    for (const [status, words] of [
      [sampleService(), 'service install --dry-run'],
      [sampleService({ system: null, obstacle: 'no-service-manager' }), 'no service manager'],
      [sampleService({ problem: 'Failed to connect to bus' }), 'Failed to connect to bus'],
    ] as const) {
      const { session, printed, open } = setUp({ service: { status: async () => status } });
      await runServiceVerb(session, 'status', {}, open);
      expect(printed.out).toContain(words);
    }
  });

  it('says what became of it, or that there was nothing', async () => {
    for (const [isInstalled, words] of [
      [true, 'is gone; nothing of it is left'],
      [false, 'There was no service'],
    ] as const) {
      const { session, printed, open } = setUp({ service: { status: async () => sampleService({ isInstalled }) } });
      await runServiceVerb(session, 'uninstall', {}, open);
      expect(printed.out).toContain(words);
    }
  });

  it('prints the status as JSON', async () => {
    const { session, printed, open } = setUp();
    await runServiceVerb(session, 'stop', { json: true }, open);
    expect(JSON.parse(printed.out)).toEqual(sampleService({ isInstalled: true }));
  });
});

it('prints both logs, each under its source', async () => {
  const system = { source: 'journalctl --user', lines: ['ready'] };
  const { session, printed, open } = setUp({ service: { logs: async () => ({ file: '/data/log', lines: [], system }) } });
  await printServiceLogs(session, { lines: 5 }, open);
  expect(printed.out).toBe('── /data/log\n(nothing yet)\n── journalctl --user\nready\n');
});

it('prints no control characters that came into a log', () => {
  const style = createTextStyle({ isTerminal: false, columns: null, environment: {} });
  expect(logText(style, { file: '/data/log', lines: ['a\u001b[31mb'], system: null })).toBe('── /data/log\nab');
});
