/** Settings as a user changes them: what is kept, what is refused with its remedy, how the page looks, and local tokens. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();

const settingsSchema = z.object({
  settings: z.object({ proxy: z.object({ maxRetries: z.number(), restLimitMs: z.number() }), ui: z.object({ theme: z.string() }) }),
});
const githubUrlSchema = z.object({ settings: z.object({ skills: z.object({ githubUrl: z.string() }) }) });
const stored = async ({ app }: Dashboard) => (await app.json(settingsSchema, 'settings', 'get')).settings;
const shownTheme = ({ page }: Dashboard) => page.evaluate(() => document.documentElement.dataset.theme);
const groundColour = ({ page }: Dashboard) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

it('keeps a changed number when the field is left, in the units that it shows', async () => {
  const dashboard = await browser.open();
  const { page } = dashboard;
  await dashboard.goTo('Settings');
  await page.getByRole('textbox', { name: 'Retries' }).fill('7');
  await page.getByRole('textbox', { name: 'Longest rest' }).fill('2');
  await page.keyboard.press('Enter');
  await eventually(() => stored(dashboard)).toMatchObject({ proxy: { maxRetries: 7, restLimitMs: 120_000 } });
  await page.reload();
  await eventually(() => page.getByRole('textbox', { name: 'Retries' }).inputValue()).toBe('7');
  expect(await page.getByRole('textbox', { name: 'Longest rest' }).inputValue()).toBe('2');
});

it('refuses a value out of range at its field, naming the limit, and takes the old one back on Escape', async () => {
  const dashboard = await browser.open();
  dashboard.announce(/status of 4\d\d/);
  const { page } = dashboard;
  await dashboard.goTo('Settings');
  const retries = page.getByRole('textbox', { name: 'Retries' });
  for (const [value, remedy] of [
    ['99', /at most 20/],
    ['-1', /at least 0/],
    ['many', /must be a number/],
  ] as const) {
    await retries.fill(value);
    await retries.blur();
    await page.getByText(remedy).waitFor();
    expect(await retries.getAttribute('aria-invalid')).toBe('true');
    expect(await retries.inputValue()).toBe(value);
  }
  await retries.focus();
  await page.keyboard.press('Escape');
  expect(await retries.inputValue()).toBe('5');
  await eventually(() => retries.getAttribute('aria-invalid')).toBe('false');
  expect(await stored(dashboard)).toMatchObject({ proxy: { maxRetries: 5 } });
});

it('takes the address of a mirror of GitHub, says at the field what is wrong with one, and goes back to github.com', async () => {
  const dashboard = await browser.open();
  dashboard.announce(/status of 4\d\d/);
  const { page, app } = dashboard;
  const kept = async () => (await app.json(githubUrlSchema, 'settings', 'get')).settings.skills.githubUrl;
  const speak = async (language: string) => expect((await app.verb('settings', 'set', 'ui.language', language)).err).toBe('');
  await dashboard.goTo('Settings');
  const address = page.getByRole('textbox', { name: 'Address of GitHub' });
  await eventually(() => address.inputValue()).toBe('https://github.com');
  for (const [language, value, remedy] of [
    ['en', 'mirror', 'must be an http(s) URL'],
    ['en', 'http://mirror.example', 'must be https, or http to this machine'],
    ['ru', 'http://mirror.example', 'допустим https, а http — только к этому компьютеру'],
    ['zh', 'http://mirror.example', '必须是 https，或指向本机的 http'],
  ] as const) {
    await speak(language);
    const field = page.getByRole('textbox', { name: { en: 'Address of GitHub', ru: 'Адрес GitHub', zh: 'GitHub 地址' }[language] });
    await field.fill(value);
    await field.press('Enter');
    await page.getByText(remedy, { exact: true }).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
  }
  expect(await kept()).toBe('https://github.com');
  await speak('en');
  await address.fill('https://git.mirror.example/');
  await address.press('Enter');
  await eventually(kept).toBe('https://git.mirror.example/');
  await eventually(() => address.getAttribute('aria-invalid')).toBe('false');
  await address.fill('');
  await address.press('Enter');
  await eventually(kept).toBe('https://github.com');
  await eventually(() => address.inputValue()).toBe('https://github.com');
});

it('follows the system’s theme or keeps the chosen one, from the header and from the settings, over reloads', async () => {
  const dashboard = await browser.open({ browser: { colorScheme: 'dark' } });
  const { page } = dashboard;
  await eventually(() => shownTheme(dashboard)).toBe('dark');
  const darkGround = await groundColour(dashboard);
  await page.emulateMedia({ colorScheme: 'light' });
  await eventually(() => shownTheme(dashboard)).toBe('light');
  expect(await groundColour(dashboard)).not.toBe(darkGround);

  await page.getByRole('button', { name: 'Theme: As the system' }).click();
  await page.getByRole('button', { name: 'Theme: Light' }).click();
  await page.getByRole('button', { name: 'Theme: Dark' }).waitFor();
  await eventually(() => shownTheme(dashboard)).toBe('dark');
  await eventually(() => stored(dashboard)).toMatchObject({ ui: { theme: 'dark' } });
  await page.reload();
  expect(await shownTheme(dashboard)).toBe('dark');
  expect(await groundColour(dashboard)).toBe(darkGround);

  await dashboard.goTo('Settings');
  const theme = page.getByRole('combobox', { name: 'Theme' });
  await eventually(() => theme.innerText()).toBe('Dark');
  await theme.click();
  await page.getByRole('option', { name: 'Light' }).click();
  await eventually(() => shownTheme(dashboard)).toBe('light');
  await eventually(() => stored(dashboard)).toMatchObject({ ui: { theme: 'light' } });
  await page.getByRole('button', { name: 'Theme: Light' }).waitFor();
});

it('shows a new local token once, lets requests in with it, and out again when it is revoked', async () => {
  const endpoint = await FakeEndpoint.start([streamText('hello')]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }] });
  dashboard.announce(/status of 4\d\d/); // The name that is taken.
  const { page } = dashboard;
  await dashboard.goTo('Settings');
  await page.getByLabel('Name of the token').fill('editor');
  await page.getByRole('button', { name: 'Add token' }).click();
  const shown = page.getByRole('dialog', { name: 'Copy the token now' });
  const token = (await shown.getByRole('code').innerText()).trim();
  expect(token.length).toBeGreaterThan(20);
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  await shown.waitFor({ state: 'detached' });
  const list = page.getByRole('list', { name: 'Local tokens' });
  await list.getByText('editor').waitFor();
  expect(await page.content()).not.toContain(token);
  await page.reload();
  await list.getByText('editor').waitFor();
  expect(await page.content()).not.toContain(token);

  expect((await dashboard.ask({ token })).text).toContain('hello');
  await page.getByLabel('Name of the token').fill('editor');
  await page.getByRole('button', { name: 'Add token' }).click();
  await dashboard.sees(/already|taken|exists/);

  await page.getByRole('button', { name: 'Revoke editor' }).click();
  await page.getByRole('alertdialog', { name: 'Revoke editor?' }).getByRole('button', { name: 'Revoke' }).click();
  await dashboard.sees('editor is revoked.');
  await dashboard.sees('No named token.');
  expect((await dashboard.ask({ token })).status).toBe(403);
  expect(endpoint.seen).toHaveLength(1);
});

it('turns the proxy off and on from the header, and says what that means', async () => {
  const endpoint = await FakeEndpoint.start([streamText('hello')]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }] });
  const { page } = dashboard;
  const header = page.getByRole('banner');
  const toggle = header.getByRole('switch', { name: 'Proxy on or off' });
  await header.getByText(dashboard.app.url, { exact: true }).waitFor();
  expect((await dashboard.ask()).status).toBe(200);

  await toggle.click();
  await header.getByText('Off', { exact: true }).waitFor();
  await dashboard.sees('Claude Code cannot reach its models through Code Proxy while the proxy is off.');
  await expect(dashboard.ask()).rejects.toThrow();
  expect(await dashboard.app.json(z.object({ proxy: z.object({ kind: z.string() }) }), 'status')).toMatchObject({ proxy: { kind: 'stopped' } });

  await toggle.click();
  await header.getByText('On', { exact: true }).waitFor();
  await page.getByText('Claude Code cannot reach its models').waitFor({ state: 'detached' });
  const url = await header.getByTitle('Base URL').innerText();
  expect((await dashboard.ask({ baseUrl: url })).text).toContain('hello');
});
