import { expect, it } from 'vitest';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';

it('explains every option of serve but the one for launch', async () => {
  const { out } = await runCli(['serve', '--help'], { services: fakeAdminServices() });
  for (const option of ['--port', '--admin-port', '--host', '--allow-host', '--no-claude-settings', '--demo', '--json'])
    expect(out).toContain(option);
  expect(out).not.toContain('--until-stdin-ends');
});
