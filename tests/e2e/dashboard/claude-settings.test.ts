/** The Claude Code section: what would be written, writing it, taking it back, and the state in words. */
import { readFile, writeFile } from 'node:fs/promises';
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

it('shows what is written, takes it back byte for byte, and writes it again', async () => {
  const claudeFolder = await tempFolder();
  const file = join(claudeFolder, 'settings.json');
  await writeFile(file, ORIGINAL);
  const read = () => readFile(file, 'utf8');
  const dashboard = await browser.open({ claudeFolder });
  const { page, app } = dashboard;
  const claude = page.locator('#claude');
  const state = async () => (await app.json(z.object({ claude: z.object({ kind: z.string() }) }), 'status')).claude.kind;

  // Applied at the start, unless told otherwise.
  await dashboard.goTo('Settings');
  await claude.getByText('Connected', { exact: true }).waitFor();
  await claude.getByText(file, { exact: true }).waitFor();
  expect(await read()).toContain(app.url);

  await claude.getByRole('button', { name: 'Disconnect' }).click();
  await claude.getByText('Not connected', { exact: true }).waitFor();
  await dashboard.sees('Claude Code’s settings are as before.');
  expect(await read()).toBe(ORIGINAL);
  expect(await state()).toBe('restored');
  expect(await claude.getByRole('button', { name: 'Disconnect' }).count()).toBe(0);

  await claude.getByRole('button', { name: 'Preview and connect' }).click();
  const preview = page.getByRole('dialog', { name: 'Changes to Claude Code’s settings' });
  const diff = preview.getByRole('region', { name: 'Difference' });
  await diff.getByText(`"ANTHROPIC_BASE_URL": "${app.url}"`).waitFor();
  expect(await page.content()).not.toContain('my-own-secret-token-of-before');
  expect(await read()).toBe(ORIGINAL);
  await preview.getByRole('button', { name: 'Write the changes' }).click();
  await preview.waitFor({ state: 'detached' });
  await claude.getByText('Connected', { exact: true }).waitFor();
  const written = await read();
  expect(written).toContain(app.url);
  expect(written).toContain(ODD_LINE);
  expect(await state()).toBe('applied');

  await claude.getByRole('button', { name: 'Preview and connect' }).click();
  await preview.getByText('Nothing would change').waitFor();
  expect(await preview.getByRole('button', { name: 'Write the changes' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await app.stop();
  dashboard.announce(/ERR_|status of 401/);
  expect(await read()).toBe(ORIGINAL);
});

it('says when another program changed the address, and connects again', async () => {
  const claudeFolder = await tempFolder();
  const file = join(claudeFolder, 'settings.json');
  await writeFile(file, '{}\n');
  const dashboard = await browser.open({ claudeFolder });
  const { page } = dashboard;
  const claude = page.locator('#claude');
  await dashboard.goTo('Settings');
  await claude.getByText('Connected', { exact: true }).waitFor();
  await writeFile(file, '{ "env": { "ANTHROPIC_BASE_URL": "https://elsewhere.example" } }\n');
  await claude.getByRole('button', { name: 'Preview and connect' }).click();
  const preview = page.getByRole('dialog', { name: 'Changes to Claude Code’s settings' });
  await preview.getByText('https://elsewhere.example').first().waitFor();
  await preview.getByRole('button', { name: 'Write the changes' }).click();
  await claude.getByText('Connected', { exact: true }).waitFor();
  await eventually(() => readFile(file, 'utf8')).toContain(dashboard.app.url);
});

it('says what to do about a settings file that cannot be read, and leaves it alone', async () => {
  const claudeFolder = await tempFolder();
  const file = join(claudeFolder, 'settings.json');
  await writeFile(file, '{ "env": ');
  const dashboard = await browser.open({ claudeFolder });
  dashboard.announce(/status of (4|5)\d\d/);
  const { page } = dashboard;
  await dashboard.goTo('Settings');
  const claude = page.locator('#claude');
  await claude.getByText('Not possible', { exact: true }).waitFor();
  await claude.getByRole('button', { name: 'Preview and connect' }).click();
  await page.getByRole('dialog').getByRole('alert').getByText(file).waitFor();
  expect(await page.getByRole('dialog').getByRole('button', { name: 'Write the changes' }).isDisabled()).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('{ "env": ');
});

it('says when Claude Code itself does not read the file, and what helps', async () => {
  const claudeFolder = await tempFolder();
  await writeFile(join(claudeFolder, 'settings.json'), '{\n  // a remark\n  "model": "opus"\n}\n');
  const dashboard = await browser.open({ claudeFolder });
  await dashboard.goTo('Settings');
  const claude = dashboard.page.locator('#claude');
  await claude.getByText('Not read by Claude Code', { exact: true }).waitFor();
  await claude.getByText(/line 2 of the file has a comment.+code-proxy launch/).waitFor();
});
