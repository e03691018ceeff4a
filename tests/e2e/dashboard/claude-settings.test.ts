/** The page of Claude Code's files: what would be written, writing it, taking it back, backups, switches, conflicts and further folders. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const browser = useDashboardBrowser();
// Spacing that no formatter would leave: only what is not rewritten stays so.
const ODD_LINE = '\t"model" :   "opus" ,';
const ORIGINAL = `{\n${ODD_LINE}\n  "env": { "EDITOR": "vi", "ANTHROPIC_AUTH_TOKEN": "my-own-secret-token-of-before" }\n}\n`;

async function openPage(content: string) {
  const claudeFolder = await tempFolder();
  const file = join(claudeFolder, 'settings.json');
  await writeFile(file, content);
  const dashboard = await browser.open({ claudeFolder });
  await dashboard.goTo('Claude Code');
  const card = (name: string) => dashboard.page.getByRole('region', { name, exact: true });
  return { dashboard, page: dashboard.page, app: dashboard.app, claudeFolder, file, card, read: () => readFile(file, 'utf8') };
}

it('shows what is written, takes it back byte for byte, and writes it again', async () => {
  const { dashboard, page, app, file, card, read } = await openPage(ORIGINAL);
  const connection = card('Connection');
  const state = async () => (await app.json(z.object({ claude: z.object({ kind: z.string() }) }), 'status')).claude.kind;

  // Applied at the start, unless told otherwise.
  await connection.getByText('Connected', { exact: true }).waitFor();
  await connection.getByText(file, { exact: true }).waitFor();
  await connection.getByText('The file holds everything as it should be.').waitFor();
  expect(await connection.getByRole('button', { name: 'Write the changes' }).isDisabled()).toBe(true);
  expect(await read()).toContain(app.url);

  await connection.getByRole('button', { name: 'Disconnect' }).click();
  await connection.getByText('Not connected', { exact: true }).waitFor();
  await dashboard.sees('Claude Code’s settings are as before.');
  expect(await read()).toBe(ORIGINAL);
  expect(await state()).toBe('restored');
  expect(await connection.getByRole('button', { name: 'Disconnect' }).count()).toBe(0);

  await connection.getByText('Sends the requests of Claude Code to the proxy on this machine.').first().waitFor();
  await connection.getByText('Show the difference line by line').click();
  const diff = connection.getByRole('region', { name: 'Difference' });
  await diff.getByText(`"ANTHROPIC_BASE_URL": "${app.url}"`).waitFor();
  expect(await page.content()).not.toContain('my-own-secret-token-of-before');
  expect(await read()).toBe(ORIGINAL);
  await connection.getByRole('button', { name: 'Connect', exact: true }).click();
  await connection.getByText('Connected', { exact: true }).waitFor();
  const written = await read();
  expect(written).toContain(app.url);
  expect(written).toContain(ODD_LINE);
  expect(await state()).toBe('applied');
  await app.stop();
  dashboard.announce(/ERR_|status of 401/);
  expect(await read()).toBe(ORIGINAL);
});

it('writes a switch when told to, and compares and brings back a backup', async () => {
  const { dashboard, page, card, read, file } = await openPage(ORIGINAL);
  const connection = card('Connection');
  await connection.getByText('Connected', { exact: true }).waitFor();
  await page.getByRole('switch', { name: 'Claude Code in commits' }).click();
  await connection.getByText('2 values of the file would change:').waitFor();
  await connection.getByText('attribution.commit', { exact: true }).first().waitFor();
  expect(await read()).not.toContain('attribution');
  await connection.getByRole('button', { name: 'Write the changes' }).click();
  await connection.getByText('The file holds everything as it should be.').waitFor();
  expect(JSON.parse(await read())).toMatchObject({ attribution: { commit: '', pr: '' } });

  await writeFile(file, (await read()).replace('"vi"', '"emacs"'));
  const backups = card('Backups');
  await backups.getByRole('row').nth(1).getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: /^Bring back the copy of / });
  await dialog.getByRole('region', { name: 'Difference' }).getByText('"EDITOR": "emacs"').waitFor();
  expect(await page.content()).not.toContain('my-own-secret-token-of-before');
  await dialog.getByRole('button', { name: 'Bring back' }).click();
  await dialog.waitFor({ state: 'detached' });
  await dashboard.sees('The copy is back. What was there before is the newest backup.');
  await eventually(read).toContain('"EDITOR": "vi"');
  expect(await read()).toContain(dashboard.app.url);
  await connection.getByRole('button', { name: 'Disconnect' }).click();
  await eventually(read).toBe(ORIGINAL);
  await eventually(() => backups.getByRole('row').count()).toBeGreaterThan(2);
});

it('switches the onboarding off and on again, and names conflicts with their remedy', async () => {
  const { page, claudeFolder, card } = await openPage('{\n  "apiKeyHelper": "get-key"\n}\n');
  const conflicts = card('Conflicts');
  await conflicts.getByText(/apiKeyHelper in .+settings\.json makes a key/).waitFor();
  await conflicts.getByText(/never passes that key on/).waitFor();
  const config = join(claudeFolder, '.claude.json');
  const onboarding = page.getByRole('switch', { name: 'Skip the first-run questions' });
  await onboarding.click();
  await eventually(() => readFile(config, 'utf8')).toContain('"hasCompletedOnboarding": true');
  await eventually(() => onboarding.isChecked()).toBe(true);
  await onboarding.click();
  await eventually(() =>
    readFile(config, 'utf8').then(
      () => 'there',
      () => 'gone',
    ),
  ).toBe('gone');
});

it('looks after a further folder as long as it is on the list', async () => {
  const { dashboard, page, card } = await openPage('{}\n');
  const other = await tempFolder();
  await mkdir(other, { recursive: true });
  const file = join(other, 'settings.json');
  await writeFile(file, '{ "model": "haiku" }\n');
  const further = page.getByRole('textbox', { name: 'Further folders' });
  await further.fill(other);
  await further.blur();
  await page.getByRole('combobox', { name: 'Folder of Claude Code' }).click();
  await page.getByRole('option', { name: other }).click();
  const connection = card('Connection');
  await connection.getByText(file, { exact: true }).waitFor();
  await connection.getByRole('button', { name: 'Connect', exact: true }).click();
  await connection.getByText('Connected', { exact: true }).waitFor();
  expect(await readFile(file, 'utf8')).toContain(dashboard.app.url);
  await further.fill('');
  await further.blur();
  await eventually(() => readFile(file, 'utf8')).toBe('{ "model": "haiku" }\n');
  await eventually(() => page.getByRole('combobox', { name: 'Folder of Claude Code' }).count()).toBe(0);
});

it('says when another program changed the address, and connects again', async () => {
  const { dashboard, page, file, card } = await openPage('{}\n');
  const connection = card('Connection');
  await connection.getByText('Connected', { exact: true }).waitFor();
  await writeFile(file, '{ "env": { "ANTHROPIC_BASE_URL": "https://elsewhere.example" } }\n');
  await dashboard.goTo('Endpoints');
  await dashboard.goTo('Claude Code');
  await connection.getByText('Overridden', { exact: true }).waitFor();
  await connection.getByText('https://elsewhere.example').first().waitFor();
  await connection.getByRole('button', { name: 'Write the changes' }).click();
  await connection.getByText('Connected', { exact: true }).waitFor();
  await eventually(() => readFile(file, 'utf8')).toContain(dashboard.app.url);
  expect(await page.getByRole('link', { name: 'Claude Code', exact: true }).count()).toBe(1);
});

it('says what to do about a settings file that cannot be read, and leaves it alone', async () => {
  const claudeFolder = await tempFolder();
  const file = join(claudeFolder, 'settings.json');
  await writeFile(file, '{ "env": ');
  const dashboard = await browser.open({ claudeFolder });
  dashboard.announce(/status of (4|5)\d\d/);
  await dashboard.goTo('Claude Code');
  const connection = dashboard.page.getByRole('region', { name: 'Connection', exact: true });
  await connection.getByText('Not possible', { exact: true }).waitFor();
  await connection.getByRole('alert').getByText(file).waitFor();
  expect(await connection.getByRole('button', { name: 'Connect', exact: true }).isDisabled()).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('{ "env": ');
});

it('says when Claude Code itself does not read the file, and what helps', async () => {
  const { card } = await openPage('{\n  // a remark\n  "model": "opus"\n}\n');
  await card('Connection').getByText('Not read by Claude Code', { exact: true }).waitFor();
  await card('Connection')
    .getByText(/line 2 of the file has a comment.+code-proxy launch/)
    .waitFor();
});

it('leads from the settings to the page', async () => {
  const { dashboard, page } = await openPage('{}\n');
  await dashboard.goTo('Settings');
  await page.getByRole('link', { name: 'Open the Claude Code page' }).click();
  await page.getByRole('heading', { name: 'Claude Code', level: 1 }).waitFor();
});
