/** The list of requests in the hand of someone with a mouse: nothing goes or moves that is aimed at, and nothing opens by accident. */
import type { Locator, Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { type Dashboard, useDashboardBrowser } from '../../support/dashboard-page.ts';
import { eventually } from '../../support/eventually.ts';
import { FakeEndpoint, jsonMessage } from '../../support/fake-endpoint.ts';

const browser = useDashboardBrowser();

async function openList(requests: number): Promise<Dashboard> {
  const endpoint = await FakeEndpoint.start([jsonMessage('ok')]);
  onTestFinished(() => endpoint.stop());
  const dashboard = await browser.open({ endpoints: [{ name: 'Main', url: endpoint.url }] });
  for (let number = 1; number <= requests; number += 1) await dashboard.ask({ model: `claude-${number}-x`, stream: false });
  await dashboard.goTo('Requests');
  await row(dashboard.page, requests).waitFor();
  return dashboard;
}

const row = (page: Page, number: number) => page.getByRole('row').filter({ hasText: `claude-${number}-x` });
const scrollTop = (page: Page) => page.getByRole('grid').evaluate((grid) => grid.parentElement?.scrollTop ?? 0);

async function box(part: Locator) {
  const found = await part.boundingBox();
  if (found === null) throw new Error('it is not drawn');
  return found;
}

/** From the middle of a part, with the button held down. */
async function drag(page: Page, part: Locator, byX: number): Promise<void> {
  const { x, y, width, height } = await box(part);
  const [fromX, fromY] = [x + width / 2, y + height / 2];
  await page.mouse.move(fromX, fromY, { steps: 5 });
  await page.mouse.down();
  await page.mouse.move(fromX + byX, fromY, { steps: 8 });
  await page.mouse.up();
}

it('changes a dragged column by as much as the pointer moved, and takes no column away for it', async () => {
  const { page } = await openList(3);
  const names = () => page.getByRole('columnheader').allInnerTexts();
  const before = await names();
  const [model, time, last] = [1, 0, before.length - 1].map((at) => page.getByRole('columnheader').nth(at));
  if (model === undefined || time === undefined || last === undefined) throw new Error('there are three columns at least');
  // The column of models has the room that is left.
  const { width } = await box(model);
  await drag(page, model.getByRole('separator'), 30);
  await eventually(async () => (await box(model)).width).toBe(width + 30);
  await drag(page, time.getByRole('separator'), 150);
  await eventually(async () => (await box(time)).width).toBe(300);
  await last.getByRole('separator').scrollIntoViewIfNeeded();
  await drag(page, last.getByRole('separator'), -20);
  expect(await names()).toEqual(before);
});

it('opens no request when text of a row is selected', async () => {
  const { page } = await openList(3);
  const name = page.getByText('claude-2-x');
  const { x, y, height } = await box(name);
  await page.mouse.move(x + 1, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + height / 2, { steps: 8 });
  await page.mouse.up();
  expect(await page.evaluate(() => getSelection()?.toString())).toMatch(/^claude/);
  expect(new URL(page.url()).pathname).toBe('/requests');
  await row(page, 1).click();
  await page.getByRole('complementary', { name: 'Request' }).waitFor();
});

it('shows newer requests at the top although another one is open, and holds nothing back after that', async () => {
  const dashboard = await openList(40);
  const { page } = dashboard;
  await row(page, 38).click();
  await page.getByRole('complementary', { name: 'Request' }).waitFor();
  for (let number = 41; number <= 70; number += 1) await dashboard.ask({ model: `claude-${number}-x`, stream: false });
  await page.getByRole('button', { name: '30 newer requests' }).click();
  await row(page, 70).waitFor();
  expect(await scrollTop(page)).toBe(0);

  // Closed, the focus is where the request was opened from, and the mark of the row holds nothing any more once asked to.
  await page.getByRole('button', { name: 'Close the request' }).click();
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('role') ?? null)).toBe('grid');
  await dashboard.ask({ model: 'claude-71-x', stream: false });
  await page.getByRole('button', { name: '1 newer request' }).click();
  await row(page, 71).waitFor();
  await page.mouse.move(5, 5);
  await dashboard.ask({ model: 'claude-72-x', stream: false });
  await row(page, 72).waitFor();
});

it('goes on to older requests with one button, which stays in its place and keeps the focus while they are fetched', async () => {
  const { page } = await openList(4);
  // What the feed told is known without asking; after a reload it is asked for.
  await page.reload();
  const fetched = Promise.withResolvers<void>();
  await page.route(/exchanges\.get/, async (route) => {
    if (page.url().includes(oldId)) await fetched.promise;
    await route.continue();
  });
  await row(page, 4).waitFor();
  const oldId = (await row(page, 3).getAttribute('id'))?.replace('request-', '') ?? '';
  await row(page, 4).click();
  await page.getByRole('complementary', { name: 'Request' }).getByText('claude-4-x').first().waitFor();
  const older = page.getByRole('button', { name: 'Older request' });
  const before = await box(older);
  await older.click();
  await page.waitForURL(`**/requests/${oldId}`);
  expect(await box(older)).toEqual(before);
  fetched.resolve();
  await page.getByRole('complementary', { name: 'Request' }).getByText('claude-3-x').first().waitFor();
  expect(await older.evaluate((button) => button === document.activeElement)).toBe(true);
});

it('comes back to the row of the last request that was looked at in a window without room for both', async () => {
  const { page } = await openList(20);
  await page.setViewportSize({ width: 900, height: 600 });
  await row(page, 20).click();
  const request = page.getByRole('complementary', { name: 'Request' });
  // What had the focus is hidden: it goes along.
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)).toBe('Request');
  for (let steps = 0; steps < 16; steps += 1) await request.getByRole('button', { name: 'Older request' }).click();
  await request.getByText('claude-4-x').first().waitFor();
  await request.getByRole('button', { name: 'Close the request' }).click();
  const inSight = async () => {
    const [of, within] = await Promise.all([row(page, 4).boundingBox(), page.getByRole('grid').locator('..').boundingBox()]);
    return of !== null && within !== null && of.y >= within.y && of.y + of.height <= within.y + within.height + 1;
  };
  await eventually(inSight).toBe(true);
});
