import { describe, expect, it } from 'vitest';
import { alreadyRunningJson, alreadyRunningText, openHostWarning, readyJson, readyText } from '../../../../src-main/cli/serve-text.ts';
import { createTextStyle } from '../../../../src-main/cli/text-style.ts';
import { fakeAdminServices } from '../../../support/admin-services.ts';
import { RUNNING_INSTANCE } from '../../../support/cli-run.ts';

const plain = createTextStyle({ isTerminal: false, columns: null, environment: {} });
const status = fakeAdminServices().status();
const LOGIN_URL = 'http://127.0.0.1:9001/login#code';
const instance = { ...RUNNING_INSTANCE, startedAtMs: 1, socket: '/s', token: 'socket-token' };

describe('readyJson', () => {
  it('has what tests and scripts need', () => {
    expect(readyJson({ ...status, dashboardUrl: 'http://127.0.0.1:9001' }, LOGIN_URL)).toEqual({
      event: 'ready',
      proxyUrl: 'http://127.0.0.1:9000',
      dashboardUrl: 'http://127.0.0.1:9001',
      loginUrl: LOGIN_URL,
      instanceId: 'instance-a',
      pid: 1,
      dataFolder: '/data',
    });
  });
});

describe('readyText', () => {
  it('says where everything is and how to connect Claude Code', () => {
    const text = readyText(plain, { ...status, warnings: ['odd'] }, LOGIN_URL);
    for (const part of ['http://127.0.0.1:9000', LOGIN_URL, '/data/logs/code-proxy.log', 'Start it as always: claude', '! odd'])
      expect(text).toContain(part);
  });

  it('does not send the user of a demo to the wrong data folder', () => {
    const text = readyText(plain, { ...status, isDemo: true, dataFolder: '/tmp/demo' }, LOGIN_URL);
    expect(text).toContain('CODE_PROXY_HOME=/tmp/demo code-proxy dashboard');
    expect(text).not.toContain('launch');
  });

  it('names launch when settings.json is not written, and why the proxy does not run', () => {
    expect(readyText(plain, { ...status, claude: { ...status.claude, kind: 'unmanaged' } }, null)).toContain('code-proxy launch');
    const broken = { ...status, proxy: { kind: 'stopped', url: null, error: 'settings were broken' } } as const;
    expect(readyText(plain, broken, null)).toContain('stopped – settings were broken');
  });
});

describe('alreadyRunning', () => {
  it('names the other instance and never its token', () => {
    expect(alreadyRunningText(plain, instance)).toContain('(process 4711): proxy at http://127.0.0.1:9000');
    expect(alreadyRunningText(plain, { ...instance, host: 'desktop', proxyUrl: null })).toContain('(the app): its proxy is stopped');
    expect(JSON.stringify(alreadyRunningJson(instance, '/data'))).not.toContain('socket-token');
    expect(alreadyRunningJson(instance, '/data')).toMatchObject({ event: 'already-running', pid: 4_711, dataFolder: '/data' });
  });
});

describe('openHostWarning', () => {
  it('is loud for every address but loopback', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) expect(openHostWarning(plain, host)).toBeNull();
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'box.lan']) expect(openHostWarning(plain, host)).toContain('other machines can reach it');
  });
});
