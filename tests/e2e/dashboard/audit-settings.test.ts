/** The audit as a user sees it in the settings: what it takes on the disk, what else is taken out, how it is deleted and switched off. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();
const settingsSchema = z.object({ settings: z.object({ audit: z.object({ isOn: z.boolean(), patterns: z.array(z.string()) }) }) });
const sizeSchema = z.object({ days: z.array(z.object({ day: z.string(), exchanges: z.number() })), sizeBytes: z.number() });

it('shows what is kept per day, deletes it all when asked twice, and keeps nothing when it is off', async () => {
  const endpoint = await FakeEndpoint.start([streamText('hello')]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }] });
  const { page, app } = dashboard;
  const utcDay = () => new Date().toISOString().slice(0, 10);
  // Midnight may be between them.
  const before = utcDay();
  await dashboard.ask();
  const after = utcDay();
  await dashboard.goTo('Settings');
  await page.getByRole('row', { name: new RegExp(`(${before}|${after}) 1 `) }).waitFor();
  await page.getByRole('button', { name: 'Delete all' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete all kept requests and answers?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await app.json(sizeSchema, 'audit', 'size')).days).toHaveLength(1);
  await page.getByRole('button', { name: 'Delete all' }).click();
  await dialog.getByRole('button', { name: 'Delete all' }).click();
  await dashboard.sees('All kept requests and answers are deleted.');
  await dashboard.sees('nothing yet');
  expect(await app.json(sizeSchema, 'audit', 'size')).toEqual({ days: [], sizeBytes: 0 });

  await page.getByRole('switch', { name: 'Keep requests and answers' }).click();
  await eventually(async () => (await app.json(settingsSchema, 'settings', 'get')).settings.audit.isOn).toBe(false);
  await dashboard.ask();
  expect(await app.json(sizeSchema, 'audit', 'size')).toEqual({ days: [], sizeBytes: 0 });
});

it('takes patterns one per line, and refuses one that could run away, at its field', async () => {
  const dashboard = await browser.open();
  dashboard.announce(/status of 4\d\d/);
  const { page, app } = dashboard;
  const stored = async () => (await app.json(settingsSchema, 'settings', 'get')).settings.audit.patterns;
  await dashboard.goTo('Settings');
  const patterns = page.getByRole('textbox', { name: 'Also take out' });
  await patterns.fill('AKIA[0-9A-Z]{16}\n\n  ghp_\\w{36}  ');
  await patterns.blur();
  await eventually(stored).toEqual(['AKIA[0-9A-Z]{16}', 'ghp_\\w{36}']);
  await patterns.fill('good\n(a+)+');
  await patterns.blur();
  await page.getByText(/must not repeat a group/).waitFor();
  expect(await patterns.getAttribute('aria-invalid')).toBe('true');
  expect(await stored()).toEqual(['AKIA[0-9A-Z]{16}', 'ghp_\\w{36}']);
  await patterns.focus();
  await page.keyboard.press('Escape');
  await eventually(() => patterns.inputValue()).toBe('AKIA[0-9A-Z]{16}\nghp_\\w{36}');
});
