import { describe, expect, it } from 'vitest';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { CLI_NOW_MS, runCli } from '../../../../support/cli-run.ts';

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
    expect(JSON.parse(out)).toEqual({ running: true, ...services.status() });
  });

  it('exits 0 when nothing runs, without opening the data folder', async () => {
    const text = await runCli(['status'], { services, instance: null });
    expect(text).toMatchObject({ exitCode: 0, opened: 0 });
    expect(text.out).toContain('not running – start it with "code-proxy serve"');
    const json = await runCli(['status', '--json'], { services, instance: null });
    expect(JSON.parse(json.out)).toEqual({ running: false, dataFolder: '/data' });
  });
});
