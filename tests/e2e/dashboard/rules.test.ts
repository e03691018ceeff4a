/** The page of failover rules: adding, trying out, ordering, switching off, deleting and going back to the built-in ones. */
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, refuse, streamText } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();

const listSchema = z.object({
  items: z.array(z.object({ rule: z.object({ id: z.string() }), origin: z.enum(['user', 'built-in']), isEnabled: z.boolean() })),
});
const rulesOf = async ({ app }: Dashboard) => (await app.json(listSchema, 'rules', 'list')).items;
const ownIds = async (dashboard: Dashboard) => (await rulesOf(dashboard)).flatMap(({ rule, origin }) => (origin === 'user' ? [rule.id] : []));
const row = ({ page }: Dashboard, name: string) => page.getByRole('article', { name, exact: true });

async function addRule(dashboard: Dashboard, title: string, status: string, phrase: string): Promise<void> {
  const { page } = dashboard;
  await page.getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill(title);
  await dialog.getByLabel('Status', { exact: true }).fill(status);
  await dialog.getByLabel('Text contains').fill(phrase);
  await dialog.getByLabel('Rest of the endpoint').click();
  await page.getByRole('option', { name: 'for a fixed time' }).click();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await row(dashboard, title).waitFor();
}

it('a rule that is added changes what happens, is named in the request, and stops counting when it is switched off', async () => {
  const slow = await FakeEndpoint.start([refuse(400, { message: 'Please slow down' })]);
  const healthy = await FakeEndpoint.start([streamText('hello')]);
  onTestFinished(async () => {
    await Promise.all([slow.stop(), healthy.stop()]);
  });
  const dashboard = await browser.open({
    endpoints: [
      { name: 'Slow', url: slow.url },
      { name: 'Healthy', url: healthy.url },
    ],
  });
  const { page } = dashboard;
  expect((await dashboard.ask()).status).toBe(400);
  await dashboard.goTo('Failover rules');
  await addRule(dashboard, 'Asked to slow down', '400', 'please slow down');
  await row(dashboard, 'Asked to slow down').getByText('status 400, text contains “please slow down”').waitFor();
  expect((await dashboard.ask()).text).toContain('hello');
  expect([slow.seen.length, healthy.seen.length]).toEqual([2, 1]);

  await dashboard.goTo('Requests');
  await page.getByRole('row').nth(1).click();
  await page.getByText('Rule: Asked to slow down').waitFor();

  await dashboard.goTo('Endpoints');
  await page.getByText('Slow rests').first().waitFor();
  await dashboard.goTo('Failover rules');
  await page.getByRole('switch', { name: 'Asked to slow down on or off' }).click();
  await eventually(async () => (await rulesOf(dashboard))[0]?.isEnabled).toBe(false);
  await dashboard.app.verb('endpoint', 'restore', 'Slow');
  expect((await dashboard.ask()).status).toBe(400);
});

it('a failure can be tried out before it happens', async () => {
  const dashboard = await browser.open();
  const { page } = dashboard;
  await Promise.all([page.keyboard.press('g'), page.keyboard.press('f')]);
  await page.getByRole('button', { name: 'Try the rules' }).click();
  await page.getByText('Rule “The endpoint limits the rate” decides.').waitFor();
  await page.getByLabel('Status', { exact: true }).fill('529');
  await page.getByRole('button', { name: 'Try the rules' }).click();
  await page.getByText('Rule “The endpoint is overloaded” decides.').waitFor();
  await page.getByLabel('Status', { exact: true }).fill('7');
  // The refusal of the core is what the browser calls a failed request.
  dashboard.announce(/400 \(Bad Request\)/);
  await page.getByRole('button', { name: 'Try the rules' }).click();
  await page.getByText('must be a whole number from 300 to 599').waitFor();
  expect(await page.getByLabel('Status', { exact: true }).getAttribute('aria-invalid')).toBe('true');
});

it('rules are ordered, edited, deleted with undo, and all forgotten by a reset', async () => {
  const dashboard = await browser.open();
  const { page } = dashboard;
  await dashboard.goTo('Failover rules');
  await addRule(dashboard, 'First', '418', 'tea');
  await addRule(dashboard, 'Second', '418', 'coffee');
  await eventually(() => ownIds(dashboard)).toEqual(['second', 'first']);
  await page.getByRole('button', { name: 'Move Second' }).focus();
  for (const key of ['Space', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await eventually(() => ownIds(dashboard)).toEqual(['first', 'second']);

  await page.getByRole('button', { name: 'Actions for First' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Status', { exact: true }).fill('teapot');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('must be statuses such as 429 or ranges such as 500-599').waitFor();
  await page.getByRole('dialog').getByLabel('Status', { exact: true }).fill('418-420');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await row(dashboard, 'First').getByText('status 418–420').waitFor();

  await page.getByRole('button', { name: 'Actions for First' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const undo = page.getByRole('button', { name: 'Undo' });
  // A message that is pointed at stays.
  await undo.hover();
  await eventually(() => ownIds(dashboard)).toEqual(['second']);
  await undo.click();
  await eventually(() => ownIds(dashboard)).toEqual(['first', 'second']);

  await page.getByRole('switch', { name: 'The endpoint did not answer in time on or off' }).click();
  await eventually(async () => (await rulesOf(dashboard)).filter(({ isEnabled }) => !isEnabled).map(({ rule }) => rule.id)).toEqual(['timeout']);
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Reset' }).click();
  await dashboard.sees('Only the built-in rules apply now.');
  expect((await rulesOf(dashboard)).every(({ origin, isEnabled }) => origin === 'built-in' && isEnabled)).toBe(true);
});
