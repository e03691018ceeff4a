/** The card that launches Claude Code, with stand-ins for the terminal and for Claude Code. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const browser = useDashboardBrowser();

/** A PATH with a terminal that really runs what it is given, and a \`claude\` that notes what it got. */
async function programs(display: string) {
  const folder = await tempFolder();
  const bin = join(folder, 'bin');
  const project = join(folder, "it's a project");
  await Promise.all([mkdir(bin), mkdir(project)]);
  const program = async (name: string, text: string) => {
    await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(bin, name), 0o755);
  };
  await program('kitty', 'exec "$@" < /dev/null > /dev/null 2>&1');
  await program(
    'claude',
    `[ "$1" = --version ] && echo '2.1.329 (Claude Code)' && exit\nprintf '%s\\n' "$PWD" "$@" > ${folder}/ran.new && mv ${folder}/ran.new ${folder}/ran`,
  );
  const environment = {
    PATH: [bin, process.env.PATH].join(delimiter),
    DISPLAY: display,
    WAYLAND_DISPLAY: '',
    TERMINAL: 'kitty',
    XDG_CURRENT_DESKTOP: '',
  };
  return { project, environment, ran: join(folder, 'ran') };
}

it('launches Claude Code in a folder with model and arguments, and offers the folder again', async () => {
  const { project, environment, ran } = await programs(':0');
  const dashboard = await browser.open({ environment });
  const { page } = dashboard;
  await dashboard.visit('/claude-code');
  const card = page.locator('#launch');
  await card.getByText('Claude Code 2.1.329').waitFor();
  const button = card.getByRole('button', { name: 'Launch', exact: true });
  expect(await button.isDisabled()).toBe(true);

  await card.getByLabel('Folder', { exact: true }).fill('/no/such/folder');
  await card.getByText('there is no folder /no/such/folder').waitFor();
  await card.getByLabel('Folder', { exact: true }).fill(project);
  await card.getByLabel('Model').fill('opus');
  await card.getByLabel('Arguments').fill(`-p "it's`);
  await card.getByText('a quotation mark (") is not closed').waitFor();
  expect(await button.isDisabled()).toBe(true);
  await card.getByLabel('Arguments').fill(`-p "it's me"`);
  await card
    .getByRole('region', { name: 'The command' })
    .getByText(/launch --cd .* -- --model opus -p /)
    .waitFor();
  await button.click();
  await dashboard.sees('Claude Code runs in kitty.');
  await eventually(() => existsSync(ran)).toBe(true);
  const [cwd, settings, , ...args] = (await readFile(ran, 'utf8')).trim().split('\n');
  expect([cwd, settings, args]).toEqual([project, '--settings', ['--model', 'opus', '-p', "it's me"]]);

  await page.reload();
  await card.getByRole('button', { name: `Use ${project}` }).waitFor();
  expect(await card.getByLabel('Folder', { exact: true }).inputValue()).toBe(project);
  await card.getByRole('button', { name: `Forget ${project}` }).click();
  await card.getByRole('button', { name: `Use ${project}` }).waitFor({ state: 'detached' });
});

it('keeps a command line of the user’s own for the terminal, and says what is wrong with one', async () => {
  const { project, environment, ran } = await programs(':0');
  const dashboard = await browser.open({ environment });
  const { page } = dashboard;
  dashboard.announce(/status of 400/);
  await dashboard.visit('/claude-code');
  const card = page.locator('#launch');
  await card.getByRole('combobox', { name: 'Terminal' }).click();
  await page.getByRole('option', { name: 'Own command' }).click();
  const own = card.getByLabel('Command of the terminal');
  await own.fill('kitty --hold');
  await own.blur();
  await card.getByText(/a command line with \{command\} in it/).waitFor();
  await own.fill('/bin/sh -c "exec {command}"');
  await own.blur();
  await card.getByLabel('Folder', { exact: true }).fill(project);
  await card.getByRole('button', { name: 'Launch', exact: true }).click();
  await dashboard.sees('Claude Code runs in sh.');
  await eventually(() => existsSync(ran)).toBe(true);
});

it('offers the command to copy where no terminal can be opened', async () => {
  const { project, environment } = await programs('');
  const dashboard = await browser.open({ environment });
  await dashboard.visit('/claude-code');
  const card = dashboard.page.locator('#launch');
  await card.getByText('No terminal can be opened here.').waitFor();
  await card.getByLabel('Folder', { exact: true }).fill(project);
  await card
    .getByRole('region', { name: 'The command' })
    .getByText(/launch --cd /)
    .waitFor();
  await card.getByRole('button', { name: 'Copy the command' }).waitFor();
  expect(await card.getByRole('button', { name: 'Launch', exact: true }).isDisabled()).toBe(true);
});
