/** The order of failover, changed by pointer, from the keyboard and by menu: what the page shows is what the core does. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';

const browser = useDashboardBrowser();
const NAMES = ['Alpha', 'Beta', 'Gamma'];

const listSchema = z.object({ items: z.array(z.object({ name: z.string() })) });
const order = async ({ app }: Dashboard) => (await app.json(listSchema, 'endpoint', 'list')).items.map(({ name }) => name);
const shown = ({ page }: Dashboard) => page.getByRole('list', { name: 'Endpoints in the order of priority' }).getByRole('heading').allInnerTexts();

async function openList(): Promise<Dashboard> {
  const dashboard = await browser.open({ endpoints: NAMES.map((name, index) => ({ name, url: `http://127.0.0.1:${index + 1}` })) });
  await dashboard.goTo('Endpoints');
  await eventually(() => shown(dashboard)).toEqual(NAMES);
  return dashboard;
}

it('moves an endpoint where its card is dragged', async () => {
  const dashboard = await openList();
  const { page } = dashboard;
  const grip = await page.getByRole('button', { name: 'Move Gamma' }).boundingBox();
  const target = await dashboard.card('Alpha').boundingBox();
  if (grip === null || target === null) throw new Error('nothing to drag');
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(grip.x + 20, target.y + target.height / 2, { steps: 12 });
  await eventually(() => shown(dashboard)).toEqual(['Gamma', 'Alpha', 'Beta']);
  await page.mouse.up();
  await dashboard.card('Gamma').getByText('P1').waitFor();
  await eventually(() => order(dashboard)).toEqual(['Gamma', 'Alpha', 'Beta']);
  await eventually(() => shown(dashboard)).toEqual(['Gamma', 'Alpha', 'Beta']);
});

it('moves an endpoint from the keyboard, says where it is, keeps the focus on it, and puts it back on Escape', async () => {
  const dashboard = await openList();
  const { page } = dashboard;
  const grip = page.getByRole('button', { name: 'Move Alpha' });
  await grip.focus();
  for (const key of ['Space', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await dashboard.sees('Alpha is now at position 3 of 3.');
  await eventually(() => shown(dashboard)).toEqual(['Beta', 'Gamma', 'Alpha']);
  await page.keyboard.press('Escape');
  await eventually(() => shown(dashboard)).toEqual(NAMES);
  await eventually(() => order(dashboard)).toEqual(NAMES);

  for (const key of ['Space', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
  await dashboard.card('Alpha').getByText('P2').waitFor();
  await eventually(() => order(dashboard)).toEqual(['Beta', 'Alpha', 'Gamma']);
  expect(await grip.evaluate((button) => button === document.activeElement)).toBe(true);
});

it('moves an endpoint by its menu, and another window follows without a reload', async () => {
  const dashboard = await openList();
  await dashboard.chooseAction('Beta', 'Move up');
  await dashboard.card('Beta').getByText('P1').waitFor();
  await eventually(() => order(dashboard)).toEqual(['Beta', 'Alpha', 'Gamma']);
  // Anyone else's change arrives through the feed.
  expect(await dashboard.app.verb('endpoint', 'move', 'Gamma', '--to', '1')).toMatchObject({ code: 0 });
  await eventually(() => shown(dashboard)).toEqual(['Gamma', 'Beta', 'Alpha']);
});
