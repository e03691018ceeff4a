import { describe, expect, it } from 'vitest';
import { type LaunchParts, launch } from '../../../../src-main/cli/launch.ts';
import type { LaunchRequest } from '../../../../src-main/launch-claude-code.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { type CliRunOptions, RUNNING_INSTANCE, testSession } from '../../../support/cli-run.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

function setUp(options: Partial<CliRunOptions> = {}) {
  const log: string[] = [];
  const requests: LaunchRequest[] = [];
  let isRunning = options.instance !== null;
  const services = options.services ?? fakeAdminServices();
  const running = testSession({ services, instance: RUNNING_INSTANCE });
  const idle = testSession({ services, instance: null });
  const session = { ...running.session, connect: (need: 'running' | 'any') => (isRunning ? running : idle).session.connect(need) };
  const parts: LaunchParts = {
    findClaudeCode: async () => '/bin/claude',
    launchClaudeCode: async (request) => {
      log.push('client');
      requests.push(request);
      return 7;
    },
    startBackgroundServe: async (args) => {
      log.push(`start ${args.join(' ')}`);
      isRunning = true;
      return { stop: async () => void log.push('stop') };
    },
  };
  return { session, parts, log, requests, printed: running.printed };
}

describe('launch', () => {
  it('reuses a running instance and leaves it running', async () => {
    const { session, parts, log, requests, printed } = setUp();
    const cwd = await tempFolder();
    expect(await launch(session, { cd: cwd }, ['-p', 'hi'], parts)).toEqual({ exitCode: 7, proxyUrl: 'http://127.0.0.1:9000', startedProxy: false });
    expect(log).toEqual(['client']);
    expect(requests[0]).toMatchObject({
      program: '/bin/claude',
      args: ['-p', 'hi'],
      cwd,
      proxyUrl: 'http://127.0.0.1:9000',
      token: 'cp-current-token',
    });
    expect(printed).toMatchObject({ opened: 1, closed: 1 });
  });

  it('starts one that leaves settings.json alone when none runs, and stops it afterwards', async () => {
    const { session, parts, log } = setUp({ instance: null });
    expect(await launch(session, { port: 9_100 }, [], parts)).toMatchObject({ startedProxy: true });
    expect(log).toEqual(['start --no-claude-settings --port 9100', 'client', 'stop']);
  });

  it('stops what it started also when the client cannot be run', async () => {
    const { session, parts, log } = setUp({ instance: null });
    const failing = { ...parts, launchClaudeCode: () => Promise.reject(new Error('no')) };
    await expect(launch(session, {}, [], failing)).rejects.toThrow('no');
    expect(log).toEqual(['start --no-claude-settings', 'stop']);
  });

  it('starts nothing without Claude Code or for a folder that is not there', async () => {
    const { session, parts, log } = setUp({ instance: null });
    const missing = { ...parts, findClaudeCode: () => Promise.reject(new AppError('PROGRAM_NOT_FOUND', 'not found')) };
    await expect(launch(session, {}, [], missing)).rejects.toMatchObject({ code: 'PROGRAM_NOT_FOUND' });
    await expect(launch(session, { cd: '/no/such/folder' }, [], parts)).rejects.toThrow('is not a folder');
    expect(log).toEqual([]);
  });

  it('switches a stopped proxy of a running instance on for as long as the client runs', async () => {
    const base = fakeAdminServices();
    const calls: string[] = [];
    const services = fakeAdminServices({
      status: () => ({ ...base.status(), proxy: { kind: 'stopped', url: null, error: null } }),
      proxy: {
        start: async () => {
          calls.push('on');
          return base.proxy.start();
        },
        stop: async () => {
          calls.push('off');
          return base.proxy.stop();
        },
      },
    });
    const { session, parts, log } = setUp({ services });
    await launch(session, {}, [], parts);
    expect(calls).toEqual(['on', 'off']);
    expect(log).toEqual(['client']);
  });
});
