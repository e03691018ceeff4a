/** Endpoints as a user keeps them: the form with its errors, the card with its menu, and what becomes of credentials. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';

const browser = useDashboardBrowser();
const TOKEN = 'sk-ant-api03-correct-horse-battery-staple-w3Qf';
const SOMEWHERE = 'http://127.0.0.1:1';

const endpointSchema = z.object({
  name: z.string(),
  baseUrl: z.string(),
  isEnabled: z.boolean(),
  credentialMask: z.string().nullable(),
  note: z.string(),
});
const listSchema = z.object({ items: z.array(endpointSchema) });
const listed = async ({ app }: Dashboard) => (await app.json(listSchema, 'endpoint', 'list')).items;
const dialog = ({ page }: Dashboard) => page.getByRole('dialog');

it('says on an empty dashboard what to do next, and adds the first endpoint from the keyboard alone', async () => {
  const dashboard = await browser.open();
  const { page } = dashboard;
  await page.getByRole('heading', { name: 'Start with an endpoint' }).waitFor();
  await page.getByRole('heading', { name: 'Connect Claude Code' }).waitFor();
  await page.getByText('code-proxy launch', { exact: true }).waitFor();

  await page.getByRole('link', { name: 'Add an endpoint' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Add an endpoint' }).waitFor();
  await eventually(() => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true);
  // From the dialog's first control to the name, wherever the focus begins.
  const name = dialog(dashboard).getByLabel('Name', { exact: true });
  for (let presses = 0; presses < 4 && !(await name.evaluate((input) => input === document.activeElement)); presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.type('First');
  await page.keyboard.press('Tab');
  await page.keyboard.type(`${SOMEWHERE}/v1`);
  await page.keyboard.press('Tab');
  await page.keyboard.type(TOKEN);
  await page.keyboard.press('Enter');
  await dashboard.sees('First is added.');

  await dialog(dashboard).waitFor({ state: 'detached' });
  await dashboard.card('First').getByText(SOMEWHERE, { exact: true }).waitFor();
  expect(await listed(dashboard)).toMatchObject([{ name: 'First', baseUrl: SOMEWHERE, isEnabled: true, credentialMask: expect.stringMatching(/…/) }]);
  expect(await page.content()).not.toContain(TOKEN);
});

const MISTAKES = [
  ['Base URL', 'api.example.com', 'must start with http:// or https://'],
  ['Base URL', 'https://user:pass@api.example.com', 'must not hold a user name or password'],
  ['Base URL', 'https://api.example.com?key=1', 'must not hold a query'],
  ['Name', '', 'a name is needed'],
  ['Name', 'Taken', 'Taken'],
] as const;

it('says at its field what is wrong with an entry, takes the focus there, and keeps what was typed', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'Taken', url: SOMEWHERE }] });
  dashboard.announce(/status of 4\d\d/); // The core's refusal of a name that is taken.
  const form = dialog(dashboard);
  for (const [field, value, problem] of MISTAKES) {
    await dashboard.visit('/endpoints?new=1');
    await form.getByLabel('Name', { exact: true }).fill('Other');
    await form.getByLabel('Base URL', { exact: true }).fill('http://127.0.0.1:2');
    const input = form.getByLabel(field, { exact: true });
    await input.fill(value);
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await eventually(() => input.getAttribute('aria-invalid')).toBe('true');
    const describedBy = (await input.getAttribute('aria-describedby')) ?? '';
    const isDescription = describedBy.split(' ').map((id) => `[id="${id}"]`);
    expect((await dashboard.page.locator(isDescription.join(',')).allInnerTexts()).join(' ')).toContain(problem);
    expect(await input.inputValue()).toBe(value);
    await eventually(() => input.evaluate((element) => element === document.activeElement)).toBe(true);
  }
  expect(await listed(dashboard)).toHaveLength(1);
});

it('refuses a token with a line break inside the form, and takes a pasted one with a line break at its end', async () => {
  const dashboard = await browser.open();
  await dashboard.visit('/endpoints?new=1');
  const form = dialog(dashboard);
  await form.getByLabel('Name', { exact: true }).fill('Pasted');
  await form.getByLabel('Base URL', { exact: true }).fill(SOMEWHERE);
  const input = form.getByLabel('API key or token');
  // One-line inputs drop line breaks on paste, as terminals add one at the end; other control characters stay.
  await input.fill(`${TOKEN}\u0007`);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('contains a line break or another control character').waitFor();
  await input.fill(`${TOKEN}\n`);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await dashboard.sees('Pasted is added.');
});

it('never shows a credential again, keeps it when the field stays empty, and removes it when asked to', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: SOMEWHERE, token: TOKEN }] });
  const { page } = dashboard;
  const before = (await listed(dashboard))[0]?.credentialMask;
  expect(before).toMatch(/…/);
  await dashboard.goTo('Endpoints');
  await dashboard.chooseAction('Main', 'Edit');
  const form = dialog(dashboard);
  expect(await form.getByLabel('API key or token').inputValue()).toBe('');
  await form.getByText(`Leave empty to keep ${before}.`).waitFor();
  expect(await page.content()).not.toContain(TOKEN);
  await form.getByLabel('Note').fill('the one that works');
  await form.getByRole('button', { name: 'Save' }).click();
  await dashboard.sees('Main is saved.');
  expect(await listed(dashboard)).toMatchObject([{ note: 'the one that works', credentialMask: before }]);

  await dashboard.chooseAction('Main', 'Edit');
  await form.getByRole('checkbox', { name: 'Remove the stored credential' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await dashboard.card('Main').getByText('no credential').waitFor();
  expect(await listed(dashboard)).toMatchObject([{ credentialMask: null }]);
});

it('clones an endpoint disabled and with its credential, right below the original', async () => {
  const dashboard = await browser.open({
    endpoints: [
      { name: 'Main', url: SOMEWHERE, token: TOKEN },
      { name: 'Spare', url: SOMEWHERE },
    ],
  });
  await dashboard.goTo('Endpoints');
  await dashboard.chooseAction('Main', 'Clone');
  await dashboard.sees(/is added, disabled\.$/);
  const list = await listed(dashboard);
  const copy = list.find(({ name }) => name !== 'Main' && name !== 'Spare');
  expect(copy).toMatchObject({ baseUrl: SOMEWHERE, isEnabled: false, credentialMask: list[0]?.credentialMask });
  await dashboard
    .card(copy?.name ?? '')
    .getByText('Disabled')
    .waitFor();
  expect(list.map(({ name }) => name)).toEqual(['Main', copy?.name, 'Spare']);
});

it('deletes an endpoint only when confirmed, and Undo brings it back to its place with its credential', async () => {
  const dashboard = await browser.open({
    endpoints: [
      { name: 'Main', url: SOMEWHERE, token: TOKEN },
      { name: 'Spare', url: SOMEWHERE },
    ],
  });
  const { page } = dashboard;
  const before = await listed(dashboard);
  await dashboard.goTo('Endpoints');
  const confirm = page.getByRole('alertdialog', { name: 'Delete Main?' });

  await dashboard.chooseAction('Main', 'Delete');
  // The safe answer has the focus.
  await eventually(() => confirm.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await confirm.waitFor({ state: 'detached' });
  expect(await listed(dashboard)).toEqual(before);

  await dashboard.chooseAction('Main', 'Delete');
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await dashboard.sees('Main is deleted.');
  const undo = page.getByRole('button', { name: 'Undo' });
  // A message that is pointed at stays.
  await undo.hover();
  await dashboard.card('Main').waitFor({ state: 'detached' });
  expect((await listed(dashboard)).map(({ name }) => name)).toEqual(['Spare']);

  await undo.click();
  await dashboard.sees('Main is back.');
  await dashboard.card('Main').waitFor();
  expect(await listed(dashboard)).toEqual(before);
});

it('switches an endpoint off and on', async () => {
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: SOMEWHERE }] });
  await dashboard.goTo('Endpoints');
  const card = dashboard.card('Main');
  const isOn = card.getByRole('switch', { name: 'Main enabled' });
  for (const wanted of [false, true]) {
    await isOn.click();
    await card.getByText(wanted ? 'Ready' : 'Disabled', { exact: true }).waitFor();
    expect(await isOn.getAttribute('aria-checked')).toBe(String(wanted));
    expect(await listed(dashboard)).toMatchObject([{ isEnabled: wanted }]);
  }
});
