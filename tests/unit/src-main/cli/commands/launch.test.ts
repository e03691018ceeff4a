import { expect, it } from 'vitest';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';

it('says where Claude Code’s own arguments go', async () => {
  const { out } = await runCli(['launch', '--help'], { services: fakeAdminServices() });
  expect(out).toContain('code-proxy launch [options] [-- CLAUDE ARGS]');
  expect(out).toContain('Everything behind -- goes to Claude Code');
});
