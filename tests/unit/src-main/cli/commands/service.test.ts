import { expect, it } from 'vitest';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';

it('refuses a number of lines that it cannot print', async () => {
  for (const lines of ['0', '9999', 'many']) {
    const { exitCode, err } = await runCli(['service', 'logs', '--lines', lines], { services: fakeAdminServices() });
    expect([exitCode, err]).toEqual([2, expect.stringContaining('from 1 to 2000')]);
  }
});

it('knows all verbs and their options', async () => {
  const { out, exitCode } = await runCli(['service', '--help'], { services: fakeAdminServices() });
  expect(exitCode).toBe(0);
  for (const verb of ['install', 'uninstall', 'status', 'start', 'stop', 'logs']) expect(out).toContain(`  ${verb} `);
  const help = await runCli(['service', 'install', '--help'], { services: fakeAdminServices() });
  for (const option of [
    '--port',
    '--admin-port',
    '--data-folder',
    '--no-claude-settings',
    '--keep-proxy-variables',
    '--dry-run',
    '--yes',
    '--json',
  ]) {
    expect(help.out).toContain(option);
  }
});
