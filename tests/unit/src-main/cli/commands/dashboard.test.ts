import { describe, expect, it } from 'vitest';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';

describe('code-proxy dashboard', () => {
  it('prints nothing but a fresh login link with --print', async () => {
    const run = await runCli(['dashboard', '--print'], { services: fakeAdminServices() });
    expect(run).toMatchObject({ exitCode: 0, out: 'http://127.0.0.1:9001/login#code\n' });
  });

  it('prints it as JSON', async () => {
    expect(JSON.parse((await runCli(['dashboard', '--json'], { services: fakeAdminServices() })).out)).toEqual({
      url: 'http://127.0.0.1:9001/login#code',
    });
  });

  it.runIf(process.platform === 'linux')('shows the link where there is no display to open it on', async () => {
    const run = await runCli(['dashboard'], { services: fakeAdminServices(), environment: {} });
    expect(run.out).toContain('Open this link in a browser');
    expect(run.out).toContain('http://127.0.0.1:9001/login#code');
  });

  it('says where the dashboard of the desktop app is', async () => {
    const run = await runCli(['dashboard'], { services: fakeAdminServices({ loginLink: () => null }) });
    expect(run.exitCode).toBe(1);
    expect(run.err).toContain('open its window from the tray');
  });

  it('needs a running instance', async () => {
    expect((await runCli(['dashboard'], { services: fakeAdminServices(), instance: null })).err).toContain('code-proxy serve');
  });
});
