import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeAdminServices, sampleEndpoint } from '../../../../support/admin-services.ts';
import { CLI_NOW_MS, runCli } from '../../../../support/cli-run.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

const services = fakeAdminServices();
const withStatus = (changes: object) =>
  fakeAdminServices({ status: () => ({ ...services.status(), startedAtMs: CLI_NOW_MS - 180_000, ...changes }) });

describe('code-proxy status', () => {
  it('says where it runs and how the endpoints are', async () => {
    const { exitCode, out } = await runCli(['status'], {
      services: withStatus({ endpoints: { ready: 1, resting: 2, disabled: 0 }, warnings: ['settings.json was broken'] }),
    });
    expect(exitCode).toBe(0);
    expect(out).toContain('Code Proxy 0.0.0-test is running (headless, process 1, started 3 min ago)');
    expect(out).toContain('http://127.0.0.1:9000');
    expect(out).toContain('1 ready, 2 resting, 0 disabled');
    expect(out).toContain('! settings.json was broken');
  });

  it('says that Claude Code still points at a proxy that is gone', async () => {
    const folder = await tempFolder();
    const run = (...args: string[]) => runCli(['status', ...args], { services, instance: null, environment: { CODE_PROXY_HOME: folder } });
    expect((await run()).out).not.toContain('claude restore');
    expect(JSON.parse((await run('--json')).out)).toEqual({ running: false, dataFolder: folder });
    await writeFile(join(folder, 'claude-settings.journal.json'), '{}');
    expect(await run()).toMatchObject({ exitCode: 0, out: expect.stringContaining('code-proxy claude restore') });
    expect(JSON.parse((await run('--json')).out)).toEqual({ running: false, dataFolder: folder, claudeSettingsLeft: true });
  });

  it('says why the proxy does not run', async () => {
    const failed = withStatus({ proxy: { kind: 'failed', url: null, error: 'port 9000 is in use' } });
    expect((await runCli(['status'], { services: failed })).out).toContain('port 9000 is in use');
  });

  it('says how to add the first endpoint', async () => {
    const empty = withStatus({ endpoints: { ready: 0, resting: 0, disabled: 0 } });
    expect((await runCli(['status'], { services: empty })).out).toContain('code-proxy endpoint add');
  });

  it('prints all of it as JSON', async () => {
    const { out } = await runCli(['status', '--json'], { services });
    expect(JSON.parse(out)).toEqual({ running: true, ...services.status(), rests: [], sessions: [] });
  });

  it('says which endpoints rest, how long and why, and which sessions stay where', async () => {
    const rest = {
      scope: 'endpoint',
      model: null,
      reason: 'answered 529',
      ruleId: 'overloaded',
      startedAtMs: 1,
      untilMs: CLI_NOW_MS + 42_000,
    } as const;
    const model = { ...rest, scope: 'model', model: 'opus-9', ruleId: 'no-such-model', untilMs: null } as const;
    const resting = sampleEndpoint({ state: { ...sampleEndpoint().state, kind: 'resting', rests: [rest, model] } });
    const staying = {
      session: '0f0e1d2c',
      family: 'opus',
      endpointId: 'b',
      endpoint: 'Second',
      why: null,
      sinceMs: 1,
      lastUsedAtMs: 1,
      endsAtMs: CLI_NOW_MS + 300_000,
    } as const;
    const busy = fakeAdminServices({ endpoints: { ...services.endpoints, list: () => [resting] }, sessions: { list: () => [staying] } });
    const { out } = await runCli(['status'], { services: busy });
    expect(out).toContain('First rests 42 s (overloaded): answered 529');
    expect(out).toContain('First, model opus-9 rests until edited or restored (no-such-model)');
    expect(out).toContain('0f0e1d2c (opus) stays at Second for 5 min 00 s');
    const { rests, sessions } = JSON.parse((await runCli(['status', '--json'], { services: busy })).out);
    expect([rests, sessions]).toEqual([[rest, model].map((one) => ({ endpointId: 'endpoint-1', endpoint: 'First', ...one })), [staying]]);
  });

  it('exits 0 when nothing runs, without opening the data folder', async () => {
    const text = await runCli(['status'], { services, instance: null });
    expect(text).toMatchObject({ exitCode: 0, opened: 0 });
    expect(text.out).toContain('not running – start it with "code-proxy serve"');
    const json = await runCli(['status', '--json'], { services, instance: null });
    expect(JSON.parse(json.out)).toEqual({ running: false, dataFolder: '/data' });
  });
});
