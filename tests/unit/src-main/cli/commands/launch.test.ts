import { expect, it } from 'vitest';
import type { LaunchInput } from '../../../../../src-shared/schemas/launch.ts';
import { fakeAdminServices } from '../../../../support/admin-services.ts';
import { runCli } from '../../../../support/cli-run.ts';
import { tempFolder } from '../../../../support/temp-folder.ts';

it('says where Claude Code’s own arguments go', async () => {
  const { out } = await runCli(['launch', '--help'], { services: fakeAdminServices() });
  expect(out).toContain('code-proxy launch [options] [-- CLAUDE ARGS]');
  expect(out).toContain('Everything behind -- goes to Claude Code');
});

it('opens a terminal with the folder, the model and the arguments, as the setting says or the one that is named', async () => {
  const asked: LaunchInput[] = [];
  const base = fakeAdminServices();
  const run = (input: LaunchInput) => {
    asked.push(input);
    return base.launch.run(input);
  };
  const services = fakeAdminServices({ launch: { ...base.launch, run } });
  const folder = await tempFolder();
  const { out } = await runCli(['launch', '--terminal', '--cd', folder, '--model', 'opus', '--', '-p', 'a b'], { services });
  expect(out).toContain('Claude Code runs in kitty');
  await runCli(['launch', '--terminal', 'xterm', '--cd', folder], { services });
  expect(asked).toEqual([
    { folder, model: 'opus', args: ['-p', 'a b'], terminal: null },
    { folder, model: null, args: [], terminal: 'xterm' },
  ]);
});

it('refuses a terminal beside --port, and a folder that is not there', async () => {
  const services = fakeAdminServices();
  expect((await runCli(['launch', '--terminal', '--port', '9100'], { services })).exitCode).toBe(2);
  expect(await runCli(['launch', '--terminal', '--cd', '/no/such/folder'], { services })).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('is not a folder'),
  });
});

it('lists the terminals, the one that would be opened marked', async () => {
  const { out } = await runCli(['launch', '--list-terminals'], { services: fakeAdminServices() });
  expect(out).toContain('* kitty  kitty  /usr/bin/kitty');
  expect(out).toContain('Setting launch.terminal: auto');
  const json = await runCli(['launch', '--list-terminals', '--json'], { services: fakeAdminServices() });
  expect(JSON.parse(json.out)).toEqual({ setting: 'auto', terminals: [{ id: 'kitty', name: 'kitty', program: '/usr/bin/kitty' }], problem: null });
});

it('says why there is no terminal', async () => {
  const base = fakeAdminServices();
  const options = async () => ({ ...(await base.launch.options()), terminals: [], noTerminal: 'there is no display here' });
  const services = fakeAdminServices({ launch: { ...base.launch, options } });
  expect((await runCli(['launch', '--list-terminals'], { services })).out).toContain('No terminal can be opened: there is no display here.');
});
