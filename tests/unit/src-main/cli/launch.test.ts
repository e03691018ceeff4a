import { describe, expect, it } from 'vitest';
import type { LeaseAnswer, LeaseOptions } from '../../../../src-main/cli/hold-lease.ts';
import { type LaunchParts, launch } from '../../../../src-main/cli/launch.ts';
import type { CliSession } from '../../../../src-main/cli/session.ts';
import type { LaunchRequest } from '../../../../src-main/launch-claude-code.ts';
import { AppError } from '../../../../src-shared/app-error.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { type CliRunOptions, RUNNING_INSTANCE, testSession } from '../../../support/cli-run.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

function setUp(options: Partial<CliRunOptions> = {}, isOurs = true) {
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
      return { isOurs, stop: async () => void log.push('stop') };
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

  it('takes no lease on what it started, and one on an instance that was faster', async () => {
    for (const isOurs of [true, false]) {
      const { session, parts } = setUp({ instance: null }, isOurs);
      const calls: string[] = [];
      const held: LeaseAnswer = { kind: 'held', release: () => void calls.push('released') };
      const { startedProxy } = await launch(leasing(session, [held], calls), {}, [], parts);
      expect({ startedProxy, calls }).toEqual({ startedProxy: isOurs, calls: isOurs ? [] : ['lease {"switchesProxyOff":false}', 'released'] });
    }
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

  it('switches a stopped proxy of a running instance on, and says so with its lease, which ends with the client', async () => {
    const base = fakeAdminServices();
    const calls: string[] = [];
    const services = fakeAdminServices({
      status: () => ({ ...base.status(), proxy: { kind: 'stopped', url: null, error: null } }),
      proxy: {
        ...base.proxy,
        start: async () => {
          calls.push('on');
          return base.proxy.start();
        },
      },
      launch: { ...base.launch, remember: async (folder) => void calls.push(`remember ${folder}`) },
    });
    const { session, parts, log } = setUp({ services });
    const cd = await tempFolder();
    await launch(leasing(session, [{ kind: 'held', release: () => void calls.push('released') }], calls), { cd }, [], parts);
    expect(calls).toEqual(['lease {"switchesProxyOff":true}', 'on', `remember ${cd}`, 'released']);
    expect(log).toEqual(['client']);
  });

  it('waits for an instance that is about to end instead of relying on it', async () => {
    const { session, parts, log } = setUp();
    const calls: string[] = [];
    await launch(leasing(session, [{ kind: 'ending' }, { kind: 'held', release: () => void calls.push('released') }], calls), {}, [], parts);
    expect(calls).toEqual(['lease {"switchesProxyOff":false}', 'lease {"switchesProxyOff":false}', 'released']);
    expect(log).toEqual(['client']);
  });

  it('gives the lease back when the client cannot be run', async () => {
    const { session, parts } = setUp();
    const calls: string[] = [];
    const failing = { ...parts, launchClaudeCode: () => Promise.reject(new Error('no')) };
    const held: LeaseAnswer = { kind: 'held', release: () => void calls.push('released') };
    await expect(launch(leasing(session, [held], calls), {}, [], failing)).rejects.toThrow('no');
    expect(calls.at(-1)).toBe('released');
  });

  it('starts the client with the model that was asked for', async () => {
    const { session, parts, requests } = setUp();
    await launch(session, { model: 'opus' }, ['-c'], parts);
    expect(requests[0]?.args).toEqual(['--model', 'opus', '-c']);
  });
});

/** The session, of an instance that answers wishes for a lease in this way, one after the other. */
function leasing(session: CliSession, answers: LeaseAnswer[], calls: string[]): CliSession {
  const lease = async (options: LeaseOptions): Promise<LeaseAnswer> => {
    calls.push(`lease ${JSON.stringify(options)}`);
    return answers.shift() ?? { kind: 'ending' };
  };
  return { ...session, connect: async (need) => ({ ...(await session.connect(need)), lease }) };
}
